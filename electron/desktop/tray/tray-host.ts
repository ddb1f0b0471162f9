import { seconds, type Clock } from '../../lib/clock.ts';
import { disposeAll, type Dispose } from '../../lib/dispose.ts';
import type { ReadonlyAppStore } from '../../store/app-store.ts';
import type { BusObject, DesktopBus } from '../dbus.ts';

/**
 * Reports whether something on this desktop shows tray items. Windows and macOS always do; on Linux not every desktop
 * does.
 */
export function watchTrayHost(
  { platform, bus }: { readonly platform: NodeJS.Platform; readonly bus: DesktopBus | null },
  onChange: (hasTrayHost: boolean) => void,
): Dispose {
  if (platform === 'linux' && bus !== null) return watchOnBus(bus, onChange);
  onChange(platform !== 'linux');
  return () => undefined;
}

/** The StatusNotifierWatcher only keeps a list of the items: it may run without a host that shows them. */
function watchOnBus(bus: DesktopBus, onChange: (hasTrayHost: boolean) => void): Dispose {
  let hasWatcher = false;
  let checks = 0;

  async function check(): Promise<void> {
    checks += 1;
    const own = checks;
    const hasHost = hasWatcher && (await hasRegisteredHost(bus));
    // An answer to a question from before the last change is outdated.
    if (own === checks) onChange(hasHost);
  }

  const checkAgain = () => void check();
  return disposeAll(
    bus.watchOwner(watcher.service, (hasOwner) => {
      hasWatcher = hasOwner;
      checkAgain();
    }),
    bus.onSignal(watcher, 'StatusNotifierHostRegistered', checkAgain),
    bus.onSignal(watcher, 'StatusNotifierHostUnregistered', checkAgain),
    () => (checks += 1),
  );
}

/** A watcher that does not answer counts as a tray, because most watchers have a host. */
const hasRegisteredHost = (bus: DesktopBus): Promise<boolean> =>
  bus.property(watcher, 'IsStatusNotifierHostRegistered').then(
    (isRegistered) => isRegistered !== false,
    () => true,
  );

const watcher: BusObject = {
  service: 'org.kde.StatusNotifierWatcher',
  path: '/StatusNotifierWatcher',
  interfaceName: 'org.kde.StatusNotifierWatcher',
};

/** Without a tray the window is the only way to reach the application, so it is shown when the tray has been gone for a while. */
export function showWindowWithoutTray({
  store,
  clock,
  show,
}: {
  readonly store: ReadonlyAppStore;
  readonly clock: Clock;
  readonly show: () => void;
}): Dispose {
  let cancel: Dispose = () => undefined;
  let hadTray = true;
  const unsubscribe = store.subscribe('desktop', ({ hasTrayHost }) => {
    if (hasTrayHost === hadTray) return;
    hadTray = hasTrayHost;
    cancel();
    // A desktop panel that restarts is back in a moment.
    if (!hasTrayHost) cancel = clock.after(waitForTrayMs, show);
  });
  return () => {
    unsubscribe();
    cancel();
  };
}

const waitForTrayMs = seconds(3);
