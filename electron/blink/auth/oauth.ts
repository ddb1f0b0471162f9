import * as v from 'valibot';
import { AppError, type AppErrorCode } from '../../../shared/errors.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Http } from '../http/http.ts';
import { blinkUrl, oauthHost } from '../http/hosts.ts';
import type { Tokens } from './tokens.ts';
import { parseAnswer } from '../wire/schema-helpers.ts';

/** The app identity that the sign-in accepts today: the phone app's. A refusal never changes it. */
export const iosProfile = {
  clientId: 'ios',
  redirectUri: 'immedia-blink://applinks.blink.com/signin/callback',
  scope: 'client',
  appBrand: 'blink',
  userAgent: 'Blink/2511191620 CFNetwork/3860.200.71 Darwin/25.1.0',
} as const;

export interface OauthDeps {
  readonly http: Http;
  readonly clock: Clock;
  /** The installation's own id: upper-case UUID, the same at sign-in and at every refresh. */
  readonly hardwareId: string;
}

export interface CodeProof {
  readonly code: string;
  readonly codeVerifier: string;
}

/** The code of a finished sign-in becomes tokens. A refused code is `sign-in-failed`. */
export function exchangeCode(deps: OauthDeps, proof: CodeProof, signal?: AbortSignal) {
  const form = {
    app_brand: iosProfile.appBrand,
    client_id: iosProfile.clientId,
    code: proof.code,
    code_verifier: proof.codeVerifier,
    grant_type: 'authorization_code',
    hardware_id: deps.hardwareId,
    redirect_uri: iosProfile.redirectUri,
    scope: iosProfile.scope,
  };
  return askForTokens(deps, {
    name: 'token exchange',
    form,
    failureFor: (error) => (error === retiredGrant ? 'too-old' : 'sign-in-failed'),
    signal,
  });
}

/**
 * New tokens for old. `signed-out-by-blink` only for the clear errors of OAuth; anything vaguer keeps the old tokens:
 * `refused`, `too-old`, `rate-limited`, `cloud-trouble`, `bad-answer`, `timeout`, `offline`.
 */
export function refreshTokens(deps: OauthDeps, tokens: Tokens): Promise<Tokens> {
  const form = {
    grant_type: 'refresh_token',
    refresh_token: tokens.refreshToken,
    client_id: tokens.clientId,
    scope: iosProfile.scope,
    hardware_id: deps.hardwareId,
  };
  return askForTokens(deps, {
    name: 'token refresh',
    form,
    failureFor: (error) => failureByOauthError.get(error) ?? 'bad-answer',
    previous: tokens,
  });
}

interface TokenRequest {
  readonly name: string;
  readonly form: Readonly<Record<string, string>> & { readonly client_id: string };
  /** The failure for an OAuth error code. */
  readonly failureFor: (error: string) => AppErrorCode;
  readonly previous?: Tokens;
  readonly signal?: AbortSignal | undefined;
}

/** This way of signing in is not accepted any more. */
const retiredGrant = 'unsupported_grant_type';

const failureByOauthError = new Map<string, AppErrorCode>([
  ['invalid_grant', 'signed-out-by-blink'],
  ['invalid_client', 'signed-out-by-blink'],
  ['unauthorized_client', 'signed-out-by-blink'],
  [retiredGrant, 'too-old'],
]);

async function askForTokens(deps: OauthDeps, request: TokenRequest): Promise<Tokens> {
  const { name, form, signal, previous } = request;
  const { value } = await deps.http.json({
    kind: 'sign-in',
    name,
    method: 'POST',
    url: blinkUrl(oauthHost, '/oauth/token'),
    headers: { accept: '*/*', 'user-agent': iosProfile.userAgent },
    body: { form },
    isAnswer: (status, body) => (status === 400 || status === 401) && v.is(refusalSchema, body),
    signal,
  });
  if (v.is(refusalSchema, value)) throw new AppError(request.failureFor(value.error), name);
  const answer = parseAnswer(name, tokenSchema, value);
  const refreshToken = answer.refresh_token ?? previous?.refreshToken;
  if (refreshToken === undefined) throw new AppError('bad-answer', `${name}: no refresh_token`);
  return {
    accessToken: answer.access_token,
    refreshToken,
    renewAt: deps.clock.now() + answer.expires_in * 800,
    clientId: form.client_id,
  };
}

const refusalSchema = v.object({ error: v.string() });

/** A token that a header can carry. */
const tokenText = v.pipe(v.string(), v.regex(/^[!-~]{1,8192}$/));

// A refresh has already used up the old token: an odd lifetime must not lose the new one, so it counts as an hour.
const tokenSchema = v.object({
  access_token: tokenText,
  refresh_token: v.nullish(tokenText),
  expires_in: v.fallback(v.pipe(v.number(), v.minValue(1), v.maxValue(31_536_000)), 3_600),
});
