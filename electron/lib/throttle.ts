import type { Timestamp } from '../../shared/models.ts';
import type { Dispose } from './dispose.ts';
import type { Clock } from './clock.ts';

/** An action that runs at once, and again only after a while: calls in between become one call at its end. */
export interface Throttled {
  call(): void;
  /** Runs at once whatever was before; a call that waits is part of it. */
  now(): void;
  stop(): void;
}

export function createThrottled(clock: Clock, gapMs: number, action: () => void): Throttled {
  let ranAt: Timestamp = -Infinity;
  let cancel: Dispose | null = null;

  function run(): void {
    cancel?.();
    cancel = null;
    ranAt = clock.now();
    action();
  }

  return {
    call() {
      if (cancel !== null) return;
      const sinceMs = clock.now() - ranAt;
      // A clock set back must not hold the action for as long as it was set back.
      if (sinceMs < 0 || sinceMs >= gapMs) run();
      else cancel = clock.after(gapMs - sinceMs, run);
    },
    now: run,
    stop() {
      cancel?.();
      cancel = null;
    },
  };
}
