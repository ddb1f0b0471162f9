import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../../lib/clock.ts';
import { connectionLost } from './http-errors.ts';

/** The time one request may take, joined with the caller's own signal. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Starts the time again, for a body that still arrives. */
  extend(timeoutMs: number): void;
  stop(): void;
  /** Stops and drops the connection. */
  drop(): void;
  /** What went wrong, by name: the time was up, the caller gave up, or the connection was lost. */
  nameFailure(error: unknown): AppError;
}

interface DeadlineOptions {
  /** The call's, for the failure. */
  readonly name: string;
  readonly timeoutMs: number;
  readonly caller: AbortSignal | undefined;
}

/** Starts at once. */
export function createDeadline(
  clock: Clock,
  { name, timeoutMs, caller }: DeadlineOptions,
): Deadline {
  const time = new AbortController();
  const dropped = new AbortController();
  const ours = [time.signal, dropped.signal];
  const signal = AbortSignal.any(caller ? [caller, ...ours] : ours);
  const start = (afterMs: number) => clock.after(afterMs, () => time.abort());
  let cancel = start(timeoutMs);

  return {
    signal,
    extend(afterMs) {
      cancel();
      cancel = start(afterMs);
    },
    stop: () => cancel(),
    drop() {
      cancel();
      dropped.abort();
    },
    nameFailure(error) {
      if (caller?.aborted === true) return abandoned(name, caller.reason);
      if (time.signal.aborted) return new AppError('timeout', name);
      return error instanceof AppError ? error : connectionLost(name, error);
    },
  };
}

/** A caller that gives up with an AppError as its reason gets that one back. */
export const abandoned = (name: string, reason: unknown): AppError =>
  reason instanceof AppError ? reason : new AppError('unexpected', `${name}: given up`);
