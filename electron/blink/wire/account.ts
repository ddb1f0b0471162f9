import * as v from 'valibot';
import { isTier } from '../http/hosts.ts';
import { maybeFlag, maybeList, maybeText, maybeId, wireId } from './schema-helpers.ts';

export const tierInfoSchema = v.object({
  tier: v.pipe(v.string(), v.check(isTier, 'not a region')),
  account_id: wireId,
});

/** Switches of the account, one entry each, of all kinds. */
export const accountOptionsSchema = v.record(v.string(), v.unknown());

/** Fine zones by device, under names like `cam_4001`. */
export const fineZonesSchema = v.record(v.string(), v.array(v.pipe(v.number(), v.safeInteger())));

export const clientOptionsSchema = v.object({ options: maybeText });

/** What the options of a client hold once decoded. */
export const orderSchema = v.object({
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

/** How the person wants to read what Blink measures. */
export const preferencesSchema = v.object({ temp_units: maybeText });
