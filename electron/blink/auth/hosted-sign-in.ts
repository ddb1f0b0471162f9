import { credentialsFor, type SignInStrategy } from './sign-in-strategy.ts';
import { AppError } from '../../../shared/errors.ts';
import { minutes, type Random } from '../../lib/clock.ts';
import { readAuthorizationCode, createPkceChallenge, isRedirect } from './pkce.ts';
import { routeTo } from '../http/hosts.ts';
import { type OauthDeps } from './oauth.ts';
import type { Credentials } from './tokens.ts';

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
  const { codeVerifier, state, authorizeUrl } = createPkceChallenge(random, hardwareId);
  const startedAt = clock.now();
  let isUsed = false;

  async function exchange(code: string, signal?: AbortSignal): Promise<Credentials> {
    if (isUsed) throw new AppError('sign-in-failed', 'redirect: already used');
    isUsed = true;
    if (clock.now() - startedAt > longestAttemptMs) throw new AppError('sign-in-expired');
    return credentialsFor(deps, { code, codeVerifier }, signal);
  }

  return {
    // The simulator finds the page by its path alone: a window cannot send it Blink's host in a header.
    authorizeUrl: routeTo(authorizeUrl, http.cloud).url,
    isRedirect,
    readRedirect: (url) =>
      isRedirect(url)
        ? { kind: 'code', code: readAuthorizationCode(url, state) }
        : { kind: 'not-ours' },
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

/** No page of a sign-in lives longer. */
export const longestAttemptMs = minutes(15);
