import type { Timestamp } from '../../shared/models.ts';
import type { Clock } from './clock.ts';
import type { Dispose } from './dispose.ts';

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

/**
 * Never two runs at once, and every caller gets a run that began after the call: those who come during a run
 * share the next one.
 */
export function coalesce(run: () => Promise<void>): () => Promise<void> {
  let current: Promise<void> | null = null;
  let next: Promise<void> | null = null;

  function begin(): Promise<void> {
    next = null;
    current = run().finally(() => (current = null));
    return current;
  }

  return () => {
    if (next !== null) return next;
    if (current === null) return begin();
    next = current.then(begin, begin);
    return next;
  };
}
