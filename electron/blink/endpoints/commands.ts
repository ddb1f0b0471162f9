import { AppError } from '../../../shared/errors.ts';
import type { NetworkId } from '../../../shared/ids.ts';
import { seconds, type Clock } from '../../lib/clock.ts';
import { pause } from '../command-queue.ts';
import { get, in2020, watchRefusals, type Caller } from '../forms.ts';
import type { CommandRef } from '../models.ts';
import { systemPlace } from './paths.ts';
import { commandSchema, startedSchema, type WireCommand } from '../wire/commands.ts';
import { parseAnswer } from '../wire/schema-helpers.ts';

export interface CommandDeps {
  readonly caller: Caller;
  readonly clock: Clock;
}

/** The job an answer names; null when it names none, so that there is nothing to wait for. */
export function startedCommand(
  name: string,
  networkId: NetworkId,
  value: unknown,
): CommandRef | null {
  const started = parseAnswer(name, startedSchema, value);
  return started?.id && started.network_id ? { networkId, commandId: started.id } : null;
}

/** How a job stands, asked once. */
export async function readCommand(
  caller: Caller,
  { networkId, commandId }: CommandRef,
  signal?: AbortSignal,
): Promise<WireCommand> {
  const place = systemPlace(caller.accountId, networkId);
  const { value } = await caller.ask({
    kind: 'command',
    name,
    forms: [
      in2020(get(`${place.root}/command/${commandId}`)),
      get(`${place.app}/commands/${commandId}`),
    ],
    signal,
  });
  return parseAnswer(name, commandSchema, value);
}

/**
 * Asks once a second until the job is done. `command-failed` when the cloud says so, `command-timeout` after a minute
 * or when the cloud wants to be left alone meanwhile;
 * two lost answers in a row are borne, the third is passed on.
 */
export async function waitForCommand(
  { caller, clock }: CommandDeps,
  command: CommandRef,
  signal?: AbortSignal,
): Promise<void> {
  const endsAt = clock.now() + longestWaitMs;
  const refusal = watchRefusals(caller);
  let lost = 0;
  while (clock.now() < endsAt) {
    await pause(clock, name, seconds(1), signal);
    // The job is on its way: that nobody may ask about it now does not make it undone.
    if (refusal() !== null) break;
    try {
      if (isDone(await readCommand(caller, command, signal))) return;
      lost = 0;
    } catch (error) {
      lost += 1;
      if (signal?.aborted === true || lost > 2 || !isPassing(error)) throw error;
    }
  }
  throw new AppError('command-timeout', name);
}

/** Whether a code says that a job goes well so far. Anything else is its end. */
export const isFine = (statusCode: number | null): boolean =>
  statusCode === null || statusCode === doneWell;

const name = 'command';
const longestWaitMs = seconds(60);
const doneWell = 908;
const passing = new Set<string>(['offline', 'captive-portal', 'timeout', 'cloud-trouble']);

function isDone({ complete, status_code: status }: WireCommand): boolean {
  if (!isFine(status)) throw new AppError('command-failed', `${name}: code ${status ?? 0}`);
  return complete === true;
}

const isPassing = (error: unknown): boolean => error instanceof AppError && passing.has(error.code);
