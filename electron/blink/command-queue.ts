import { AppError } from '../../shared/errors.ts';
import type { NetworkId } from '../../shared/ids.ts';
import { seconds, sleep, type Clock } from '../lib/clock.ts';
import { abandoned } from './http/deadline.ts';
import { createLimiter, type Limiter } from '../lib/mutex.ts';

/** One job at a time per system: its hub answers a second one with "busy". */
export interface CommandQueue {
  /** Runs `job` when the system's earlier jobs have ended, well or not. Given up while it waits, it is never run. */
  run<T>(id: NetworkId, job: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

export function createCommandQueue(): CommandQueue {
  const lanes = new Map<NetworkId, Limiter>();
  return {
    run(id, job, signal) {
      const lane = lanes.get(id) ?? createLimiter(1);
      lanes.set(id, lane);
      return lane(job, signal);
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
export async function sendWhenFree<T>(clock: Clock, job: BusyJob<T>): Promise<T | null> {
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
