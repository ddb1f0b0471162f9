import type { AppState } from '../../../shared/app-state.ts';
import type { Clock } from '../../lib/clock.ts';
import type { ReadonlyAppStore } from '../../store/app-store.ts';

interface UntilReadyDeps {
  readonly store: ReadonlyAppStore;
  readonly clock: Clock;
}

/** Waits while the program starts. False when it is not ready to be told a system's name in time. */
export function untilReady({ store, clock }: UntilReadyDeps, longestMs: number): Promise<boolean> {
  if (isReady(store.get())) return Promise.resolve(true);
  return new Promise((resolve) => {
    const end = (ready: boolean) => {
      unsubscribe();
      cancel();
      resolve(ready);
    };
    const unsubscribe = store.subscribe((_change, state) => {
      if (isReady(state)) end(true);
    });
    const cancel = clock.after(longestMs, () => end(false));
  });
}

/** Signed in, the names of the systems have to be heard first. */
function isReady({ account, home }: AppState): boolean {
  if (account.phase === 'starting') return false;
  return account.phase !== 'signed-in' || home.checkedAt !== null || home.networks.length > 0;
}
