import * as v from 'valibot';
import { AppError } from '../../../shared/errors.ts';
import type { NetworkId } from '../../../shared/ids.ts';
import { seconds, sleep, type Clock } from '../../lib/clock.ts';
import { createMutex, type RunInTurn } from '../../lib/mutex.ts';
import { get, legacy, watchRefusals, type Call, type EndpointClient } from '../api-client.ts';
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

export interface CommandDeps {
  readonly caller: EndpointClient;
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
  caller: EndpointClient,
  { networkId, commandId }: CommandRef,
  signal?: AbortSignal,
): Promise<WireCommand> {
  const place = networkPaths(caller.accountId, networkId);
  const { value } = await caller.ask({
    kind: 'command',
    name,
    forms: [
      legacy(get(`${place.root}/command/${commandId}`)),
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

/** Something a system is told to do. */
export interface Job {
  readonly networkId: NetworkId;
  readonly call: Omit<Call, 'kind' | 'signal'>;
  /** Whether it has come to pass already, asked after a "busy". */
  readonly isDone?: (signal?: AbortSignal) => Promise<boolean>;
}

/** Jobs, one at a time per system. */
export interface CommandRunner {
  /**
   * Resolves with the first answer when the cloud says that the job is done; null when it was done already. Rejects
   * with `module-busy` after five tries, `command-failed`, `command-timeout`.
   */
  runToEnd(job: Job, signal?: AbortSignal): Promise<JsonAnswer | null>;
  /** The same, but over as soon as the cloud has taken the order: for jobs that last. */
  start(job: Job, signal?: AbortSignal): Promise<JsonAnswer | null>;
}

export interface JobsDeps {
  readonly caller: EndpointClient;
  readonly clock: Clock;
}

export function createJobs({ caller, clock }: JobsDeps): CommandRunner {
  const queue = createCommandQueue();

  const send = ({ call, isDone }: Job, signal: AbortSignal | undefined) =>
    sendWithBusyRetry(clock, {
      name: call.name,
      send: () => caller.ask({ ...call, kind: 'command', signal }),
      isDone: isDone && (() => isDone(signal)),
      refusal: watchRefusals(caller),
      signal,
    });

  async function toTheEnd(job: Job, signal: AbortSignal | undefined): Promise<JsonAnswer | null> {
    const answer = await send(job, signal);
    const command =
      answer === null ? null : startedCommand(job.call.name, job.networkId, answer.value);
    if (command !== null) await waitForCommand({ caller, clock }, command, signal);
    return answer;
  }

  return {
    runToEnd: (job, signal) => queue.run(job.networkId, () => toTheEnd(job, signal), signal),
    start: (job, signal) => queue.run(job.networkId, () => send(job, signal), signal),
  };
}

/** One job at a time per system: its hub answers a second one with "busy". */
export interface CommandQueue {
  /** Runs `job` when the system's earlier jobs have ended, well or not. Given up while it waits, it is never run. */
  run<T>(id: NetworkId, job: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

export function createCommandQueue(): CommandQueue {
  const lanes = new Map<NetworkId, RunInTurn>();
  return {
    run(id, job, signal) {
      const lane = lanes.get(id) ?? createMutex();
      lanes.set(id, lane);
      return lane(job, signal).catch((error: unknown) => {
        throw abandoned(name, error);
      });
    },
  };
}

/** What a busy system is asked for, and how to find out that it has come to pass meanwhile. */
export interface BusyJob<T> {
  readonly name: string;
  readonly send: () => Promise<T>;
  readonly isDone?: (() => Promise<boolean>) | undefined;
  /** A refusal that came meanwhile: then nothing more is sent. */
  readonly refusal?: (() => AppError | null) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Sends, and when the system is busy waits 3, 8, 15 and 25 seconds between five tries; then `module-busy`. Null when
 * somebody else has done it meanwhile.
 */
export async function sendWithBusyRetry<T>(clock: Clock, job: BusyJob<T>): Promise<T | null> {
  const { name, send, isDone, refusal, signal } = job;
  for (const waitMs of busyWaitsMs) {
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'module-busy') throw error;
    }
    await pause(clock, name, waitMs, signal);
    const refused = refusal?.() ?? null;
    if (refused !== null) throw refused;
    if (isDone !== undefined && (await isDone())) return null;
  }
  return send();
}

/** Waits; whoever gives up meanwhile gets the named failure. */
export async function pause(
  clock: Clock,
  name: string,
  waitMs: number,
  signal?: AbortSignal,
): Promise<void> {
  try {
    await sleep(clock, waitMs, signal);
  } catch {
    throw abandoned(name, signal?.reason);
  }
}

const busyWaitsMs = [3, 8, 15, 25].map(seconds);

/** The answer to a job's start. Some answers name no job. */
export const startedSchema = v.nullable(v.object({ id: maybeId, network_id: maybeId }));

/** How a job stands. `status_code` 908 is "fine so far" and "done"; `complete` tells which. */
export const commandSchema = v.object({
  complete: maybeFlag,
  status_code: maybeNumber,
  commands: v.fallback(maybeList, []),
});

/** One part of a job. */
export const commandPartSchema = v.object({ id: maybeId, state_condition: maybeText });

export type WireCommand = v.InferOutput<typeof commandSchema>;
