import type { Dispose } from '../lib/dispose.ts';
import { seconds, type Clock } from '../lib/clock.ts';
import type { ReadonlyAppStore } from '../store/app-store.ts';

interface ReachDeps {
  readonly store: ReadonlyAppStore;
  readonly clock: Clock;
  readonly show: () => void;
}

/** Without a tray the window is the only way in: it comes up by itself when the tray stays away. */
export function keepReachable({ store, clock, show }: ReachDeps): Dispose {
  let cancel: Dispose = () => undefined;
  let hadTray = true;
  const unsubscribe = store.subscribe('desktop', ({ hasTrayHost }) => {
    if (hasTrayHost === hadTray) return;
    hadTray = hasTrayHost;
    cancel();
    // A panel that restarts is back in a moment.
    if (!hasTrayHost) cancel = clock.after(patienceMs, show);
  });
  return () => {
    unsubscribe();
    cancel();
  };
}

const patienceMs = seconds(3);
