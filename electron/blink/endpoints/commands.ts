import * as v from 'valibot';
import { AppError } from '../../../shared/errors.ts';
import type { NetworkId } from '../../../shared/ids.ts';
import { seconds, sleep, type Clock } from '../../lib/clock.ts';
import { createMutex, type RunInTurn } from '../../lib/mutex.ts';
import { get, legacy, watchRefusals, type ApiClient, type ApiRequest } from '../api-client.ts';
import { abandoned } from '../http/deadline.ts';
import type { JsonAnswer } from '../http/http-request.ts';
import type { CommandRef } from '../models.ts';
import {
  maybeFlag,
  maybeId,
  maybeList,
  maybeNumber,
  maybeText,
  parseAnswer,
} from '../wire/schema-helpers.ts';
import { networkPaths } from './paths.ts';

/** The call that makes a network, or a device in it, do something. */
export interface CommandRequest extends Omit<ApiRequest, 'kind'> {
  readonly networkId: NetworkId;
  /** Whether it has come to pass already, asked after a "busy". */
  readonly isDone?: (signal?: AbortSignal) => Promise<boolean>;
}

/** Runs commands, one at a time per network: its sync module answers a second one with "busy". */
export interface CommandRunner {
  /**
   * Resolves with the first answer when the cloud says that the command is done; null when it was done already.
   * Rejects with `module-busy` after five tries, `command-failed`, `command-timeout`.
   */
  runToEnd(request: CommandRequest): Promise<JsonAnswer | null>;
  /** The same, but over as soon as the cloud has taken the command: for those that last. */
  start(request: CommandRequest): Promise<JsonAnswer | null>;
}

export function createCommandRunner(api: ApiClient, clock: Clock): CommandRunner {
  const turns = new Map<NetworkId, RunInTurn>();

  /** Given up while it waits for the network's earlier commands, it is never sent. */
  async function inTurn<T>(request: CommandRequest, job: () => Promise<T>): Promise<T> {
    const run = turns.get(request.networkId) ?? createMutex();
    turns.set(request.networkId, run);
    return run(job, request.signal).catch((error: unknown) => {
      throw abandoned(request.name, error);
    });
  }

  async function runToEnd(request: CommandRequest): Promise<JsonAnswer | null> {
    const answer = await sendWithBusyRetry(api, clock, request);
    if (answer === null) return null;
    const { networkId, name, signal } = request;
    const command = startedCommand(networkId, parseAnswer(name, startedSchema, answer.value));
    if (command !== null) await waitForCommand(api, clock, { ...command, signal });
    return answer;
  }

  return {
    runToEnd: (request) => inTurn(request, () => runToEnd(request)),
    start: (request) => inTurn(request, () => sendWithBusyRetry(api, clock, request)),
  };
}

/** How a command stands, asked once. */
export async function readCommand(
  api: ApiClient,
  { networkId, commandId }: CommandRef,
  signal?: AbortSignal,
): Promise<WireCommand> {
  const { root, accountRoot } = networkPaths(api.accountId, networkId);
  const { value } = await api.json({
    kind: 'command',
    name: 'command',
    variants: [
      legacy(get(`${root}/command/${commandId}`)),
      get(`${accountRoot}/commands/${commandId}`),
    ],
    signal,
  });
  return parseAnswer('command', commandSchema, value);
}

/** Whether a code says that a command goes well so far. Anything else is its end. */
export const isGoingWell = (statusCode: number | null): boolean =>
  statusCode === null || statusCode === successCode;

const successCode = 908;

/**
 * Sends, and when the sync module is busy waits 3, 8, 15 and 25 seconds between five tries; then `module-busy`. Null
 * when somebody else has done it meanwhile.
 */
async function sendWithBusyRetry(
  api: ApiClient,
  clock: Clock,
  { networkId: _networkId, isDone, ...request }: CommandRequest,
): Promise<JsonAnswer | null> {
  const { name, signal } = request;
  const refusal = watchRefusals(api);
  const send = () => api.json({ ...request, kind: 'command' });
  for (const waitMs of busyWaitsMs) {
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'module-busy') throw error;
    }
    await wait(clock, waitMs, { name, signal });
    const refused = refusal();
    if (refused !== null) throw refused;
    if (isDone !== undefined && (await isDone(signal))) return null;
  }
  return send();
}

const busyWaitsMs = [3, 8, 15, 25].map(seconds);

/** The command an answer names; null when it names none, so that there is nothing to wait for. */
const startedCommand = (networkId: NetworkId, started: WireStarted): CommandRef | null =>
  started?.id && started.network_id ? { networkId, commandId: started.id } : null;

/**
 * Asks once a second until the command is done. `command-failed` when the cloud says so, `command-timeout` after a
 * minute or when the cloud wants to be left alone meanwhile; two lost answers in a row are borne, the third is passed on.
 */
async function waitForCommand(
  api: ApiClient,
  clock: Clock,
  { signal, ...command }: CommandRef & { readonly signal: AbortSignal | undefined },
): Promise<void> {
  const endsAt = clock.now() + longestWaitMs;
  const refusal = watchRefusals(api);
  let lostAnswers = 0;
  while (clock.now() < endsAt) {
    await wait(clock, seconds(1), { name: 'command', signal });
    // The command is on its way: that nobody may ask about it now does not make it undone.
    if (refusal() !== null) break;
    try {
      if (isComplete(await readCommand(api, command, signal))) return;
      lostAnswers = 0;
    } catch (error) {
      lostAnswers += 1;
      if (signal?.aborted === true || lostAnswers > 2 || !isTemporary(error)) throw error;
    }
  }
  throw new AppError('command-timeout', 'command');
}

const longestWaitMs = seconds(60);
const temporaryCodes = new Set<string>(['offline', 'captive-portal', 'timeout', 'cloud-trouble']);

const isTemporary = (error: unknown): boolean =>
  error instanceof AppError && temporaryCodes.has(error.code);

function isComplete({ complete, status_code: status }: WireCommand): boolean {
  if (!isGoingWell(status)) throw new AppError('command-failed', `command: code ${status ?? 0}`);
  return complete === true;
}

/** Waits; whoever gives up meanwhile gets a failure with this name. */
export async function wait(
  clock: Clock,
  waitMs: number,
  { name, signal }: { readonly name: string; readonly signal: AbortSignal | undefined },
): Promise<void> {
  try {
    await sleep(clock, waitMs, signal);
  } catch {
    throw abandoned(name, signal?.reason);
  }
}

/** The answer to a command's start. Some answers name no command. */
const startedSchema = v.nullable(v.object({ id: maybeId, network_id: maybeId }));

/** How a command stands. `status_code` 908 is "fine so far" and "done"; `complete` is true at the end. */
const commandSchema = v.object({
  complete: maybeFlag,
  status_code: maybeNumber,
  commands: v.fallback(maybeList, []),
});

/** One part of a command. */
export const commandPartSchema = v.object({ id: maybeId, state_condition: maybeText });

type WireStarted = v.InferOutput<typeof startedSchema>;
type WireCommand = v.InferOutput<typeof commandSchema>;
