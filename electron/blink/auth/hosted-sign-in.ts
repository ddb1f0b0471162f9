import { AppError } from '../../../shared/errors.ts';
import { minutes, type Random } from '../../lib/clock.ts';
import { codeIn, createChallenge, isRedirect } from './pkce.ts';
import { routeTo } from '../http/hosts.ts';
import { exchangeCode, type OauthDeps } from './oauth.ts';
import { discoverTier } from './sign-in-strategy.ts';
import type { Credentials } from './tokens.ts';

/** How far an attempt has come. What a person may get wrong is a step like any other, not a failure. */
export type SignInStep =
  | { readonly kind: 'signed-in'; readonly credentials: Credentials }
  | NeedsTwoFactor
  | { readonly kind: 'wrong-password' }
  | { readonly kind: 'wrong-code' };

/** Blink has sent a code to the person. */
export interface NeedsTwoFactor {
  readonly kind: 'needs-two-factor';
  /** The phone or the e-mail address, masked by Blink; null when it does not tell. */
  readonly sentTo: string | null;
  /** Before that no new code may be asked for. */
  readonly nextCodeAfterMs: number | null;
}

/** One attempt to sign in, by whatever way. Failures beside the steps are AppErrors. */
export interface SignInStrategy<Proof> {
  /** Once per attempt. The proof is used in this call and not kept. */
  start(proof: Proof, signal?: AbortSignal): Promise<SignInStep>;
  /** After `needs-two-factor`, and again after `wrong-code`. */
  confirm(code: string, signal?: AbortSignal): Promise<SignInStep>;
}

/** What a person types where no page of Blink's does the asking. */
export interface Password {
  readonly email: string;
  readonly password: string;
}

/** What the address of a page says: not the end of the sign-in, or its code. */
export type RedirectReading =
  { readonly kind: 'not-ours' } | { readonly kind: 'code'; readonly code: string };

/** An attempt on Blink's own page: the password never comes near us, and the page asks for the second factor. */
export interface HostedSignIn extends SignInStrategy<string> {
  /** The page to show. */
  readonly authorizeUrl: string;
  /** True for the address that ends the sign-in, whatever it says. */
  isRedirect(url: string): boolean;
  /** `sign-in-failed` for an end that does not belong to this attempt or carries no code. */
  readRedirect(url: string): RedirectReading;
  /** Once, at once: `sign-in-failed` for a refused code, `sign-in-expired` after 15 minutes. */
  exchange(code: string, signal?: AbortSignal): Promise<Credentials>;
}

export interface SignInDeps extends OauthDeps {
  readonly random: Random;
}

export function createHostedSignIn(deps: SignInDeps): HostedSignIn {
  const { http, clock, random, hardwareId } = deps;
  const { codeVerifier, state, authorizeUrl } = createChallenge(random, hardwareId);
  const startedAt = clock.now();
  let isUsed = false;

  async function exchange(code: string, signal?: AbortSignal): Promise<Credentials> {
    if (isUsed) throw new AppError('sign-in-failed', 'redirect: already used');
    isUsed = true;
    if (clock.now() - startedAt > longestAttemptMs) throw new AppError('sign-in-expired');
    return credentialsFor(deps, { code, codeVerifier }, signal);
  }

  return {
    // The page itself is found by its path: a window cannot tell the simulator another host.
    authorizeUrl: routeTo(authorizeUrl, http.cloud).url,
    isRedirect,
    readRedirect: (url) =>
      isRedirect(url) ? { kind: 'code', code: codeIn(url, state) } : { kind: 'not-ours' },
    exchange,
    start: async (code, signal) => ({
      kind: 'signed-in',
      credentials: await exchange(code, signal),
    }),
    async confirm() {
      throw new AppError('invalid-argument', 'sign-in: the page asks for the code');
    },
  };
}

/** The last steps of every OAuth sign-in: the tokens, and where the account lives. */
export async function credentialsFor(
  deps: OauthDeps,
  proof: Parameters<typeof exchangeCode>[1],
  signal?: AbortSignal,
): Promise<Credentials> {
  const tokens = await exchangeCode(deps, proof, signal);
  const { tier, accountId } = await discoverTier(deps.http, tokens.accessToken, signal);
  return { accountId, tier, tokens, hardwareId: deps.hardwareId };
}

/** Where a password is given, "too many" means that the account is locked: `account-locked`. */
export function lockedOut(error: unknown): unknown {
  if (!(error instanceof AppError) || error.code !== 'rate-limited') return error;
  return new AppError('account-locked', 'sign-in', { retryAt: error.retryAt, cause: error });
}

/** No page of a sign-in lives longer. */
export const longestAttemptMs = minutes(15);
