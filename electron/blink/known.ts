import type { DeviceId, NetworkId } from '../../shared/ids.ts';
import { createFamilies, type Families } from './families.ts';
import type { Homescreen } from './models.ts';

/** Blink's numbers for things that others know by our names only. */
export interface Numbers {
  /** Of this installation; null when the answer did not tell. */
  readonly clientId: string | null;
  /** Of each system's hub. */
  readonly hubs: ReadonlyMap<NetworkId, number>;
  /** Of the lamps mounted at cameras. */
  readonly mountedLamps: ReadonlyMap<DeviceId, number>;
}

/** What the last homescreen told about the account, for the calls that need it. */
export interface Known {
  readonly families: Families;
  numbers(): Numbers;
  learn(homescreen: Homescreen, numbers: Numbers): void;
}

/** `clientId` is what the sign-in told, if it did. */
export function createKnown(clientId: string | null): Known {
  const families = createFamilies();
  let numbers: Numbers = { clientId, hubs: new Map(), mountedLamps: new Map() };

  return {
    families,
    numbers: () => numbers,
    learn(homescreen, learnt) {
      families.learn(homescreen.devices);
      numbers = { ...learnt, clientId: learnt.clientId ?? numbers.clientId };
    },
  };
}
