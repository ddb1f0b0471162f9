import type { HomeState } from '../../shared/app-state.ts';
import type { Timestamp } from '../../shared/models.ts';
import { disposeAll, type Dispose } from '../lib/dispose.ts';
import type { Clock } from '../lib/clock.ts';
import type { AppStore } from '../store/app-store.ts';

/** Takes the word "truth" from the home slice when it has grown too old. */
export interface Staleness {
  start(): void;
  /** After a sleep the timers are late: looks at the wall clock instead. */
  check(): void;
  stop(): void;
}

export interface StalenessDeps {
  readonly store: AppStore;
  readonly clock: Clock;
  readonly staleAfterMs: () => number;
}

/** How long until this answer is stale, in ms; 0 when it is. An answer from the future is. */
export function freshForMs(home: HomeState, now: Timestamp, staleAfterMs: number): number {
  if (home.isStale || home.checkedAt === null || home.checkedAt > now) return 0;
  return Math.max(0, home.checkedAt + staleAfterMs - now);
}

/** The time given to one answer: by the shortest limit since it came. */
interface Timed {
  readonly checkedAt: Timestamp | null;
  readonly limitMs: number;
  readonly cancel: Dispose;
}

export function createStaleness({ store, clock, staleAfterMs }: StalenessDeps): Staleness {
  let timed: Timed | null = null;
  let unsubscribe: Dispose | null = null;

  function check(): void {
    const { home } = store.get();
    if (home.isStale) return;
    const limitMs = staleAfterMs();
    const leftMs = freshForMs(home, clock.now(), limitMs);
    if (leftMs <= 0) {
      expire();
      return;
    }
    const isSameAnswer = timed?.checkedAt === home.checkedAt;
    // A clock that is set back in between must not give an answer more time, and neither must a longer limit.
    if (isSameAnswer && timed !== null && timed.limitMs <= limitMs) return;
    const before = isSameAnswer ? timed : null;
    if (!isSameAnswer) timed?.cancel();
    timed = {
      checkedAt: home.checkedAt,
      limitMs,
      cancel: disposeAll(clock.after(leftMs, expire), () => before?.cancel()),
    };
  }

  function expire(): void {
    timed?.cancel();
    timed = null;
    store.update('home', (home) => (home.isStale ? home : { ...home, isStale: true }));
  }

  return {
    start() {
      unsubscribe = store.subscribe(({ slice }) => {
        if (slice === 'home') check();
      });
      check();
    },
    check,
    stop() {
      unsubscribe?.();
      timed?.cancel();
    },
  };
}
