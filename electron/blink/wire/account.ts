import type { DisplayOrder } from '../models.ts';
import { Buffer } from 'node:buffer';
import * as v from 'valibot';
import {
  deviceId,
  networkId,
  type AccountId,
  type DeviceId,
  type NetworkId,
} from '../../../shared/ids.ts';
import { isTier } from '../http/hosts.ts';
import type { DeviceFamilies } from './homescreen.ts';
import { maybeFlag, maybeId, maybeList, maybeText, wireId } from './schema-helpers.ts';

export const tierInfoSchema = v.object({
  tier: v.pipe(v.string(), v.check(isTier, 'not a region')),
  account_id: wireId,
});

/** Switches of the account, one entry each, of all kinds. */
export const accountOptionsSchema = v.record(v.string(), v.unknown());

export const clientOptionsSchema = v.object({ options: maybeText });

/** What the options of a client hold once decoded. */
const orderSchema = v.object({
  network_order: v.fallback(maybeList, []),
  camera_order: v.fallback(v.nullish(v.record(v.string(), v.unknown()), {}), {}),
});

export const notificationsSchema = v.object({
  notifications: v.record(v.string(), v.unknown()),
});

export const userInfoSchema = v.object({
  email: maybeText,
  client_id: maybeId,
  user: v.fallback(v.nullish(v.object({ country: maybeText })), null),
  account_verification_required: maybeFlag,
  phone_verification_required: maybeFlag,
  client_verification_required: maybeFlag,
});

/** The units the person has chosen at Blink. */
export const preferencesSchema = v.object({ temp_units: maybeText });

/**
 * The cloud keeps the order as JSON in base64, for the clients alone. What cannot be read is no order. It names numbers
 * only; `families` knows from the homescreen which list they are from.
 */
export function decodeOrder(
  options: string | null,
  accountId: AccountId,
  families: DeviceFamilies,
): DisplayOrder {
  const decoded = v.safeParse(orderSchema, parseBase64(options ?? ''));
  if (!decoded.success) return { networks: [], devices: new Map() };
  const { network_order: networks, camera_order: cameras } = decoded.output;
  return {
    networks: idsIn(networks).map((id) => networkId(accountId, id)),
    devices: new Map(
      Object.entries(cameras).flatMap(([network, list]): [NetworkId, readonly DeviceId[]][] => {
        const ids = Array.isArray(list) ? idsIn(list) : [];
        if (!/^\d{1,15}$/.test(network)) return [];
        const devices = ids.map((id) => deviceId(accountId, families.familyOf(id, null), id));
        return [[networkId(accountId, Number(network)), devices]];
      }),
    ),
  };
}

function parseBase64(base64: string): unknown {
  try {
    return JSON.parse(Buffer.from(base64, 'base64').toString('utf8'));
  } catch {
    return null;
  }
}

const idsIn = (list: readonly unknown[]): readonly number[] =>
  list
    .filter((value) => typeof value === 'number')
    .filter((id) => Number.isSafeInteger(id) && id > 0);
