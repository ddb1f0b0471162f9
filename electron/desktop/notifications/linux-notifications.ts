import type { Timestamp } from '../../../shared/models.ts';
import { minutes, type Clock } from '../../lib/clock.ts';
import { createEmitter } from '../../lib/emitter.ts';
import { disposeAll } from '../../lib/dispose.ts';
import type { Logger } from '../../lib/logger.ts';
import { createMutex } from '../../lib/mutex.ts';
import { variant, type BusArguments, type BusObject, type DesktopBus } from '../dbus.ts';
import type {
  DesktopNotification,
  NotificationButton,
  NotificationPresenter,
  PresentationResult,
} from './notification-presenter.ts';
import { escapeMarkup, imageData } from './image-data.ts';

interface LinuxNotificationsDeps {
  readonly bus: DesktopBus;
  readonly clock: Clock;
  readonly log: Logger;
  readonly appName: string;
  /** The name of our desktop entry file, by which the desktop finds the application. */
  readonly desktopEntry: string;
  readonly icon: string;
}

/**
 * Notifications through the desktop's own service (Desktop Notifications Specification 1.2) on the session bus:
 * Electron offers neither buttons nor replacing on Linux.
 */
export function createLinuxNotifications(deps: LinuxNotificationsDeps): NotificationPresenter {
  const { bus, clock, log } = deps;
  const released = createEmitter<undefined>();
  const ids = new Map<string, number>();
  const shown = new Map<number, DesktopNotification>();
  /** Could not be shown because the service did not answer. */
  const failed = new Map<string, FailedNotification>();
  const heldBack = new Map<string, DesktopNotification>();
  let capabilities: Promise<ReadonlySet<string>> | null = null;
  // One after the other: a replacement needs the id of the notification it replaces.
  const inTurn = createMutex();

  function forget(id: number): DesktopNotification | undefined {
    const notification = shown.get(id);
    shown.delete(id);
    if (notification !== undefined && ids.get(notification.key) === id)
      ids.delete(notification.key);
    return notification;
  }

  function onOwner(hasOwner: boolean): void {
    // A service that was restarted does not know the ids of the one before.
    capabilities = null;
    ids.clear();
    shown.clear();
    if (!hasOwner) return;
    const recent = [...failed.values()].filter(({ failedAt }) => clock.now() - failedAt < retryMs);
    failed.clear();
    for (const { notification } of recent) void show(notification);
    // A new service does not report whether it holds back: `send` asks it each time.
    release();
  }

  function release(): void {
    const held = [...heldBack.values()];
    heldBack.clear();
    for (const notification of held) {
      if (notification.isStillTrue?.() === true) void show(notification);
    }
    released.emit(undefined);
  }

  function hold(notification: DesktopNotification): void {
    // Deleted first, so that the newest notification is the last in the map and is shown last.
    heldBack.delete(notification.key);
    if (notification.isStillTrue !== null) heldBack.set(notification.key, notification);
  }

  async function send(notification: DesktopNotification): Promise<PresentationResult> {
    capabilities ??= askCapabilities(bus);
    try {
      if ((await bus.property(service, 'Inhibited').catch(() => false)) === true) {
        hold(notification);
        return 'held-back';
      }
      const supported = await capabilities;
      const args = notifyArguments(notification, supported);
      const [answer] = await bus.call(service, 'Notify', args);
      const id = Number(answer);
      ids.set(notification.key, id);
      shown.set(id, notification);
      failed.delete(notification.key);
      heldBack.delete(notification.key);
      return 'shown';
    } catch (error) {
      capabilities = null;
      log.warn('notification not shown', {
        reason: error instanceof Error ? error.message : 'unknown',
      });
      failed.set(notification.key, { notification, failedAt: clock.now() });
      return 'failed';
    }
  }

  const notifyArguments = (
    { key, title, body, picture, buttons, isUrgent }: DesktopNotification,
    supported: ReadonlySet<string>,
  ): BusArguments => ({
    signature: 'susssasa{sv}i',
    values: [
      deps.appName,
      ids.get(key) ?? 0,
      deps.icon,
      title,
      supported.has('body-markup') ? escapeMarkup(body) : body,
      supported.has('actions') ? actionPairs(buttons) : [],
      {
        'desktop-entry': variant('s', deps.desktopEntry),
        urgency: variant('y', isUrgent ? urgent : normal),
        ...(picture === null ? {} : { 'image-data': imageData(picture) }),
      },
      defaultTimeout,
    ],
  });

  const show = (notification: DesktopNotification): Promise<PresentationResult> =>
    inTurn(() => send(notification));

  // A quick click may arrive together with the answer to `Notify`, before the id is known here.
  function whenKnown(id: number, handle: () => void): void {
    if (shown.has(id)) handle();
    else void inTurn(async () => handle());
  }

  function runAction(id: number, actionKey: unknown): void {
    const notification = shown.get(id);
    const offered = [...(notification?.buttons.map((button) => button.id) ?? []), 'open' as const];
    const action = offered.find((name) => actionKeyOf(name) === actionKey);
    if (action !== undefined) notification?.onAction(action);
  }

  const stop = disposeAll(
    bus.watchOwner(service.service, onOwner),
    bus.onSignal(service, 'ActionInvoked', ([id, key]) => {
      whenKnown(Number(id), () => runAction(Number(id), key));
    }),
    bus.onSignal(service, 'NotificationClosed', ([id, reason]) => {
      whenKnown(Number(id), () => {
        const notification = forget(Number(id));
        if (reason === dismissed) notification?.onDismissed();
      });
    }),
    bus.onProperties(service, ({ Inhibited }) => {
      if (Inhibited === false) release();
    }),
  );

  return {
    show,
    withdraw(key) {
      failed.delete(key);
      heldBack.delete(key);
      const id = ids.get(key);
      if (id === undefined) return;
      forget(id);
      const args = { signature: 'u', values: [id] };
      bus.call(service, 'CloseNotification', args).catch(() => undefined);
    },
    isShown: (key) => ids.has(key),
    onReleased: (listener) => released.on(listener),
    stop,
  };
}

interface FailedNotification {
  readonly notification: DesktopNotification;
  readonly failedAt: Timestamp;
}

const service: BusObject = {
  service: 'org.freedesktop.Notifications',
  path: '/org/freedesktop/Notifications',
  interfaceName: 'org.freedesktop.Notifications',
};

/** How long after a failure a notification is shown when the service is started. */
const retryMs = minutes(2);
/** The reason in `NotificationClosed`: dismissed by the person. */
const dismissed = 2;
const normal = 1;
const urgent = 2;
/** The service decides how long a notification stays. */
const defaultTimeout = -1;

async function askCapabilities(bus: DesktopBus): Promise<ReadonlySet<string>> {
  const [list] = await bus.call(service, 'GetCapabilities');
  return new Set(Array.isArray(list) ? list.map(String) : []);
}

/** `default` is the specification's key for a click on the notification itself. */
const actionKeyOf = (id: string): string => (id === 'open' ? 'default' : id);

const actionPairs = (buttons: readonly NotificationButton[]): string[] => [
  'default',
  '',
  ...buttons.flatMap(({ id, label }) => [actionKeyOf(id), label]),
];
