import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Variant } from '@jellybrick/dbus-next';
import {
  connectBus as connectDesktopBus,
  type DesktopBus,
} from '../../../electron/desktop/dbus.ts';
import {
  loginSource,
  networkSource,
  batterySource,
  screenSaverSource,
} from '../../../electron/desktop/power/linux-power-monitor.ts';
import type { PowerSource, PowerSignal } from '../../../electron/desktop/power/power-monitor.ts';
import type { Dispose } from '../../../electron/lib/dispose.ts';
import { systemClock } from '../../../electron/lib/clock.ts';
import { connectBus, tellChanged, type Bus } from '../../desktop/bus.ts';
import { startDesktopSession, type DesktopSession } from '../../desktop/session.ts';
import { startSystemServices, type SystemServices } from '../../desktop/system-services.ts';
import { waitFor } from '../../desktop/wait.ts';

/** What linux-power-monitor.ts reports from real message buses, whose services are scripted. */
let session: DesktopSession;
let system: SystemServices;
let systemBus: DesktopBus;
let sessionBus: DesktopBus;

beforeAll(async () => {
  session = await startDesktopSession({ keyring: 'none' });
  system = await startSystemServices(session);
  vi.stubEnv('DBUS_SYSTEM_BUS_ADDRESS', system.env.DBUS_SYSTEM_BUS_ADDRESS);
  vi.stubEnv('DBUS_SESSION_BUS_ADDRESS', session.busAddress);
  systemBus = present(connectDesktopBus('system', systemClock));
  sessionBus = present(connectDesktopBus('session', systemClock));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  systemBus.close();
  sessionBus.close();
  await system.stop();
  await session.stop();
});

function present<T>(found: T | null): T {
  if (found === null) throw new Error('there is no such bus');
  return found;
}

const heard: PowerSignal[] = [];
let stop: Dispose = () => undefined;
beforeEach(() => {
  stop();
  heard.length = 0;
});

/** Listens until the next test. */
function listen(source: PowerSource): void {
  stop = source((sighting) => heard.push(sighting));
}

const hears = (...wanted: readonly PowerSignal[]) =>
  waitFor(() => JSON.stringify(heard.slice(-wanted.length)) === JSON.stringify(wanted), {
    what: `${JSON.stringify(wanted)} after ${JSON.stringify(heard)}`,
  });

const login = 'org.freedesktop.login1';
const locked = (by: string, isLocked: boolean): PowerSignal => ({ kind: 'lock', by, isLocked });
const battery = (isOnBattery: boolean): PowerSignal => ({ kind: 'battery', isOnBattery });
const network = (isUp: boolean): PowerSignal => ({ kind: 'network', isUp });
const sleep = (isAsleep: boolean): PowerSignal => ({ kind: 'sleep', isAsleep });

describe('login1', () => {
  it('tells at once that the session is locked, and every change of it', async () => {
    system.lock(true);
    listen(loginSource(systemBus));
    await hears(locked(login, true));
    system.lock(false);
    await hears(locked(login, false));
    system.lock(true);
    await hears(locked(login, true));
    system.lock(false);
    await hears(locked(login, false));
  });

  it('tells when the computer goes to sleep and when it wakes', async () => {
    listen(loginSource(systemBus));
    await hears(locked(login, false));
    system.sleep(true);
    await hears(sleep(true));
    system.sleep(false);
    await hears(sleep(true), sleep(false));
  });

  it('is not listened to any more in the end', async () => {
    listen(loginSource(systemBus));
    await hears(locked(login, false));
    stop();
    system.sleep(true);
    system.lock(true);
    system.sleep(false);
    system.lock(false);
    // Over the same connection, so what was said before has arrived.
    listen(batterySource(systemBus));
    await hears(battery(false));
    expect(heard).toEqual([locked(login, false), battery(false)]);
  });
});

describe('UPower', () => {
  it('tells at once what the computer runs on, and every change of it', async () => {
    system.battery(true);
    listen(batterySource(systemBus));
    await hears(battery(true));
    system.battery(false);
    await hears(battery(true), battery(false));
  });
});

describe('NetworkManager', () => {
  it('tells when the internet is gone and when it is back', async () => {
    listen(networkSource(systemBus));
    // The signal counts only from the service that owns the name, which is asked for first.
    await systemBus.property(
      {
        service: 'org.freedesktop.UPower',
        path: '/org/freedesktop/UPower',
        interfaceName: 'org.freedesktop.UPower',
      },
      'OnBattery',
    );
    system.network(false);
    await hears(network(false));
    system.network(true);
    await hears(network(false), network(true));
  });
});

describe('a screen saver', () => {
  const places = [
    ['org.freedesktop.ScreenSaver', '/org/freedesktop/ScreenSaver'],
    ['org.freedesktop.ScreenSaver', '/ScreenSaver'],
    ['org.gnome.ScreenSaver', '/org/gnome/ScreenSaver'],
  ] as const;

  /** A screen saver at one place, as a desktop starts it. */
  async function start(service: string, path: string, isActive: boolean) {
    const bus = await connectBus(session.busAddress);
    const state = { isActive };
    const GetActive = { out: 'b', run: () => [state.isActive] };
    bus.serve({ path, interfaceName: service, methods: { GetActive }, properties: {} });
    await bus.own(service);
    const turn = (isOn: boolean) => {
      state.isActive = isOn;
      bus.emit({ path, interfaceName: service }, 'ActiveChanged', 'b', [isOn]);
    };
    return { bus, turn };
  }

  it.each(places)('of %s at %s is asked, heard, and over when it ends', async (service, path) => {
    const by = `${service} ${path}`;
    const ofThis = () => heard.filter((one) => one.kind === 'lock' && one.by === by);
    const last = (isLocked: boolean) =>
      waitFor(
        () => {
          const one = ofThis().at(-1);
          return one?.kind === 'lock' && one.isLocked === isLocked;
        },
        { what: `${by} locked: ${isLocked}` },
      );
    const { bus, turn } = await start(service, path, true);
    listen(screenSaverSource(sessionBus));
    await last(true);
    turn(false);
    await last(false);
    turn(true);
    await last(true);
    // A screen saver that ends with the screen locked must not keep it locked for ever.
    await bus.close();
    await last(false);
  });

  it('that starts later is asked too', async () => {
    listen(screenSaverSource(sessionBus));
    const [service, path] = places[2];
    await hears(...places.map(([name, at]) => locked(`${name} ${at}`, false)));
    const { bus } = await start(service, path, true);
    await hears(locked(`${service} ${path}`, true));
    await bus.close();
  });
});

describe('somebody else on the bus', () => {
  let stranger: Bus;
  beforeAll(async () => {
    stranger = await connectBus(system.env.DBUS_SYSTEM_BUS_ADDRESS);
  });
  afterAll(() => stranger.close());

  it('cannot tell that the screen is unlocked, or that the computer wakes', async () => {
    system.lock(true);
    listen(loginSource(systemBus));
    await hears(locked(login, true));
    const at = { path: '/org/freedesktop/login1', interfaceName: `${login}.Manager` };
    stranger.emit(at, 'PrepareForSleep', 'b', [false]);
    tellChanged(
      stranger,
      { path: '/org/freedesktop/login1/session/_31', interfaceName: `${login}.Session` },
      { LockedHint: new Variant('b', false) },
    );
    await stranger.names();
    system.sleep(true);
    await hears(sleep(true));
    expect(heard).toEqual([locked(login, true), sleep(true)]);
    system.lock(false);
  });
});
