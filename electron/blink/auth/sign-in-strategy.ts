import { exchangeCode, type CodeProof, type OauthDeps } from './oauth.ts';
import type { Credentials } from './tokens.ts';
import { AppError } from '../../../shared/errors.ts';
import type { AccountId } from '../../../shared/ids.ts';
import type { Http } from '../http/http.ts';
import { blinkUrl, restHost } from '../http/hosts.ts';
import { tierInfoSchema } from '../wire/account.ts';
import { parseAnswer } from '../wire/schema-helpers.ts';

/** Where an account lives. */
export interface TierInfo {
  readonly tier: string;
  readonly accountId: AccountId;
}

/**
 * Asks where the account lives, right after sign-in only. A host of another region may answer 406: each region is
 * then asked once, the one exception to "never go on after a refusal".
 */
export async function discoverTier(
  http: Http,
  bearer: string,
  signal?: AbortSignal,
): Promise<TierInfo> {
  for (const region of regions) {
    try {
      const name = 'tier';
      const url = blinkUrl(restHost(region), '/api/v1/users/tier_info');
      const { value } = await http.json({ kind: 'sign-in', name, url, bearer, signal });
      const { tier, account_id: accountId } = parseAnswer(name, tierInfoSchema, value);
      return { tier, accountId };
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'refused-for-now') throw error;
    }
  }
  throw new AppError('refused-for-now', 'tier: refused in every region');
}

const regions = ['prod', 'prde', 'prsg', 'a001'];

/** How far an attempt has come. What a person may get wrong is a result like any other, not a failure. */
export type SignInResult =
  | { readonly kind: 'signed-in'; readonly credentials: Credentials }
  | NeedsTwoFactor
  | { readonly kind: 'wrong-password' }
  | { readonly kind: 'wrong-code' };

/** Blink has sent a code to the person. */
export interface NeedsTwoFactor {
  readonly kind: 'needs-two-factor';
  /** The phone or the e-mail address, masked by Blink; null when it does not say. */
  readonly sentTo: string | null;
  /** Before that no new code may be asked for. */
  readonly nextCodeAfterMs: number | null;
}

/** One attempt to sign in, in one of the ways. Everything else that fails is an AppError. */
export interface SignInStrategy<Proof> {
  /** Once per attempt. The proof is used in this call and not kept. */
  start(proof: Proof, signal?: AbortSignal): Promise<SignInResult>;
  /** After `needs-two-factor`, and again after `wrong-code`. */
  confirm(code: string, signal?: AbortSignal): Promise<SignInResult>;
}

/** What a person types where Blink's own page is not used. */
export interface Password {
  readonly email: string;
  readonly password: string;
}

/** The last steps of every OAuth sign-in: the tokens, and where the account lives. */
export async function credentialsFor(
  deps: OauthDeps,
  proof: CodeProof,
  signal?: AbortSignal,
): Promise<Credentials> {
  const tokens = await exchangeCode(deps, proof, signal);
  const { tier, accountId } = await discoverTier(deps.http, tokens.accessToken, signal);
  return { accountId, tier, tokens, hardwareId: deps.hardwareId };
}

/** Where a password is sent, "too many requests" means that the account is locked: `account-locked`. */
export function lockedOut(error: unknown): unknown {
  if (!(error instanceof AppError) || error.code !== 'rate-limited') return error;
  return new AppError('account-locked', 'sign-in', { retryAt: error.retryAt, cause: error });
}
