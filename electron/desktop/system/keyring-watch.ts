import { disposeAll, type Dispose } from '../../lib/dispose.ts';
import type { BusObject, DesktopBus } from '../dbus.ts';

/**
 * Tells when the keyring of a Linux desktop has come up or was unlocked. It is only looked at, never asked to unlock:
 * that would show a dialog nobody has asked for. Other systems have no such signal.
 */
export function watchKeyring(bus: DesktopBus | null, onUsable: () => void): Dispose {
  if (bus === null) return () => undefined;
  const lookAgain = () =>
    void isUnlocked(bus).then(
      (isIt) => isIt && onUsable(),
      () => undefined,
    );
  return disposeAll(
    bus.watchOwner(service.service, (hasOwner) => {
      if (hasOwner) lookAgain();
    }),
    bus.onSignal(service, 'CollectionChanged', lookAgain),
  );
}

async function isUnlocked(bus: DesktopBus): Promise<boolean> {
  const args = { signature: 's', values: ['default'] };
  const [path] = await bus.call(service, 'ReadAlias', args);
  const collection = { ...service, path: String(path), interfaceName: collectionInterface };
  return (await bus.property(collection, 'Locked')) === false;
}

const collectionInterface = 'org.freedesktop.Secret.Collection';
const service: BusObject = {
  service: 'org.freedesktop.secrets',
  path: '/org/freedesktop/secrets',
  interfaceName: 'org.freedesktop.Secret.Service',
};
