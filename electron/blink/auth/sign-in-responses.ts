import * as v from 'valibot';
import { isTier } from '../http/hosts.ts';
import { maybeFlag, maybeNumber, maybeText, wireId } from '../wire/schema-helpers.ts';

/** Where a code was sent, and when another one may be asked for. */
export interface SentCode {
  readonly sentTo: string | null;
  readonly nextCodeAfterMs: number | null;
}

/** What an answer says of the second factor; null when it asks for none. */
export function twoFactorIn(text: string): SentCode | null {
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), twoFactorSchema), text);
  if (!read.success) return null;
  const { phone, email, next_time_in_secs: wait } = read.output;
  return { sentTo: phone ?? email, nextCodeAfterMs: wait === null ? null : wait * 1_000 };
}

/** The word a refused form is answered with; null without one. */
export function refusalOf(text: string): string | null {
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), refusalSchema), text);
  return read.success ? (read.output.error_cause ?? read.output.error) : null;
}

/** What a 2020 login answers. */
export const loginSchema = v.object({
  account: v.object({ id: wireId, verification_required: maybeFlag }),
  client: v.object({ id: wireId, verification_required: maybeFlag }),
  authtoken: v.object({ authtoken: v.pipe(v.string(), v.regex(/^[!-~]{1,8192}$/)) }),
  region: v.object({ tier: v.pipe(v.string(), v.check(isTier, 'not a region')) }),
  lockout_time_remaining: maybeNumber,
  force_password_reset: maybeFlag,
  allow_pin_resend_seconds: maybeNumber,
});

/** How the PIN of a 2020 login was taken. */
export const pinSchema = v.object({ valid: maybeFlag, code: maybeNumber });

const anyOf = ['tsv_state', 'tsv_methods', 'next_time_in_secs'];

const twoFactorSchema = v.pipe(
  v.custom<object>((value) => typeof value === 'object' && value !== null, 'not an object'),
  v.check((value) => anyOf.some((field) => field in value), 'no second factor'),
  v.object({ phone: maybeText, email: maybeText, next_time_in_secs: maybeNumber }),
);

const refusalSchema = v.object({ error: maybeText, error_cause: maybeText });
