import { createHash, randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { createCookieJar } from './cookie-jar.ts';

/** A client that knows the cloud from its description only, signing in the scripted way. */
export interface Attempt {
  readonly verifier: string;
  readonly state: string;
  /** Opens the authorize address and the sign-in page behind it. */
  open(change?: Readonly<Record<string, string>>): Promise<Response>;
  password(password?: string): Promise<Response>;
  code(code?: string, rememberMe?: string): Promise<Response>;
  /** The bare second authorize; its redirect is not followed. */
  finish(): Promise<Response>;
}

export const REDIRECT_URI = 'immedia-blink://applinks.blink.com/signin/callback';
export const HARDWARE_ID = '5B0C3C0E-3C0B-4B5E-9A57-0D3C5B0F7A11';
const OAUTH = { 'x-blink-host': 'api.oauth.blink.com' };
const TokenAnswer = v.object({
  access_token: v.string(),
  refresh_token: v.string(),
  expires_in: v.number(),
});

export type TokenPair = v.InferOutput<typeof TokenAnswer>;

/** One attempt to sign in, with cookies of its own. */
export function beginAttempt(url: string): Attempt {
  const jar = createCookieJar();
  const verifier = randomBytes(64).toString('base64url');
  const state = randomBytes(32).toString('base64url');
  let csrf = '';

  async function ask(path: string, form?: Readonly<Record<string, string>>) {
    const init = form ? { method: 'POST', body: new URLSearchParams(form) } : {};
    const headers = { ...OAUTH, ...jar.header() };
    const response = await fetch(url + path, { ...init, headers, redirect: 'manual' });
    jar.keep(response);
    return response;
  }

  return {
    verifier,
    state,
    async open(change = {}) {
      const query = new URLSearchParams({ ...iosProfile(verifier), state, ...change });
      const first = await ask(`/oauth/v2/authorize?${query}`);
      const location = first.headers.get('location');
      if (location === null) return first;
      const page = await ask(location);
      csrf = csrfOf(await page.clone().text());
      return page;
    },
    password: (password = 'porchlight') =>
      ask('/oauth/v2/signin', {
        'csrf-token': csrf,
        username: 'demo@porchlight.test',
        password,
      }),
    code: (code = '123456', rememberMe = 'false') =>
      ask('/oauth/v2/2fa/verify', {
        'csrf-token': csrf,
        '2fa_code': code,
        remember_me: rememberMe,
      }),
    finish: () => ask('/oauth/v2/authorize'),
  };
}

const iosProfile = (verifier: string) => ({
  client_id: 'ios',
  redirect_uri: REDIRECT_URI,
  response_type: 'code',
  scope: 'client',
  code_challenge: createHash('sha256').update(verifier).digest('base64url'),
  code_challenge_method: 'S256',
  app_brand: 'blink',
  app_version: '50.1',
  device_brand: 'Apple',
  device_model: 'iPhone16,1',
  device_os_version: '26.1',
  hardware_id: HARDWARE_ID,
});

/** The token of the page's `oauth-args`. */
export function csrfOf(page: string): string {
  const args = /<script id="oauth-args" type="application\/json">([^<]*)</.exec(page)?.[1] ?? '{}';
  return v.parse(v.object({ 'csrf-token': v.string() }), JSON.parse(args))['csrf-token'];
}

/** Posts to the token endpoint. */
export const postToken = (url: string, form: Readonly<Record<string, string>>) =>
  fetch(`${url}/oauth/token`, { method: 'POST', headers: OAUTH, body: new URLSearchParams(form) });

/** The fields of a code exchange as the iOS profile sends them. */
export const exchangeForm = (code: string, verifier: string) => ({
  app_brand: 'blink',
  client_id: 'ios',
  code,
  code_verifier: verifier,
  grant_type: 'authorization_code',
  hardware_id: HARDWARE_ID,
  redirect_uri: REDIRECT_URI,
  scope: 'client',
});

export const refreshForm = (refreshToken: string) => ({
  grant_type: 'refresh_token',
  refresh_token: refreshToken,
  client_id: 'ios',
  scope: 'client',
  hardware_id: HARDWARE_ID,
});

export const tokensOf = async (response: Response): Promise<TokenPair> =>
  v.parse(TokenAnswer, await response.json());

/** Gets a code by signing in from start to end. */
export async function signedInCode(url: string) {
  const attempt = beginAttempt(url);
  await attempt.open();
  await attempt.password();
  await attempt.code();
  const location = new URL((await attempt.finish()).headers.get('location') ?? '');
  return { attempt, location, code: location.searchParams.get('code') ?? '' };
}

/** Signs in and returns the tokens. */
export async function signIn(url: string): Promise<TokenPair> {
  const { attempt, code } = await signedInCode(url);
  return tokensOf(await postToken(url, exchangeForm(code, attempt.verifier)));
}
