import type { EventEmitter } from 'node:events';
import { Message, sessionBus, type MessageBus } from '@jellybrick/dbus-next';
import type { Dispose } from '../lib/dispose.ts';

/** Tells whether a service is on the session bus now and whenever that changes. Without a bus it is not. */
export function watchOwner(name: string, onChange: (hasOwner: boolean) => void): Dispose {
  const bus = connect();
  if (bus === null) {
    onChange(false);
    return () => undefined;
  }
  bus.on('message', ({ member, body }: Message) => {
    const [changed, , owner] = body;
    if (member === 'NameOwnerChanged' && changed === name) onChange(owner !== '');
  });
  // Not awaited: a bus that does not answer never does, and nobody may wait for it.
  void firstLook(bus, name).then(onChange, () => onChange(false));
  return () => bus.disconnect();
}

async function firstLook(bus: MessageBus, name: string): Promise<boolean> {
  await ask(bus, 'AddMatch', `type='signal',member='NameOwnerChanged',arg0='${name}'`);
  return (await ask(bus, 'NameHasOwner', name)) === true;
}

const daemon = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
};

async function ask(bus: MessageBus, member: string, argument: string): Promise<unknown> {
  const question = new Message({ ...daemon, member, signature: 's', body: [argument] });
  const answer = await bus.call(question);
  return answer?.body[0];
}

function connect(): MessageBus | null {
  if ((process.env.DBUS_SESSION_BUS_ADDRESS ?? '') === '') return null;
  try {
    const bus = sessionBus();
    // A bus that goes away takes its answers with it; that is no reason to go down.
    const events: EventEmitter = bus;
    events.on('error', () => undefined);
    return bus;
  } catch {
    return null;
  }
}
