import { createHash, timingSafeEqual } from 'node:crypto';
import { AppError } from '../../../shared/errors.ts';
import type { Random } from '../../lib/clock.ts';
import { blinkUrl, oauthHost } from '../http/hosts.ts';
import { iosProfile } from './oauth.ts';

/** What one attempt at the OAuth sign-in has to remember. */
export interface Challenge {
  readonly codeVerifier: string;
  readonly state: string;
  /** Where the attempt begins. */
  readonly authorizeUrl: URL;
}

/** New secrets for a new attempt. */
export function createPkceChallenge(random: Random, hardwareId: string): Challenge {
  const codeVerifier = base64url(random.bytes(64));
  const state = base64url(random.bytes(32));
  const query = authorizeQuery({ codeVerifier, state, hardwareId });
  const authorizeUrl = blinkUrl(oauthHost, `/oauth/v2/authorize?${query}`);
  return { codeVerifier, state, authorizeUrl };
}

/** True for exactly our address, then its query or its end: a longer host or path is another address. */
export function isRedirect(url: string): boolean {
  const { redirectUri } = iosProfile;
  return url.startsWith(redirectUri) && ['', '?', '#'].includes(url.charAt(redirectUri.length));
}

/** The code in the address that ends an attempt; `sign-in-failed` for an end of another attempt or without a code. */
export function readAuthorizationCode(url: string, state: string): string {
  if (Buffer.byteLength(url) > longestRedirectBytes) throw failed('too long');
  const query = new URLSearchParams(
    url.slice(iosProfile.redirectUri.length).split('#', 1).join(''),
  );
  const [answered, ...otherStates] = query.getAll('state');
  if (answered === undefined || otherStates.length > 0 || !isSame(answered, state)) {
    throw failed('of another attempt');
  }
  if (query.has('error')) throw failed('refused by the page');
  const [code, ...otherCodes] = query.getAll('code');
  if (code === undefined || code === '' || otherCodes.length > 0) throw failed('not one code');
  return code;
}

const longestRedirectBytes = 2_048;

const failed = (detail: string): AppError => new AppError('sign-in-failed', `redirect: ${detail}`);

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

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
