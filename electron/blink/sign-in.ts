import { createHash, timingSafeEqual } from 'node:crypto';
import { AppError } from '../../shared/errors.ts';
import { minutes, type Random } from '../lib/timing.ts';
import { blinkUrl, oauthHost, routeTo } from './hosts.ts';
import { exchangeCode, iosProfile, type OauthDeps } from './oauth.ts';
import { discoverTier } from './tier.ts';
import type { Credentials } from './tokens.ts';

/** One attempt to sign in, by whatever way: it takes a proof once and ends in credentials. */
export interface SignInAttempt<Proof> {
  exchange(proof: Proof, signal?: AbortSignal): Promise<Credentials>;
}

/** What the address of a page says: not the end of the sign-in, or its code. */
export type RedirectReading =
  { readonly kind: 'not-ours' } | { readonly kind: 'code'; readonly code: string };

/** An attempt on Blink's own page: the password never comes near us. */
export interface HostedSignIn extends SignInAttempt<string> {
  /** The page to show. */
  readonly authorizeUrl: string;
  /** True for the address that ends the sign-in, whatever it says. */
  isRedirect(url: string): boolean;
  /** `sign-in-failed` for an end that does not belong to this attempt or carries no code. */
  readRedirect(url: string): RedirectReading;
  /** Once, at once: `sign-in-failed` for a refused code, `sign-in-expired` after 15 minutes. */
  exchange(code: string, signal?: AbortSignal): Promise<Credentials>;
}

export interface HostedSignInDeps extends OauthDeps {
  readonly random: Random;
}

export function createHostedSignIn(deps: HostedSignInDeps): HostedSignIn {
  const { http, clock, random, hardwareId } = deps;
  const codeVerifier = base64url(random.bytes(64));
  const state = base64url(random.bytes(32));
  const startedAt = clock.now();
  const query = authorizeQuery({ codeVerifier, state, hardwareId });
  const page = blinkUrl(oauthHost, `/oauth/v2/authorize?${query}`);
  let isUsed = false;

  return {
    // The page itself is found by its path: a window cannot tell the simulator another host.
    authorizeUrl: routeTo(page, http.cloud).url,
    isRedirect,
    readRedirect: (url) =>
      isRedirect(url) ? { kind: 'code', code: codeIn(url, state) } : { kind: 'not-ours' },
    async exchange(code, signal) {
      if (isUsed) throw failed('already used');
      isUsed = true;
      if (clock.now() - startedAt > longestAttemptMs) throw new AppError('sign-in-expired');
      const tokens = await exchangeCode(deps, { code, codeVerifier }, signal);
      const { tier, accountId } = await discoverTier(http, tokens.accessToken, signal);
      return { accountId, tier, tokens };
    },
  };
}

const longestAttemptMs = minutes(15);
const longestRedirectBytes = 2_048;

const failed = (detail: string): AppError => new AppError('sign-in-failed', `redirect: ${detail}`);

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

/** Exactly our address, then its query or its end: a longer host or path is somebody else's. */
function isRedirect(url: string): boolean {
  const { redirectUri } = iosProfile;
  return url.startsWith(redirectUri) && ['', '?', '#'].includes(url.charAt(redirectUri.length));
}

function codeIn(url: string, state: string): string {
  if (Buffer.byteLength(url) > longestRedirectBytes) throw failed('too long');
  const query = new URLSearchParams(
    url.slice(iosProfile.redirectUri.length).split('#', 1).join(''),
  );
  const [answered, ...otherStates] = query.getAll('state');
  if (answered === undefined || otherStates.length > 0 || !isSame(answered, state)) {
    throw failed('not of this attempt');
  }
  if (query.has('error')) throw failed('refused by the page');
  const [code, ...otherCodes] = query.getAll('code');
  if (code === undefined || code === '' || otherCodes.length > 0) throw failed('not one code');
  return code;
}

/** Takes the same time wherever the two differ. */
function isSame(left: string, right: string): boolean {
  const [a, b] = [left, right].map((text) => createHash('sha256').update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}

interface AuthorizeParts {
  readonly codeVerifier: string;
  readonly state: string;
  readonly hardwareId: string;
}

/** The parameters of the phone app, exactly: the sign-in takes nothing less. */
function authorizeQuery({ codeVerifier, state, hardwareId }: AuthorizeParts): string {
  return new URLSearchParams({
    client_id: iosProfile.clientId,
    redirect_uri: iosProfile.redirectUri,
    response_type: 'code',
    scope: iosProfile.scope,
    code_challenge: createHash('sha256').update(codeVerifier).digest('base64url'),
    code_challenge_method: 'S256',
    app_brand: iosProfile.appBrand,
    app_version: '50.1',
    device_brand: 'Apple',
    device_model: 'iPhone16,1',
    device_os_version: '26.1',
    hardware_id: hardwareId,
    state,
  }).toString();
}
