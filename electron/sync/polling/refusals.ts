import { AppError, type AppErrorCode } from '../../../shared/errors.ts';
import type { Timestamp } from '../../../shared/models.ts';
import type { Dispose } from '../../lib/dispose.ts';
import { minutes, seconds, type Clock, type Random } from '../../lib/clock.ts';
import { withJitter } from './pace.ts';

/** The cloud refuses requests. */
export interface Refusal {
  readonly code: AppErrorCode;
  /** When requests may be sent again; null: not before the person has acted. */
  readonly untilAt: Timestamp | null;
}

/** One circuit breaker for a whole account: during a refusal nothing is requested. */
export interface Refusals {
  current(): Refusal | null;
  /** Throws the running refusal. */
  check(): void;
  /** Called with every failure; most are no refusals. */
  note(error: AppError): void;
  /** Ends a refusal with this code before its time: its cause is gone. */
  lift(code: AppErrorCode): void;
  stop(): void;
}

/** The table: which failure stops requests, and for how long at the nth time in a row (from 0). */
export function refusalFor(error: AppError, step: number, now: Timestamp): Refusal | null {
  const { code, retryAt } = error;
  const until = (pauseMs: number): Refusal => ({
    code,
    untilAt: Math.max(retryAt ?? 0, now + pauseMs),
  });
  switch (code) {
    case 'rate-limited':
      // A server that says "one second" again and again gets growing pauses.
      return until(retryAt !== null && step === 0 ? seconds(1) : doubledMs(step));
    case 'refused-for-now':
      return until(minutes(refusedMinutes[step] ?? 60));
    case 'unauthorized':
    case 'not-verified':
      // Each try costs a token refresh: one per step for all requests together, repeated without end.
      return until(Math.min(seconds(4) * 2 ** step, minutes(15)));
    case 'cloud-trouble':
      return retryAt === null ? null : until(seconds(1));
    case 'account-locked':
      return until(minutes(60));
    case 'account-suspended':
    case 'refused':
    case 'too-old':
    case 'signed-out-by-blink':
      return { code, untilAt: null };
    default:
      return null;
  }
}

/** Refusals that too many requests may cause; an expired token does not. */
export const isForTooManyRequests = (code: AppErrorCode): boolean => ofPace.has(code);

const ofPace: ReadonlySet<AppErrorCode> = new Set<AppErrorCode>([
  'rate-limited',
  'refused-for-now',
  'refused',
  'account-locked',
  'account-suspended',
]);

export function createRefusals({
  clock,
  random,
  onBegin,
  onEnd,
}: {
  readonly clock: Clock;
  readonly random: Random;
  readonly onBegin: (refusal: Refusal) => void;
  readonly onEnd: () => void;
}): Refusals {
  let running: Refusal | null = null;
  let step = 0;
  let cancel: Dispose | null = null;

  function begin(refusal: Refusal): void {
    cancel?.();
    running = refusal;
    if (refusal.untilAt !== null) endAfter(refusal.untilAt - clock.now());
    onBegin(refusal);
  }

  function endAfter(pauseMs: number): void {
    cancel = clock.after(pauseMs, () => {
      running = null;
      // No refusal for as long as the pause was: the next one starts with a short pause again.
      cancel = clock.after(pauseMs, () => (step = 0));
      onEnd();
    });
  }

  return {
    current: () => running,
    check() {
      if (running === null) return;
      throw new AppError(running.code, 'requests are paused', { retryAt: running.untilAt });
    },
    note(error) {
      const now = clock.now();
      // Answers to earlier requests lengthen a pause, but are not a further step.
      const next = refusalFor(error, running === null ? step : Math.max(0, step - 1), now);
      if (next === null || !isStronger(next, running)) return;
      if (running === null) step += 1;
      begin(withJitteredEnd(next, now, random));
    },
    lift(code) {
      if (running?.code !== code) return;
      cancel?.();
      cancel = null;
      running = null;
      step = 0;
      onEnd();
    },
    stop: () => cancel?.(),
  };
}

const refusedMinutes = [15, 30, 60];

const doubledMs = (step: number): number => Math.min(seconds(60) * 2 ** step, minutes(15));

const isStronger = (next: Refusal, running: Refusal | null): boolean => {
  if (running === null) return true;
  if (running.untilAt === null) return false;
  return next.untilAt === null || next.untilAt > running.untilAt;
};

const withJitteredEnd = (refusal: Refusal, now: Timestamp, random: Random): Refusal =>
  refusal.untilAt === null
    ? refusal
    : { ...refusal, untilAt: now + withJitter(refusal.untilAt - now, random) };
