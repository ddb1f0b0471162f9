import { AppError } from '../../../shared/errors.ts';
import {
  deviceKey,
  networkKey,
  type DeviceFamily,
  type AccountId,
  type NetworkId,
} from '../../../shared/ids.ts';
import type { DeviceRef } from '../models.ts';

/** The beginnings of the addresses of one system. */
export interface NetworkPaths {
  readonly network: number;
  /** Below the root, as in 2020. */
  readonly root: string;
  /** Below the root, as the app of today asks. */
  readonly app: string;
  /** Below `/api`, in some version. */
  api(version: number): string;
}

/** The beginnings of the addresses of one device. Its list decides them, never its type. */
export interface DevicePaths extends NetworkPaths {
  readonly family: DeviceFamily;
  readonly device: number;
}

/** `invalid-argument` for a system of another account. */
export function networkPaths(account: AccountId, id: NetworkId): NetworkPaths {
  const { accountId, network } = networkKey(id);
  if (accountId !== account || !Number.isSafeInteger(network)) throw foreign('system');
  const below = `accounts/${account}/networks/${network}`;
  return {
    network,
    root: `/network/${network}`,
    app: `/${below}`,
    api: (version) => `/api/v${version}/${below}`,
  };
}

/** `invalid-argument` for a device of another account. */
export function devicePaths(account: AccountId, { id, networkId }: DeviceRef): DevicePaths {
  const { accountId, family, device } = deviceKey(id);
  if (accountId !== account || !Number.isSafeInteger(device)) throw foreign('device');
  const system = networkPaths(account, networkId);
  const own = `${family}s/${device}`;
  return {
    family,
    device,
    network: system.network,
    root: `${system.root}/camera/${device}`,
    app: `${system.app}/${own}`,
    api: (version) => `${system.api(version)}/${own}`,
  };
}

/** The same, for what only battery cameras can do; `not-supported` for the other lists. */
export function cameraPlace(account: AccountId, device: DeviceRef): DevicePaths {
  const place = devicePaths(account, device);
  if (place.family !== 'camera') throw new AppError('not-supported', 'for battery cameras only');
  return place;
}

const foreign = (what: string): AppError =>
  new AppError('invalid-argument', `a ${what} of another account`);
