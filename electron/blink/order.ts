import { Buffer } from 'node:buffer';
import * as v from 'valibot';
import { deviceId, networkId, type AccountId } from '../../shared/ids.ts';
import type { DeviceId, NetworkId } from '../../shared/ids.ts';
import type { Families } from './families.ts';
import { orderSchema } from './wire/account.ts';

/** How a person has arranged things in Blink's own app. What is missing has no place of its own. */
export interface DisplayOrder {
  readonly networks: readonly NetworkId[];
  readonly devices: ReadonlyMap<NetworkId, readonly DeviceId[]>;
}

export interface OrderDeps {
  readonly accountId: AccountId;
  /** The order names numbers only; which list they are from is known from the homescreen. */
  readonly families: Families;
}

/** The cloud keeps the order as JSON in base64, for the clients alone. What cannot be read is no order. */
export function decodeOrder(
  { accountId, families }: OrderDeps,
  options: string | null,
): DisplayOrder {
  const decoded = v.safeParse(orderSchema, parsed(options ?? ''));
  if (!decoded.success) return { networks: [], devices: new Map() };
  const { network_order: networks, camera_order: cameras } = decoded.output;
  return {
    networks: numbers(networks).map((id) => networkId(accountId, id)),
    devices: new Map(
      Object.entries(cameras).flatMap(([network, list]): [NetworkId, readonly DeviceId[]][] => {
        const ids = Array.isArray(list) ? numbers(list) : [];
        if (!/^\d{1,15}$/.test(network)) return [];
        const devices = ids.map((id) => deviceId(accountId, families.familyOf(id, null), id));
        return [[networkId(accountId, Number(network)), devices]];
      }),
    ),
  };
}

function parsed(base64: string): unknown {
  try {
    return JSON.parse(Buffer.from(base64, 'base64').toString('utf8'));
  } catch {
    return null;
  }
}

const numbers = (list: readonly unknown[]): readonly number[] =>
  list
    .filter((value) => typeof value === 'number')
    .filter((id) => Number.isSafeInteger(id) && id > 0);
