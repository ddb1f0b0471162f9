import { minutes, type Clock } from '../../lib/clock.ts';
import { createEmitter } from '../../lib/emitter.ts';
import { disposeAll } from '../../lib/dispose.ts';
import type { Logger } from '../../lib/logger.ts';
import { createMutex } from '../../lib/mutex.ts';
import { variant, type BusObject, type DesktopBus } from '../dbus.ts';
import type {
  DesktopNotification,
  PresentationResult,
  NotificationPresenter,
} from './notification-presenter.ts';
import { escapeMarkup, imageData } from './image-data.ts';

interface LinuxNotificationsDeps {
  readonly bus: DesktopBus;
  readonly clock: Clock;
  readonly log: Logger;
  /** What the desktop calls the program, and its picture. */
  readonly appName: string;
  readonly desktopEntry: string;
  readonly icon: string;
}

/**
 * Banners through the desktop's notification service (Desktop Notifications Specification 1.2), spoken to by
 * ourselves: Electron offers neither buttons nor replacing here.
 */
export function createLinuxNotifications(deps: LinuxNotificationsDeps): NotificationPresenter {
  const { bus, clock, log } = deps;
  const released = createEmitter<undefined>();
  const ids = new Map<string, number>();
  const shown = new Map<number, DesktopNotification>();
  const waiting = new Map<string, Waiting>();
  const heldBack = new Map<string, DesktopNotification>();
  let capabilities: Promise<ReadonlySet<string>> | null = null;
  // One after the other: a replacement must know the id of what it replaces.
  const inTurn = createMutex();

  function forget(id: number): DesktopNotification | undefined {
    const banner = shown.get(id);
    shown.delete(id);
    if (banner !== undefined && ids.get(banner.key) === id) ids.delete(banner.key);
    return banner;
  }

  function onOwner(hasOwner: boolean): void {
    // A service that starts anew knows nothing of what its predecessor showed.
    capabilities = null;
    ids.clear();
    shown.clear();
    if (!hasOwner) return;
    const late = [...waiting.values()].filter(({ at }) => clock.now() - at < waitMs);
    waiting.clear();
    for (const { banner } of late) void show(banner);
    // Whether the new service holds back is not told, it is asked with each banner.
    release();
  }

  function release(): void {
    const kept = [...heldBack.values()];
    heldBack.clear();
    for (const banner of kept) if (banner.isStillTrue?.() === true) void show(banner);
    released.emit(undefined);
  }

  function hold(banner: DesktopNotification): void {
    // The newest word goes last, whatever waited under its key.
    heldBack.delete(banner.key);
    if (banner.isStillTrue !== null) heldBack.set(banner.key, banner);
  }

  async function send(banner: DesktopNotification): Promise<PresentationResult> {
    capabilities ??= askCapabilities(bus);
    try {
      if ((await bus.property(service, 'Inhibited').catch(() => false)) === true) {
        hold(banner);
        return 'held-back';
      }
      const can = await capabilities;
      const [answer] = await bus.call(service, 'Notify', 'susssasa{sv}i', notifyArgs(banner, can));
      const id = Number(answer);
      ids.set(banner.key, id);
      shown.set(id, banner);
      waiting.delete(banner.key);
      heldBack.delete(banner.key);
      return 'shown';
    } catch (error) {
      capabilities = null;
      log.warn('banner not shown', { reason: error instanceof Error ? error.message : 'unknown' });
      waiting.set(banner.key, { banner, at: clock.now() });
      return 'failed';
    }
  }

  const notifyArgs = (banner: DesktopNotification, can: ReadonlySet<string>): unknown[] => [
    deps.appName,
    ids.get(banner.key) ?? 0,
    deps.icon,
    banner.title,
    can.has('body-markup') ? escapeMarkup(banner.body) : banner.body,
    can.has('actions') ? actionPairs(banner) : [],
    {
      'desktop-entry': variant('s', deps.desktopEntry),
      urgency: variant('y', banner.isUrgent ? urgent : normal),
      ...(banner.picture === null ? {} : { 'image-data': imageData(banner.picture) }),
    },
    servicesChoice,
  ];

  const show = (banner: DesktopNotification): Promise<PresentationResult> =>
    inTurn(() => send(banner));

  // A quick click may be read from the bus together with the answer that tells the id of its banner.
  function whenKnown(id: number, handle: () => void): void {
    if (shown.has(id)) handle();
    else void inTurn(async () => handle());
  }

  function act(id: number, key: unknown): void {
    const banner = shown.get(id);
    const offered = [...(banner?.buttons.map((button) => button.id) ?? []), 'open' as const];
    const action = offered.find((name) => wireName(name) === key);
    if (action !== undefined) banner?.onAction(action);
  }

  const stop = disposeAll(
    bus.watchOwner(service.service, onOwner),
    bus.onSignal(service, 'ActionInvoked', ([id, key]) => {
      whenKnown(Number(id), () => act(Number(id), key));
    }),
    bus.onSignal(service, 'NotificationClosed', ([id, reason]) => {
      whenKnown(Number(id), () => {
        const banner = forget(Number(id));
        if (reason === dismissed) banner?.onDismissed();
      });
    }),
    bus.onProperties(service, ({ Inhibited }) => {
      if (Inhibited === false) release();
    }),
  );

  return {
    show,
    withdraw(key) {
      waiting.delete(key);
      heldBack.delete(key);
      const id = ids.get(key);
      if (id === undefined) return;
      forget(id);
      bus.call(service, 'CloseNotification', 'u', [id]).catch(() => undefined);
    },
    isShown: (key) => ids.has(key),
    onReleased: (listener) => released.on(listener),
    stop,
  };
}

interface Waiting {
  readonly banner: DesktopNotification;
  readonly at: number;
}

const service: BusObject = {
  service: 'org.freedesktop.Notifications',
  path: '/org/freedesktop/Notifications',
  interfaceName: 'org.freedesktop.Notifications',
};

/** How long a banner waits for a service that is not there. */
const waitMs = minutes(2);
/** Why a banner closed: the person has waved it away. */
const dismissed = 2;
const normal = 1;
const urgent = 2;
/** How long it stays is the service's to decide. */
const servicesChoice = -1;

async function askCapabilities(bus: DesktopBus): Promise<ReadonlySet<string>> {
  const [list] = await bus.call(service, 'GetCapabilities', '', []);
  return new Set(Array.isArray(list) ? list.map(String) : []);
}

/** The specification's own name for a click on the banner itself. */
const wireName = (id: string): string => (id === 'open' ? 'default' : id);

const actionPairs = ({ buttons }: DesktopNotification): string[] => [
  'default',
  '',
  ...buttons.flatMap(({ id, label }) => [wireName(id), label]),
];
