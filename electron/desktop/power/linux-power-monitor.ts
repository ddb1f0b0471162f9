import { disposeAll, type Dispose } from '../../lib/dispose.ts';
import type { BusObject, DesktopBus } from '../dbus.ts';
import type { PowerSource } from './power-monitor.ts';

/** Sleep of the computer and lock of our session: `org.freedesktop.login1` on the system bus. */
export const loginSource =
  (bus: DesktopBus): PowerSource =>
  (report) => {
    const lock = (isLocked: unknown) =>
      report({ kind: 'lock', by: login.service, isLocked: isLocked === true });
    let isStopped = false;
    let stopSession: Dispose = () => undefined;
    // Signals come from the path of our own session, which has to be asked for.
    const args = { signature: 's', values: ['auto'] };
    const found = bus.call(login, 'GetSession', args).then(([path]) => {
      if (isStopped) return;
      const session = { ...login, path: String(path), interfaceName: sessionInterface };
      stopSession = bus.onProperties(session, (changed) => {
        if ('LockedHint' in changed) lock(changed.LockedHint);
      });
      return bus.property(session, 'LockedHint').then(lock);
    });
    // Without a session or without the service no lock is reported.
    found.catch(() => undefined);
    return disposeAll(
      () => {
        isStopped = true;
        stopSession();
      },
      bus.onSignal(login, 'PrepareForSleep', ([isAsleep]) =>
        report({ kind: 'sleep', isAsleep: isAsleep === true }),
      ),
    );
  };

/** Battery or mains: `org.freedesktop.UPower` on the system bus. */
export const batterySource =
  (bus: DesktopBus): PowerSource =>
  (report) => {
    const battery = (isOnBattery: unknown) =>
      report({ kind: 'battery', isOnBattery: isOnBattery === true });
    // A computer without this service counts as running on mains.
    bus.property(upower, 'OnBattery').then(battery, () => undefined);
    return bus.onProperties(upower, (changed) => {
      if ('OnBattery' in changed) battery(changed.OnBattery);
    });
  };

/** Whether the internet can be reached: `org.freedesktop.NetworkManager` on the system bus. */
export const networkSource =
  (bus: DesktopBus): PowerSource =>
  (report) =>
    bus.onSignal(networkManager, 'StateChanged', ([state]) =>
      report({ kind: 'network', isUp: Number(state) === connectedGlobally }),
    );

/** Lock of the screen on the session bus; desktops report it under different names. */
export const screenSaverSource =
  (bus: DesktopBus): PowerSource =>
  (report) =>
    disposeAll(
      ...screenSavers.map((object) => {
        const by = `${object.service} ${object.path}`;
        const lock = ([isLocked]: readonly unknown[]) =>
          report({ kind: 'lock', by, isLocked: isLocked === true });
        const stopOwner = bus.watchOwner(object.service, (hasOwner) => {
          if (!hasOwner) lock([false]);
          else bus.call(object, 'GetActive').then(lock, () => undefined);
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
