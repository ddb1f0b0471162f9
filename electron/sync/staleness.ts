import type { HomeState } from '../../shared/app-state.ts';
import type { Timestamp } from '../../shared/models.ts';
import type { Dispose } from '../lib/dispose.ts';
import type { Clock } from '../lib/timing.ts';
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

export function createStaleness({ store, clock, staleAfterMs }: StalenessDeps): Staleness {
  let timed: { readonly checkedAt: Timestamp | null; readonly cancel: Dispose } | null = null;
  let unsubscribe: Dispose | null = null;

  function check(): void {
    const { home } = store.get();
    if (home.isStale) return;
    const leftMs = freshForMs(home, clock.now(), staleAfterMs());
    if (leftMs <= 0) {
      expire();
      return;
    }
    // One timer for each answer: a clock that is set back in between must not give it more time.
    if (timed?.checkedAt === home.checkedAt) return;
    timed?.cancel();
    timed = { checkedAt: home.checkedAt, cancel: clock.after(leftMs, expire) };
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
