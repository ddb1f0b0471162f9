import { AppError } from '../../../shared/errors.ts';
import {
  deviceKey,
  networkKey,
  type AccountId,
  type DeviceFamily,
  type NetworkId,
} from '../../../shared/ids.ts';
import type { DeviceRef } from '../models.ts';

/** The beginnings of the URL paths of one network. */
export interface NetworkPaths {
  /** Blink's number. */
  readonly network: number;
  /** Below the root, as in 2020. */
  readonly root: string;
  /** Below the root, as the app of today asks. */
  readonly accountRoot: string;
  /** Below `/api`, in some version. */
  versioned(version: number): string;
}

/** The beginnings of the URL paths of one device. Its list decides them, never its type. */
export interface DevicePaths extends NetworkPaths {
  readonly family: DeviceFamily;
  /** Blink's number. */
  readonly device: number;
}

/** `invalid-argument` for a network of another account. */
export function networkPaths(account: AccountId, id: NetworkId): NetworkPaths {
  const { accountId, network } = networkKey(id);
  if (accountId !== account || !Number.isSafeInteger(network)) throw ofAnotherAccount('network');
  const path = `accounts/${account}/networks/${network}`;
  return {
    network,
    root: `/network/${network}`,
    accountRoot: `/${path}`,
    versioned: (version) => `/api/v${version}/${path}`,
  };
}

/** `invalid-argument` for a device of another account. */
export function devicePaths(account: AccountId, { id, networkId }: DeviceRef): DevicePaths {
  const { accountId, family, device } = deviceKey(id);
  if (accountId !== account || !Number.isSafeInteger(device)) throw ofAnotherAccount('device');
  const ofNetwork = networkPaths(account, networkId);
  const path = `${family}s/${device}`;
  return {
    family,
    device,
    network: ofNetwork.network,
    root: `${ofNetwork.root}/camera/${device}`,
    accountRoot: `${ofNetwork.accountRoot}/${path}`,
    versioned: (version) => `${ofNetwork.versioned(version)}/${path}`,
  };
}

/** The same, for what only battery cameras can do; `not-supported` for the other families. */
export function cameraPaths(account: AccountId, device: DeviceRef): DevicePaths {
  const paths = devicePaths(account, device);
  if (paths.family !== 'camera') throw new AppError('not-supported', 'for battery cameras only');
  return paths;
}

const ofAnotherAccount = (what: string): AppError =>
  new AppError('invalid-argument', `a ${what} of another account`);
