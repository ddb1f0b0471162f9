import { AppError } from '../../shared/errors.ts';
import type { DeviceId, NetworkId } from '../../shared/ids.ts';
import type { Device, Network } from '../../shared/models.ts';
import type { ReadonlyAppStore } from '../store/app-store.ts';

/** The device as the cloud last described it; `not-found` for one it did not name. */
export function deviceIn(store: ReadonlyAppStore, id: DeviceId): Device {
  const device = store.get().home.devices.find((each) => each.id === id);
  if (device === undefined) throw new AppError('not-found', id);
  return device;
}

/** The system as the cloud last described it; `not-found` for one it did not name. */
export function networkIn(store: ReadonlyAppStore, id: NetworkId): Network {
  const network = store.get().home.networks.find((each) => each.id === id);
  if (network === undefined) throw new AppError('not-found', id);
  return network;
}
