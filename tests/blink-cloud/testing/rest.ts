import { signIn, type TokenPair } from './stranger.ts';

/** A client that asks one host. */
export interface Asker {
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  post(path: string, body?: unknown): Promise<Response>;
  send(method: string, path: string, body?: unknown): Promise<Response>;
}

/** A signed-in client that asks one account's host. */
export interface Rest extends Asker {
  readonly tokens: TokenPair;
}

/** The host of the tier every world lives in. */
export const OWN_HOST = 'rest-u014.immedia-semi.com';

/** Asks with these headers, and with a JSON body where there is one. */
export function asker(url: string, headers: Readonly<Record<string, string>>): Asker {
  const send = (method: string, path: string, body?: unknown) =>
    fetch(url + path, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return {
    send,
    get: (path, more = {}) => fetch(url + path, { headers: { ...headers, ...more } }),
    post: (path, body) => send('POST', path, body),
  };
}

/** Signs in and asks `host` from then on. */
export async function signedIn(url: string, host = OWN_HOST): Promise<Rest> {
  const tokens = await signIn(url);
  const headers = { authorization: `Bearer ${tokens.access_token}`, 'x-blink-host': host };
  return { tokens, ...asker(url, headers) };
}

/** Signs in as in 2020, with the PIN, and asks `host` from then on. */
export async function signedInAt2020(url: string, host = OWN_HOST): Promise<Asker> {
  const login = await loginAt2020(url);
  const token = await login.token();
  const rest = asker(url, { 'token-auth': token.value, 'x-blink-host': host });
  await rest.post(`/api/v4/account/${token.account}/client/${token.client}/pin/verify`, {
    pin: '123456',
  });
  return rest;
}

interface Token {
  readonly value: string;
  readonly account: number;
  readonly client: number;
}

/** Posts the login of 2020; `token` reads what it answered. */
export async function loginAt2020(url: string, change: Readonly<Record<string, string>> = {}) {
  const response = await fetch(`${url}/api/v4/account/login`, {
    method: 'POST',
    headers: { 'x-blink-host': 'rest-prod.immedia-semi.com' },
    body: JSON.stringify({
      email: 'demo@porchlight.test',
      password: 'porchlight',
      unique_id: 'B2F0A8D1-5C77-4D0B-8A55-2F0F3C1D9E10',
      client_type: 'ios',
      ...change,
    }),
  });
  return {
    response,
    async token(): Promise<Token> {
      const body = (await response.clone().json()) as {
        readonly account: { readonly id: number };
        readonly client: { readonly id: number };
        readonly authtoken: { readonly authtoken: string };
      };
      return { value: body.authtoken.authtoken, account: body.account.id, client: body.client.id };
    },
  };
}
