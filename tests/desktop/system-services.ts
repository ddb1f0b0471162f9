import { Variant } from '@jellybrick/dbus-next';
import { connectBus, tellChanged } from './bus.ts';
import { startBus, type DesktopSession } from './session.ts';

/** What a computer tells about itself on the system bus: sleep, lock, battery and network. */
export interface SystemServices {
  /** For a program that shall hear of it. */
  readonly env: { readonly DBUS_SYSTEM_BUS_ADDRESS: string };
  /** `PrepareForSleep` of login1. */
  sleep(isAsleep: boolean): void;
  /** `LockedHint` of the session of login1. */
  lock(isLocked: boolean): void;
  /** `OnBattery` of UPower. */
  battery(isOnBattery: boolean): void;
  /** `StateChanged` of NetworkManager: 70 is connected, 20 is not. */
  network(isUp: boolean): void;
  stop(): Promise<void>;
}

/** Starts a private system bus with scripted services on it. */
export async function startSystemServices(session: DesktopSession): Promise<SystemServices> {
  const address = await startBus(session.start, session.folder, 'system-bus');
  const bus = await connectBus(address);
  const state = { isLocked: false, isOnBattery: false };
  bus.serve({
    ...login,
    methods: { GetSession: { out: 'o', run: () => [loginSession.path] } },
    properties: {},
  });
  const lockedHint = () => new Variant('b', state.isLocked);
  bus.serve({ ...loginSession, methods: {}, properties: { LockedHint: lockedHint } });
  const onBattery = () => new Variant('b', state.isOnBattery);
  bus.serve({ ...upower, methods: {}, properties: { OnBattery: onBattery } });
  for (const name of ['login1', 'UPower', 'NetworkManager']) {
    await bus.own(`org.freedesktop.${name}`);
  }
  return {
    env: { DBUS_SYSTEM_BUS_ADDRESS: address },
    sleep: (isAsleep) => bus.emit(login, 'PrepareForSleep', 'b', [isAsleep]),
    lock(isLocked) {
      state.isLocked = isLocked;
      tellChanged(bus, loginSession, { LockedHint: lockedHint() });
    },
    battery(isOnBattery) {
      state.isOnBattery = isOnBattery;
      tellChanged(bus, upower, { OnBattery: onBattery() });
    },
    network: (isUp) => bus.emit(networkManager, 'StateChanged', 'u', [isUp ? 70 : 20]),
    stop: () => bus.close(),
  };
}

const login = {
  path: '/org/freedesktop/login1',
  interfaceName: 'org.freedesktop.login1.Manager',
};
const loginSession = {
  path: '/org/freedesktop/login1/session/_31',
  interfaceName: 'org.freedesktop.login1.Session',
};
const upower = { path: '/org/freedesktop/UPower', interfaceName: 'org.freedesktop.UPower' };
const networkManager = {
  path: '/org/freedesktop/NetworkManager',
  interfaceName: 'org.freedesktop.NetworkManager',
};
