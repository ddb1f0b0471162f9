import { seconds, type Clock } from '../../../electron/lib/clock.ts';

export interface RacingClock extends Clock {
  /** The waits there were, in milliseconds, oldest first. */
  readonly waits: readonly number[];
}

/** A clock whose waits are over at once; the time a request may take never is. */
export function racingClock(): RacingClock {
  let now = 1_800_000_000_000;
  const waits: number[] = [];
  const deadlines = new Set([20, 30].map(seconds));
  return {
    waits,
    now: () => now,
    after(delayMs, callback) {
      if (deadlines.has(delayMs)) return () => undefined;
      let isCancelled = false;
      queueMicrotask(() => {
        if (isCancelled) return;
        waits.push(delayMs);
        now += delayMs;
        callback();
      });
      return () => {
        isCancelled = true;
      };
    },
  };
}
