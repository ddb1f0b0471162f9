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

/** An object of a service, and the interface it is spoken to by. */
export interface BusObject {
  readonly service: string;
  readonly path: string;
  readonly interfaceName: string;
}

/** One connection to a message bus, kept for the whole run. Values come without their variants. */
export interface DesktopBus {
  /** Rejects with the callee's error, or when there is no answer within 5 s. */
  call(object: BusObject, member: string, signature: string, args: unknown[]): Promise<unknown[]>;
  /** Of an object's interface; rejects as `call` does. */
  property(object: BusObject, name: string): Promise<unknown>;
  /** Signals of the service that owns the name, whoever else sends one like it. */
  onSignal(
    object: BusObject,
    member: string,
    listener: (args: readonly unknown[]) => void,
  ): Dispose;
  /** Changes of an object's properties, as far as the service tells the new values. */
  onProperties(
    object: BusObject,
    listener: (changed: Readonly<Record<string, unknown>>) => void,
  ): Dispose;
  /** Tells whether a service is there, now and whenever that changes. */
  watchOwner(service: string, onChange: (hasOwner: boolean) => void): Dispose;
  close(): void;
}

/** Null where there is no such bus. One that does not answer is no reason to go down, or to wait. */
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
    owners.hear(message);
    signals.emit(message);
  });

  const call: DesktopBus['call'] = (object, member, signature, args) =>
    ask(bus, clock, { ...addressed(object), member, signature, body: args });

  const onSignal: DesktopBus['onSignal'] = (object, member, listener) => {
    const { path, interfaceName } = object;
    owners.follow(object.service);
    addMatch(
      bus,
      clock,
      `type='signal',path='${path}',interface='${interfaceName}',member='${member}'`,
    );
    return signals.on((message) => {
      const isIt =
        message.member === member &&
        message.interface === interfaceName &&
        message.path === path &&
        message.sender === owners.of(object.service);
      if (isIt) listener(message.body.map(plain));
    });
  };

  return {
    call,
    async property(object, name) {
      const at = { ...object, interfaceName: propertiesInterface };
      const [value] = await call(at, 'Get', 'ss', [object.interfaceName, name]);
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

/** Who has which name now. Only names somebody follows are known. */
function createOwners(bus: MessageBus, clock: Clock) {
  const owners = new Map<string, string>();
  const known = new Map<string, Promise<void>>();
  const changes = createEmitter<string>();

  function set(service: string, owner: string): void {
    if ((owners.get(service) ?? '') === owner) return;
    owners.set(service, owner);
    changes.emit(service);
  }

  async function firstLook(service: string): Promise<void> {
    addMatch(bus, clock, `type='signal',member='NameOwnerChanged',arg0='${service}'`);
    const question = { ...daemon, member: 'GetNameOwner', signature: 's', body: [service] };
    // "No such name" is an answer too.
    const [owner] = await ask(bus, clock, question).catch(() => ['']);
    set(service, String(owner));
  }

  return {
    of: (service: string) => owners.get(service),
    follow(service: string) {
      if (!known.has(service)) known.set(service, firstLook(service));
    },
    hear({ sender, member, body }: Message) {
      if (sender !== daemon.destination || member !== 'NameOwnerChanged') return;
      const [service, , owner] = body.map(String);
      if (service !== undefined && known.has(service)) set(service, owner ?? '');
    },
    watch(service: string, onChange: (hasOwner: boolean) => void): Dispose {
      const tell = () => onChange((owners.get(service) ?? '') !== '');
      let hasLooked = false;
      void known.get(service)?.then(() => {
        hasLooked = true;
        tell();
      });
      return changes.on((changed) => {
        if (changed === service && hasLooked) tell();
      });
    },
  };
}

async function ask(
  bus: MessageBus,
  clock: Clock,
  question: ConstructorParameters<typeof Message>[0],
): Promise<unknown[]> {
  let cancel: Dispose = () => undefined;
  const late = new Promise<never>((_, reject) => {
    cancel = clock.after(deadlineMs, () => reject(new Error('the message bus did not answer')));
  });
  try {
    const answer = await Promise.race([bus.call(new Message(question)), late]);
    return (answer?.body ?? []).map(plain);
  } finally {
    cancel();
  }
}

function addMatch(bus: MessageBus, clock: Clock, rule: string): void {
  const question = { ...daemon, member: 'AddMatch', signature: 's', body: [rule] };
  // Without it nothing is heard, which is what a bus that does not answer means anyway.
  ask(bus, clock, question).catch(() => undefined);
}

const deadlineMs = seconds(5);
const propertiesInterface = 'org.freedesktop.DBus.Properties';
const daemon = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
};

const addressed = ({ service, path, interfaceName }: BusObject) => ({
  destination: service,
  path,
  interface: interfaceName,
});

function open(which: 'session' | 'system'): MessageBus | null {
  const isThere = which === 'system' || (process.env.DBUS_SESSION_BUS_ADDRESS ?? '') !== '';
  if (!isThere) return null;
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

function plain(value: unknown): unknown {
  if (value instanceof Variant) return plain(value.value);
  if (Array.isArray(value)) return value.map(plain);
  if (!isRecord(value) || Buffer.isBuffer(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}
