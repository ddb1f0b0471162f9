import { disposeAll, type Dispose } from '../../lib/dispose.ts';
import type { BusObject, DesktopBus } from '../dbus.ts';

/**
 * Reports when the keyring of a Linux desktop was started or unlocked. It never asks the keyring to unlock, which would
 * show an unexpected dialog. Other systems have no such signal.
 */
export function watchKeyring(bus: DesktopBus | null, onUsable: () => void): Dispose {
  if (bus === null) return () => undefined;
  const check = () =>
    void isUnlocked(bus).then(
      (isIt) => isIt && onUsable(),
      () => undefined,
    );
  return disposeAll(
    bus.watchOwner(service.service, (hasOwner) => {
      if (hasOwner) check();
    }),
    bus.onSignal(service, 'CollectionChanged', check),
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
