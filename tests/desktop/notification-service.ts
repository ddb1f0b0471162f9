import { Variant } from '@jellybrick/dbus-next';
import * as v from 'valibot';
import { connectBus, tellChanged, type Bus } from './bus.ts';
import { imageDataToPng } from './pixels.ts';
import { waitFor } from './wait.ts';

/** A notification as the program sent it. */
export interface ReceivedNotification {
  readonly id: number;
  /** When it came, ms since 1970. */
  readonly receivedAt: number;
  readonly appName: string;
  /** The id of the notification this one takes the place of; 0 for none. */
  readonly replacesId: number;
  readonly summary: string;
  readonly body: string;
  readonly actions: readonly { readonly key: string; readonly label: string }[];
  readonly hints: Readonly<Record<string, unknown>>;
  /** The picture that was sent with it, whole. */
  readonly image?: { readonly png: Buffer; readonly width: number; readonly height: number };
}

/** The notification service of a desktop: records what programs show and answers for the person. */
export interface NotificationService {
  /** Everything shown so far, oldest first. */
  received(): readonly ReceivedNotification[];
  /** Ids of the notifications their program took back. */
  withdrawn(): readonly number[];
  /** The first one that is as wanted, past or future. */
  waitForNotification(
    predicate?: (notification: ReceivedNotification) => boolean,
    options?: { what?: string; timeoutMs?: number },
  ): Promise<ReceivedNotification>;
  /** The person clicks it (`default`) or one of its buttons; it then closes. */
  invoke(id: number, actionKey?: string): void;
  /** The person waves it away. */
  close(id: number): void;
  /** From now on it rejects what programs want to show, or takes it again. */
  refuse(isRefusing: boolean): void;
  /** The person wants no banners now, and the service says so (property `Inhibited`). */
  inhibit(isInhibited: boolean): void;
  /** How often a program has wanted to show one and been rejected. */
  refusals(): number;
  /** How often a program has asked whether banners are wanted. */
  inhibitedAsked(): number;
  stop(): Promise<void>;
}

export interface NotificationServiceOptions {
  /** What the service says it can do; by default actions, markup and pictures. */
  readonly capabilities?: readonly string[];
}

/** Starts the service; fails if the bus has one already. */
export async function startNotificationService(
  busAddress: string,
  { capabilities = usualCapabilities }: NotificationServiceOptions = {},
): Promise<NotificationService> {
  const bus = await connectBus(busAddress);
  const received: ReceivedNotification[] = [];
  const withdrawn: number[] = [];
  const mood = { isRefusing: false, isInhibited: false };
  const asked = { refusals: 0, inhibited: 0 };
  const closed = (id: number, reason: number) =>
    bus.emit(notifications, 'NotificationClosed', 'uu', [id, reason]);
  await serve(bus, capabilities, {
    isInhibited: () => {
      asked.inhibited += 1;
      return mood.isInhibited;
    },
    notify: (args) => {
      if (mood.isRefusing) {
        asked.refusals += 1;
        throw new Error('no notifications from you');
      }
      const notification = parseNotification(args, received.length + 1);
      received.push(notification);
      return notification.id;
    },
    withdraw: (id) => {
      withdrawn.push(id);
      closed(id, closedByProgram);
    },
  });
  return {
    received: () => [...received],
    withdrawn: () => [...withdrawn],
    waitForNotification(predicate = () => true, { what = 'a notification', timeoutMs } = {}) {
      const limit = timeoutMs === undefined ? {} : { timeoutMs };
      return waitFor(() => received.find(predicate), { what, ...limit });
    },
    invoke(id, actionKey = 'default') {
      bus.emit(notifications, 'ActionInvoked', 'us', [id, actionKey]);
      closed(id, closedByPerson);
    },
    close: (id) => closed(id, closedByPerson),
    refuse(isRefusing) {
      mood.isRefusing = isRefusing;
    },
    inhibit(isInhibited) {
      mood.isInhibited = isInhibited;
      tellChanged(bus, notifications, { Inhibited: new Variant('b', isInhibited) });
    },
    refusals: () => asked.refusals,
    inhibitedAsked: () => asked.inhibited,
    stop: () => bus.close(),
  };
}

const notifications = {
  path: '/org/freedesktop/Notifications',
  interfaceName: 'org.freedesktop.Notifications',
};
const usualCapabilities = ['actions', 'body', 'body-markup', 'icon-static', 'image/svg+xml'];
const closedByPerson = 2;
const closedByProgram = 3;

interface Calls {
  notify(args: readonly unknown[]): number;
  withdraw(id: number): void;
  isInhibited(): boolean;
}

async function serve(bus: Bus, capabilities: readonly string[], calls: Calls): Promise<void> {
  const about = ['Porchlight tests', 'Porchlight', '1', '1.2'];
  const withdraw = ([id]: readonly unknown[]) => {
    calls.withdraw(Number(id));
    return [];
  };
  bus.serve({
    ...notifications,
    methods: {
      GetServerInformation: { out: 'ssss', run: () => about },
      GetCapabilities: { out: 'as', run: () => [[...capabilities]] },
      Notify: { out: 'u', run: (args) => [calls.notify(args)] },
      CloseNotification: { out: '', run: withdraw },
    },
    properties: { Inhibited: () => new Variant('b', calls.isInhibited()) },
  });
  await bus.own(notifications.interfaceName);
}

const notifySchema = v.tuple([
  v.string(),
  v.number(),
  v.string(),
  v.string(),
  v.string(),
  v.array(v.string()),
  v.record(v.string(), v.unknown()),
  v.number(),
]);

function parseNotification(args: readonly unknown[], nextId: number): ReceivedNotification {
  const [appName, replacesId, , summary, body, actions, hints] = v.parse(notifySchema, args);
  const image = parseImage(hints['image-data'] ?? hints.image_data ?? hints.icon_data);
  return {
    id: replacesId || nextId,
    receivedAt: Date.now(),
    appName,
    replacesId,
    summary,
    body,
    actions: actionPairs(actions),
    hints,
    ...(image ? { image } : {}),
  };
}

/** On the wire keys and labels take turns. */
const actionPairs = (flat: readonly string[]) =>
  flat.flatMap((key, at) => (at % 2 === 0 ? [{ key, label: flat[at + 1] ?? '' }] : []));

const imageSchema = v.tuple([
  v.number(),
  v.number(),
  v.number(),
  v.boolean(),
  v.number(),
  v.number(),
  v.instance(Buffer),
]);

function parseImage(value: unknown) {
  if (value === undefined) return undefined;
  const [width, height, rowBytes, , , channels, bytes] = v.parse(imageSchema, value);
  return { png: imageDataToPng({ width, height, bytes }, rowBytes, channels), width, height };
}
