import { signIn, type TokenPair } from './stranger.ts';

/** A signed-in client that asks one account's host. */
export interface Rest {
  readonly tokens: TokenPair;
  get(path: string): Promise<Response>;
  post(path: string, body?: unknown): Promise<Response>;
}

/** The host of the tier both worlds live in. */
export const OWN_HOST = 'rest-u014.immedia-semi.com';

/** Signs in and asks `host` from then on. */
export async function signedIn(url: string, host = OWN_HOST): Promise<Rest> {
  const tokens = await signIn(url);
  const headers = { authorization: `Bearer ${tokens.access_token}`, 'x-blink-host': host };
  return {
    tokens,
    get: (path) => fetch(url + path, { headers }),
    post: (path, body) =>
      fetch(url + path, {
        method: 'POST',
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
  };
}
