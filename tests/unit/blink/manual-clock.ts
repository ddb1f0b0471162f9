import type { Clock } from '../../../electron/lib/clock.ts';

export interface ManualClock extends Clock {
  /** Moves on and calls back what is due, in order. */
  advance(ms: number): void;
  /** How many timers run. */
  pending(): number;
}

/** A clock that stands still until it is told to move. */
export function manualClock(startAt = 1_800_000_000_000): ManualClock {
  let now = startAt;
  let timers: { readonly at: number; readonly callback: () => void }[] = [];

  return {
    now: () => now,
    after(delayMs, callback) {
      const timer = { at: now + delayMs, callback };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    advance(ms) {
      const until = now + ms;
      for (;;) {
        const [next] = timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
        if (next === undefined) break;
        timers = timers.filter((other) => other !== next);
        now = next.at;
        next.callback();
      }
      now = until;
    },
    pending: () => timers.length,
  };
}
