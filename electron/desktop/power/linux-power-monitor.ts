import { disposeAll, type Dispose } from '../../lib/dispose.ts';
import type { BusObject, DesktopBus } from '../dbus.ts';
import type { PowerSource } from './power-monitor.ts';

/** Sleep of the computer and lock of our session: `org.freedesktop.login1` on the system bus. */
export const loginSource =
  (bus: DesktopBus): PowerSource =>
  (tell) => {
    const lock = (isLocked: unknown) =>
      tell({ kind: 'lock', by: login.service, isLocked: isLocked === true });
    let isOver = false;
    let stopSession: Dispose = () => undefined;
    // Signals carry the session's own path, so it has to be known.
    const found = bus.call(login, 'GetSession', 's', ['auto']).then(([path]) => {
      if (isOver) return;
      const session = { ...login, path: String(path), interfaceName: sessionInterface };
      stopSession = bus.onProperties(session, (changed) => {
        if ('LockedHint' in changed) lock(changed.LockedHint);
      });
      return bus.property(session, 'LockedHint').then(lock);
    });
    // Without such a session, or without the service, nothing locks as far as anybody can know.
    found.catch(() => undefined);
    return disposeAll(
      () => {
        isOver = true;
        stopSession();
      },
      bus.onSignal(login, 'PrepareForSleep', ([isAsleep]) =>
        tell({ kind: 'sleep', isAsleep: isAsleep === true }),
      ),
    );
  };

/** What the computer runs on: `org.freedesktop.UPower` on the system bus. */
export const batterySource =
  (bus: DesktopBus): PowerSource =>
  (tell) => {
    const battery = (isOnBattery: unknown) =>
      tell({ kind: 'battery', isOnBattery: isOnBattery === true });
    // A computer without this service is taken for one on mains.
    bus.property(upower, 'OnBattery').then(battery, () => undefined);
    return bus.onProperties(upower, (changed) => {
      if ('OnBattery' in changed) battery(changed.OnBattery);
    });
  };

/** Whether there is a way to the internet: `org.freedesktop.NetworkManager` on the system bus. */
export const networkSource =
  (bus: DesktopBus): PowerSource =>
  (tell) =>
    bus.onSignal(networkManager, 'StateChanged', ([state]) =>
      tell({ kind: 'network', isUp: Number(state) === connectedGlobally }),
    );

/** The lock of the screen as desktops tell it on the session bus, each under its own name. */
export const screenSaverSource =
  (bus: DesktopBus): PowerSource =>
  (tell) =>
    disposeAll(
      ...screenSavers.map((object) => {
        const by = `${object.service} ${object.path}`;
        const lock = ([isLocked]: readonly unknown[]) =>
          tell({ kind: 'lock', by, isLocked: isLocked === true });
        const stopOwner = bus.watchOwner(object.service, (hasOwner) => {
          if (!hasOwner) lock([false]);
          else bus.call(object, 'GetActive', '', []).then(lock, () => undefined);
        });
        return disposeAll(stopOwner, bus.onSignal(object, 'ActiveChanged', lock));
      }),
    );

const login: BusObject = {
  service: 'org.freedesktop.login1',
  path: '/org/freedesktop/login1',
  interfaceName: 'org.freedesktop.login1.Manager',
};
const sessionInterface = 'org.freedesktop.login1.Session';

const upower: BusObject = {
  service: 'org.freedesktop.UPower',
  path: '/org/freedesktop/UPower',
  interfaceName: 'org.freedesktop.UPower',
};

const networkManager: BusObject = {
  service: 'org.freedesktop.NetworkManager',
  path: '/org/freedesktop/NetworkManager',
  interfaceName: 'org.freedesktop.NetworkManager',
};
/** NM_STATE_CONNECTED_GLOBAL */
const connectedGlobally = 70;

const screenSaver = (service: string, path: string): BusObject => ({
  service,
  path,
  interfaceName: service,
});
const screenSavers: readonly BusObject[] = [
  screenSaver('org.freedesktop.ScreenSaver', '/org/freedesktop/ScreenSaver'),
  screenSaver('org.freedesktop.ScreenSaver', '/ScreenSaver'),
  screenSaver('org.gnome.ScreenSaver', '/org/gnome/ScreenSaver'),
];
