import { once, type EventEmitter } from 'node:events';
import {
  Message,
  MessageType,
  NameFlag,
  RequestNameReply,
  sessionBus,
  Variant,
} from '@jellybrick/dbus-next';

/** Where a D-Bus call goes. */
export interface Target {
  readonly service: string;
  readonly path: string;
  readonly interfaceName: string;
}

/** A method we answer: takes the arguments and the caller's unique name, answers the values of `out`. */
export interface ServedMethod {
  readonly out: string;
  run(args: readonly unknown[], sender: string): readonly unknown[];
}

export interface ServedObject {
  readonly path: string;
  readonly interfaceName: string;
  readonly methods: Readonly<Record<string, ServedMethod>>;
  readonly properties: Readonly<Record<string, () => Variant>>;
}

export interface SignalFrom {
  readonly sender: string;
  readonly interfaceName: string;
  readonly member: string;
  readonly args: readonly unknown[];
}

/** One connection to a message bus. Values come without their D-Bus variants; byte arrays are Buffers. */
export interface Bus {
  /** Fails with the callee's error, or when there is no answer within 10 s. */
  call(
    target: Target,
    member: string,
    signature?: string,
    args?: readonly unknown[],
  ): Promise<readonly unknown[]>;
  emit(object: Omit<Target, 'service'>, member: string, signature: string, args: unknown[]): void;
  serve(object: ServedObject): void;
  /** Listens to every signal of an interface, whoever sends it. */
  onSignal(interfaceName: string, listener: (signal: SignalFrom) => void): Promise<void>;
  /** Fails if somebody else has the name. */
  own(name: string): Promise<void>;
  hasOwner(name: string): Promise<boolean>;
  names(): Promise<readonly string[]>;
  /** Of every program that is connected; fails if one leaves while we ask. */
  processIds(): Promise<readonly number[]>;
  /** Gives our names back first, so that they are free when this answers. */
  close(): Promise<void>;
}

/** Connects to the bus at `address`; fails if it cannot. */
export async function connectBus(address: string): Promise<Bus> {
  const connection = sessionBus({ busAddress: address });
  // The library's types leave 'error' out.
  const events: EventEmitter = connection;
  await once(events, 'connect');
  // A bus that goes away under us is noticed by the next call; unheard, the error would end the process.
  events.on('error', () => undefined);

  const owned: string[] = [];
  const call: Bus['call'] = async (target, member, signature = '', args = []) => {
    const message = new Message({ ...addressed(target), member, signature, body: [...args] });
    const reply = await inTime(connection.call(message), `${target.service} to answer ${member}`);
    return (reply?.body ?? []).map(plain);
  };
  const ask = async (member: string, ...names: string[]) =>
    (await call(daemon, member, names.map(() => 's').join(''), names))[0];

  const names = async () => {
    const answer = await ask('ListNames');
    return Array.isArray(answer) ? answer.map(String) : [];
  };

  return {
    call,
    emit({ path, interfaceName }, member, signature, args) {
      connection.send(Message.newSignal(path, interfaceName, member, signature, args));
    },
    serve(object) {
      connection.addMethodHandler((message) => {
        const reply = message.path === object.path && answer(object, message);
        if (reply) connection.send(reply);
        return Boolean(reply);
      });
    },
    async onSignal(interfaceName, listener) {
      connection.on('message', (message) => {
        if (message.type !== MessageType.SIGNAL || message.interface !== interfaceName) return;
        const { sender, member } = message;
        listener({ sender, interfaceName, member, args: message.body.map(plain) });
      });
      await ask('AddMatch', `type='signal',interface='${interfaceName}'`);
    },
    async own(name) {
      const reply = await connection.requestName(name, NameFlag.DO_NOT_QUEUE);
      if (reply !== RequestNameReply.PRIMARY_OWNER) throw new Error(`${name} is taken`);
      owned.push(name);
    },
    hasOwner: async (name) => (await ask('NameHasOwner', name)) === true,
    names,
    async processIds() {
      const connections = (await names()).filter((name) => name.startsWith(':'));
      const ids = connections.map((name) => ask('GetConnectionUnixProcessID', name));
      return (await Promise.all(ids)).map(Number);
    },
    async close() {
      const released = owned.splice(0).map((name) => connection.releaseName(name));
      // A bus that is gone holds no names.
      await inTime(Promise.allSettled(released), 'the bus to take names back');
      connection.disconnect();
    },
  };
}

/** Every property of an object's interface. */
export async function allProperties(bus: Bus, target: Target): Promise<unknown> {
  const at = { ...target, interfaceName: propertiesInterface };
  const [properties] = await bus.call(at, 'GetAll', 's', [target.interfaceName]);
  return properties;
}

/** Says that properties of an object have new values. */
export function tellChanged(
  bus: Bus,
  { path, interfaceName }: Omit<Target, 'service'>,
  changed: Readonly<Record<string, Variant>>,
): void {
  const from = { path, interfaceName: propertiesInterface };
  bus.emit(from, 'PropertiesChanged', 'sa{sv}as', [interfaceName, changed, []]);
}

const propertiesInterface = 'org.freedesktop.DBus.Properties';
const daemon: Target = {
  service: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interfaceName: 'org.freedesktop.DBus',
};
const answerWithinMs = 10_000;

const addressed = ({ service, path, interfaceName }: Target) => ({
  destination: service,
  path,
  interface: interfaceName,
});

function answer(object: ServedObject, message: Message): Message | undefined {
  if (message.interface === propertiesInterface) return answerProperty(object, message);
  const method = message.interface === object.interfaceName && object.methods[message.member];
  if (!method) return undefined;
  try {
    const values = method.run(message.body.map(plain), message.sender);
    return Message.newMethodReturn(message, method.out, [...values]);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return Message.newError(message, 'org.freedesktop.DBus.Error.Failed', reason);
  }
}

function answerProperty(object: ServedObject, message: Message): Message | undefined {
  if (message.member === 'GetAll') {
    const values = Object.entries(object.properties).map(([name, value]) => [name, value()]);
    return Message.newMethodReturn(message, 'a{sv}', [Object.fromEntries(values)]);
  }
  const value = message.member === 'Get' && object.properties[String(message.body[1])];
  return value ? Message.newMethodReturn(message, 'v', [value()]) : undefined;
}

function plain(value: unknown): unknown {
  if (value instanceof Variant) return plain(value.value);
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== 'object' || Buffer.isBuffer(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

async function inTime<T>(promise: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const fail = () => reject(new Error(`waited ${answerWithinMs} ms for ${what}`));
    timer = setTimeout(fail, answerWithinMs);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
