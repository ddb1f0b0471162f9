import type { EventEmitter } from 'node:events';
import {
  Message,
  MessageType,
  sessionBus,
  systemBus,
  Variant,
  type MessageBus,
} from '@jellybrick/dbus-next';
import { createEmitter } from '../lib/emitter.ts';
import type { Dispose } from '../lib/dispose.ts';
import { seconds, type Clock } from '../lib/clock.ts';

/** An object of a service, and the interface that is called there. */
export interface BusObject {
  readonly service: string;
  readonly path: string;
  readonly interfaceName: string;
}

/** The arguments of a call, and their types in the notation of D-Bus. */
export interface BusArguments {
  readonly signature: string;
  readonly values: readonly unknown[];
}

/** One connection to a message bus, kept for the whole run. Values come without their variants. */
export interface DesktopBus {
  /** Rejects with the callee's error, or when there is no answer within 5 s. */
  call(object: BusObject, member: string, args?: BusArguments): Promise<unknown[]>;
  /** Of an object's interface; rejects as `call` does. */
  property(object: BusObject, name: string): Promise<unknown>;
  /** Signals of the service that owns the name; the same signal from another sender is ignored. */
  onSignal(
    object: BusObject,
    member: string,
    listener: (args: readonly unknown[]) => void,
  ): Dispose;
  /** Changes of an object's properties, where the signal carries the new values. */
  onProperties(
    object: BusObject,
    listener: (changed: Readonly<Record<string, unknown>>) => void,
  ): Dispose;
  /** Calls back with whether a service is running, first now and then at every change. */
  watchOwner(service: string, onChange: (hasOwner: boolean) => void): Dispose;
  close(): void;
}

/** Null where there is no such bus. A bus that does not answer neither stops nor delays the application. */
export function connectBus(which: 'session' | 'system', clock: Clock): DesktopBus | null {
  const bus = open(which);
  return bus === null ? null : createDesktopBus(bus, clock);
}

/** A value of a dictionary on the bus, with its type. */
export const variant = (signature: string, value: unknown): unknown =>
  new Variant(signature, value);

function createDesktopBus(bus: MessageBus, clock: Clock): DesktopBus {
  const signals = createEmitter<Message>();
  const owners = createOwners(bus, clock);
  bus.on('message', (message: Message) => {
    if (message.type !== MessageType.SIGNAL) return;
    owners.onMessage(message);
    signals.emit(message);
  });

  const call: DesktopBus['call'] = (object, member, { signature, values } = noArguments) =>
    send(bus, clock, { ...addressOf(object), member, signature, body: [...values] });

  const onSignal: DesktopBus['onSignal'] = (object, member, listener) => {
    const { path, interfaceName } = object;
    owners.follow(object.service);
    addMatch(
      bus,
      clock,
      `type='signal',path='${path}',interface='${interfaceName}',member='${member}'`,
    );
    return signals.on((message) => {
      const isExpected =
        message.member === member &&
        message.interface === interfaceName &&
        message.path === path &&
        message.sender === owners.of(object.service);
      if (isExpected) listener(message.body.map(withoutVariants));
    });
  };

  return {
    call,
    async property(object, name) {
      const properties = { ...object, interfaceName: propertiesInterface };
      const values = [object.interfaceName, name];
      const [value] = await call(properties, 'Get', { signature: 'ss', values });
      return value;
    },
    onSignal,
    onProperties: (object, listener) =>
      onSignal(
        { ...object, interfaceName: propertiesInterface },
        'PropertiesChanged',
        ([name, changed]) => {
          if (name === object.interfaceName && isRecord(changed)) listener(changed);
        },
      ),
    watchOwner(service, onChange) {
      owners.follow(service);
      return owners.watch(service, onChange);
    },
    close: () => bus.disconnect(),
  };
}

/** Which connection owns a service's name now; only of services that were passed to `follow`. */
function createOwners(bus: MessageBus, clock: Clock) {
  const owners = new Map<string, string>();
  const firstAnswers = new Map<string, Promise<void>>();
  const changes = createEmitter<string>();

  function set(service: string, owner: string): void {
    if ((owners.get(service) ?? '') === owner) return;
    owners.set(service, owner);
    changes.emit(service);
  }

  async function askOwner(service: string): Promise<void> {
    addMatch(bus, clock, `type='signal',member='NameOwnerChanged',arg0='${service}'`);
    const message = { ...daemon, member: 'GetNameOwner', signature: 's', body: [service] };
    // The daemon answers with an error when nobody owns the name.
    const [owner] = await send(bus, clock, message).catch(() => ['']);
    set(service, String(owner));
  }

  return {
    of: (service: string) => owners.get(service),
    follow(service: string) {
      if (!firstAnswers.has(service)) firstAnswers.set(service, askOwner(service));
    },
    onMessage({ sender, member, body }: Message) {
      if (sender !== daemon.destination || member !== 'NameOwnerChanged') return;
      const [service, , owner] = body.map(String);
      if (service !== undefined && firstAnswers.has(service)) set(service, owner ?? '');
    },
    watch(service: string, onChange: (hasOwner: boolean) => void): Dispose {
      const report = () => onChange((owners.get(service) ?? '') !== '');
      let isAnswered = false;
      void firstAnswers.get(service)?.then(() => {
        isAnswered = true;
        report();
      });
      return changes.on((changed) => {
        if (changed === service && isAnswered) report();
      });
    },
  };
}

async function send(
  bus: MessageBus,
  clock: Clock,
  message: ConstructorParameters<typeof Message>[0],
): Promise<unknown[]> {
  let cancel: Dispose = () => undefined;
  const timeout = new Promise<never>((_, reject) => {
    cancel = clock.after(answerTimeoutMs, () =>
      reject(new Error('the message bus did not answer')),
    );
  });
  try {
    const answer = await Promise.race([bus.call(new Message(message)), timeout]);
    return (answer?.body ?? []).map(withoutVariants);
  } finally {
    cancel();
  }
}

function addMatch(bus: MessageBus, clock: Clock, rule: string): void {
  const message = { ...daemon, member: 'AddMatch', signature: 's', body: [rule] };
  // If it fails no such signal comes, as on a bus that does not answer.
  send(bus, clock, message).catch(() => undefined);
}

const noArguments: BusArguments = { signature: '', values: [] };
const answerTimeoutMs = seconds(5);
const propertiesInterface = 'org.freedesktop.DBus.Properties';
const daemon = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
};

const addressOf = ({ service, path, interfaceName }: BusObject) => ({
  destination: service,
  path,
  interface: interfaceName,
});

function open(which: 'session' | 'system'): MessageBus | null {
  const hasBus = which === 'system' || (process.env.DBUS_SESSION_BUS_ADDRESS ?? '') !== '';
  if (!hasBus) return null;
  try {
    const bus = which === 'system' ? systemBus() : sessionBus();
    const events: EventEmitter = bus;
    events.on('error', () => undefined);
    return bus;
  } catch {
    return null;
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  value !== null && typeof value === 'object';

function withoutVariants(value: unknown): unknown {
  if (value instanceof Variant) return withoutVariants(value.value);
  if (Array.isArray(value)) return value.map(withoutVariants);
  if (!isRecord(value) || Buffer.isBuffer(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, withoutVariants(inner)]),
  );
}
