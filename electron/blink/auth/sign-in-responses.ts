import * as v from 'valibot';
import { AppError } from '../../../shared/errors.ts';
import { isTier } from '../http/hosts.ts';
import { maybeFlag, maybeNumber, maybeText, wireId } from '../wire/schema-helpers.ts';

/** Where a code was sent, and when another one may be asked for. */
export interface SentCode {
  readonly sentTo: string | null;
  readonly nextCodeAfterMs: number | null;
}

/** What an answer says about the second factor; null when it asks for none. */
export function readTwoFactor(text: string): SentCode | null {
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), twoFactorSchema), text);
  if (!read.success) return null;
  const { phone, email, next_time_in_secs: wait } = read.output;
  return { sentTo: phone ?? email, nextCodeAfterMs: wait === null ? null : wait * 1_000 };
}

/** The error code a refused form is answered with; null without one. */
export function readFormError(text: string): string | null {
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), formErrorSchema), text);
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

const twoFactorFields = ['tsv_state', 'tsv_methods', 'next_time_in_secs'];

const twoFactorSchema = v.pipe(
  v.custom<object>((value) => typeof value === 'object' && value !== null, 'not an object'),
  v.check((value) => twoFactorFields.some((field) => field in value), 'no second factor'),
  v.object({ phone: maybeText, email: maybeText, next_time_in_secs: maybeNumber }),
);

const formErrorSchema = v.object({ error: maybeText, error_cause: maybeText });

/** The CSRF token a page's form has to send back; `bad-answer` when the page holds none. */
export function readCsrfToken(page: string): string {
  for (const read of csrfTokenReaders) {
    const token = read(page);
    if (token !== undefined && /^[!-~]{1,1024}$/.test(token)) return token;
  }
  throw new AppError('bad-answer', 'sign-in page: no csrf-token');
}

const csrfTokenReaders: readonly ((page: string) => string | undefined)[] = [
  tokenInOauthArgs,
  (page) => attribute(tag(page, 'input', /\bname=["']?(_token|csrf-token)["'\s/>]/i), 'value'),
  (page) => attribute(tag(page, 'meta', /\bname=["']?csrf-token["'\s/>]/i), 'content'),
];

function tokenInOauthArgs(page: string): string | undefined {
  const json = /<script\b[^>]*\bid=["']?oauth-args["'\s>][^>]*>?([^<]*)<\/script>/i.exec(page)?.[1];
  try {
    const args: unknown = JSON.parse((json ?? '').replace(/^[^{]*/, ''));
    const hasToken = typeof args === 'object' && args !== null && 'csrf-token' in args;
    return hasToken && typeof args['csrf-token'] === 'string' ? args['csrf-token'] : undefined;
  } catch {
    return undefined;
  }
}

const tag = (page: string, name: string, marked: RegExp): string =>
  (page.match(new RegExp(`<${name}\\b[^>]*>`, 'gi')) ?? []).find((each) => marked.test(each)) ?? '';

const attribute = (written: string, name: string): string | undefined =>
  new RegExp(`\\b${name}=["']([^"']*)["']`, 'i').exec(written)?.[1];
