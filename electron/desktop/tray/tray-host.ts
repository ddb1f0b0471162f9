import { seconds, type Clock } from '../../lib/clock.ts';
import { disposeAll, type Dispose } from '../../lib/dispose.ts';
import type { ReadonlyAppStore } from '../../store/app-store.ts';
import type { BusObject, DesktopBus } from '../dbus.ts';

/**
 * Tells whether something on this desktop shows tray items. Windows and macOS always do; on Linux the panel has to
 * offer it, and some do not.
 */
export function watchTrayHost(
  { platform, bus }: { readonly platform: NodeJS.Platform; readonly bus: DesktopBus | null },
  onChange: (hasTrayHost: boolean) => void,
): Dispose {
  if (platform === 'linux' && bus !== null) return watchOnBus(bus, onChange);
  onChange(platform !== 'linux');
  return () => undefined;
}

/** The watcher only keeps a list of the items: it may run without anything that shows them. */
function watchOnBus(bus: DesktopBus, onChange: (hasTrayHost: boolean) => void): Dispose {
  let hasWatcher = false;
  let questions = 0;

  async function look(): Promise<void> {
    questions += 1;
    const question = questions;
    const isShown = hasWatcher && (await isHostThere(bus));
    // What was asked before the last change is no longer true.
    if (question === questions) onChange(isShown);
  }

  const lookAgain = () => void look();
  return disposeAll(
    bus.watchOwner(watcher.service, (hasOwner) => {
      hasWatcher = hasOwner;
      lookAgain();
    }),
    bus.onSignal(watcher, 'StatusNotifierHostRegistered', lookAgain),
    bus.onSignal(watcher, 'StatusNotifierHostUnregistered', lookAgain),
    () => (questions += 1),
  );
}

/** A watcher that cannot be asked counts as a tray: most have one. */
const isHostThere = (bus: DesktopBus): Promise<boolean> =>
  bus.property(watcher, 'IsStatusNotifierHostRegistered').then(
    (isRegistered) => isRegistered !== false,
    () => true,
  );

const watcher: BusObject = {
  service: 'org.kde.StatusNotifierWatcher',
  path: '/StatusNotifierWatcher',
  interfaceName: 'org.kde.StatusNotifierWatcher',
};

interface ReachDeps {
  readonly store: ReadonlyAppStore;
  readonly clock: Clock;
  readonly show: () => void;
}

/** Without a tray the window is the only way in: it comes up by itself when the tray stays away. */
export function showWindowWithoutTray({ store, clock, show }: ReachDeps): Dispose {
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
