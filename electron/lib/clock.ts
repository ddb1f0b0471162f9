import { randomBytes, randomUUID } from 'node:crypto';
import type { Timestamp } from '../../shared/models.ts';

/** Time as an argument: the layers below never read the system's clock themselves. */
export interface Clock {
  /** Wall time, for display and for comparing with the server's. */
  now(): Timestamp;
  /** Calls back once after `delayMs`; the answer cancels it. */
  after(delayMs: number, callback: () => void): () => void;
}

/** Randomness as an argument. */
export interface Random {
  /** From 0 (included) to 1 (excluded). */
  number(): number;
  /** A version 4 UUID in lower case. */
  uuid(): string;
  /** Bytes fit for secrets. */
  bytes(count: number): Uint8Array;
}

/** Waits; an aborted signal ends the wait early by rejecting with its reason. */
export function sleep(clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      cancel();
      reject(asError(signal?.reason));
    };
    const cancel = clock.after(delayMs, () => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    });
    if (signal?.aborted === true) onAbort();
    else signal?.addEventListener('abort', onAbort, { once: true });
  });
}

export const seconds = (count: number): number => count * 1_000;
export const minutes = (count: number): number => count * 60_000;

const asError = (reason: unknown): Error =>
  reason instanceof Error ? reason : new Error('aborted');

/** The computer's clock and timers. */
export const systemClock: Clock = {
  now: Date.now,
  after(delayMs, callback) {
    const timer = setTimeout(callback, Math.min(delayMs, longestTimerMs));
    return () => clearTimeout(timer);
  },
};

/** The computer's random numbers. */
export const systemRandom: Random = {
  number: Math.random,
  uuid: randomUUID,
  bytes: (count) => randomBytes(count),
};

// Node fires at once when asked to wait longer than this.
const longestTimerMs = 2_147_483_647;

/** Several timers that end together. */
export interface Timers {
  after(delayMs: number, callback: () => void): void;
  /** None of them calls back any more, and none is begun. */
  stop(): void;
}

export function createTimers(clock: Clock): Timers {
  const running = new Set<() => void>();
  let isOver = false;
  return {
    after(delayMs, callback) {
      if (isOver) return;
      const cancel = clock.after(delayMs, () => {
        running.delete(cancel);
        callback();
      });
      running.add(cancel);
    },
    stop() {
      isOver = true;
      for (const cancel of running) cancel();
      running.clear();
    },
  };
}
