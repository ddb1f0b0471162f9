import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createHttp } from '../../../../electron/blink/http/http.ts';
import { createHostedSignIn } from '../../../../electron/blink/auth/hosted-sign-in.ts';
import { systemRandom, minutes } from '../../../../electron/lib/clock.ts';
import { hardwareId } from '../clients.ts';
import { manualClock } from '../manual-clock.ts';
import { codeOf, recordedFetch } from '../recorded-fetch.ts';

const callback = 'immedia-blink://applinks.blink.com/signin/callback';

function attempt(respond = () => Response.json({ error: 'invalid_grant' }, { status: 400 })) {
  const clock = manualClock();
  const { fetch, requests } = recordedFetch(respond);
  const http = createHttp({ fetch, clock, cloud: null });
  const signIn = createHostedSignIn({ http, clock, random: systemRandom, hardwareId });
  const query = new URL(signIn.authorizeUrl).searchParams;
  return { signIn, query, clock, requests, state: query.get('state') ?? '' };
}

describe('the sign-in page', () => {
  it('is asked for with the phone app’s parameters, exactly', () => {
    const { signIn, query } = attempt();

    expect(signIn.authorizeUrl).toMatch(
      /^https:\/\/api\.oauth\.blink\.com\/oauth\/v2\/authorize\?/,
    );
    expect(query.get('code_challenge')).toMatch(/^[\w-]{43}$/);
    expect(query.get('state')).toMatch(/^[\w-]{43}$/);
    query.delete('code_challenge');
    query.delete('state');
    expect(Object.fromEntries(query)).toEqual({
      client_id: 'ios',
      redirect_uri: callback,
      response_type: 'code',
      scope: 'client',
      code_challenge_method: 'S256',
      app_brand: 'blink',
      app_version: '50.1',
      device_brand: 'Apple',
      device_model: 'iPhone16,1',
      device_os_version: '26.1',
      hardware_id: hardwareId,
    });
  });

  it('has a new state and a new challenge at every attempt', () => {
    const { query, state } = attempt();
    const other = attempt();

    expect(other.state).not.toBe(state);
    expect(other.query.get('code_challenge')).not.toBe(query.get('code_challenge'));
  });
});

describe('a redirect', () => {
  it('with the state of the attempt and one code gives the code', () => {
    const { signIn, state } = attempt();

    expect(signIn.readRedirect(`${callback}?code=abc-1&state=${state}`)).toEqual({
      kind: 'code',
      code: 'abc-1',
    });
  });

  it.each([
    'https://api.oauth.blink.com/oauth/v2/signin',
    'immedia-blink://applinks.blink.com.evil.example/signin/callback?code=a',
    'immedia-blink://applinks.blink.com/signin/callback/more?code=a',
    'immedia-blink://applinks.blink.com/signin/callbackx?code=a',
    'immedia-blink://applinks.blink.com:80/signin/callback?code=a',
    'immedia-blink://user@applinks.blink.com/signin/callback?code=a',
    'immedia-blink://applinks.blink.com/other/../signin/callback?code=a',
    'immedia-blinkx://applinks.blink.com/signin/callback?code=a',
    'https://applinks.blink.com/signin/callback?code=a',
    ' immedia-blink://applinks.blink.com/signin/callback?code=a',
    '',
  ])('to %j is not ours', (url) => {
    const { signIn } = attempt();

    expect(signIn.isRedirect(url)).toBe(false);
    expect(signIn.readRedirect(url)).toEqual({ kind: 'not-ours' });
  });

  it.each([
    ['another state', (state: string) => `?code=a&state=${state.slice(1)}x`],
    ['a shorter state', (state: string) => `?code=a&state=${state.slice(1)}`],
    ['no state', () => '?code=a'],
    ['two states', (state: string) => `?code=a&state=${state}&state=${state}`],
    ['no code', (state: string) => `?state=${state}`],
    ['an empty code', (state: string) => `?code=&state=${state}`],
    ['two codes', (state: string) => `?code=a&code=b&state=${state}`],
    ['an error', (state: string) => `?error=access_denied&code=a&state=${state}`],
    ['its answer in the fragment', (state: string) => `#code=a&state=${state}`],
    ['nothing at all', () => ''],
    ['more than 2048 bytes', (state: string) => `?code=${'a'.repeat(2_048)}&state=${state}`],
  ])('with %s fails the sign-in', (_what, tail) => {
    const { signIn, state } = attempt();
    const url = `${callback}${tail(state)}`;

    expect(signIn.isRedirect(url)).toBe(true);
    expect(() => signIn.readRedirect(url)).toThrow('sign-in-failed');
  });
});

describe('the exchange', () => {
  it('sends the code with the verifier of the challenge', async () => {
    const { signIn, query, requests } = attempt();

    expect(await codeOf(signIn.exchange('abc'))).toBe('sign-in-failed');

    const [request] = requests;
    const form = new URLSearchParams(request?.body);
    const verifier = form.get('code_verifier') ?? '';
    expect(request?.url.href).toBe('https://api.oauth.blink.com/oauth/token');
    expect(verifier).toMatch(/^[\w-]{86}$/);
    expect(createHash('sha256').update(verifier).digest('base64url')).toBe(
      query.get('code_challenge'),
    );
    form.delete('code_verifier');
    expect(Object.fromEntries(form)).toEqual({
      app_brand: 'blink',
      client_id: 'ios',
      code: 'abc',
      grant_type: 'authorization_code',
      hardware_id: hardwareId,
      redirect_uri: callback,
      scope: 'client',
    });
  });

  it('happens once', async () => {
    const { signIn, requests } = attempt();
    await codeOf(signIn.exchange('abc'));

    expect(await codeOf(signIn.exchange('abc'))).toBe('sign-in-failed');
    expect(requests).toHaveLength(1);
  });

  it('comes too late after fifteen minutes', async () => {
    const { signIn, clock, requests } = attempt();
    clock.advance(minutes(15) + 1);

    expect(await codeOf(signIn.exchange('abc'))).toBe('sign-in-expired');
    expect(requests).toEqual([]);
  });

  it.each([
    [406, 'refused'],
    [426, 'too-old'],
    [429, 'rate-limited'],
    [502, 'cloud-trouble'],
    [403, 'cloud-trouble'],
  ])('answered %d is %s', async (status, code) => {
    const { signIn } = attempt(() => new Response('no', { status }));

    expect(await codeOf(signIn.exchange('abc'))).toBe(code);
  });

  it('asks other regions once each when the first refuses, and no more', async () => {
    const { signIn, requests } = attempt(() => {
      const isToken = requests.length === 1;
      return isToken
        ? Response.json({ access_token: 'a', refresh_token: 'r', expires_in: 14_400 })
        : new Response('Not Acceptable', { status: 406 });
    });

    expect(await codeOf(signIn.exchange('abc'))).toBe('refused-for-now');
    expect(requests.slice(1).map(({ url }) => url.host)).toEqual(
      ['prod', 'prde', 'prsg', 'a001'].map((tier) => `rest-${tier}.immedia-semi.com`),
    );
  });
});
