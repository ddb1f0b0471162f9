import { describe, expect, it } from 'vitest';
import { signedIn } from '../testing/rest.ts';
import { useSmallClouds } from '../testing/small-cloud.ts';
import {
  beginAttempt,
  exchangeForm,
  postToken,
  REDIRECT_URI,
  refreshForm,
  signedInCode,
  signIn,
  tokensOf,
} from '../testing/stranger.ts';

const startSmall = useSmallClouds();

describe('signing in', () => {
  it('goes from the page over password and code to a code at the redirect address', async () => {
    const { url } = await startSmall();
    const attempt = beginAttempt(url);
    await attempt.open();

    const password = await attempt.password();
    expect(password.status).toBe(202);
    expect(await password.json()).toMatchObject({ tsv_state: 'sms', next_time_in_secs: 60 });
    const code = await attempt.code();
    expect(code.status).toBe(201);
    expect(await code.json()).toEqual({ status: 'auth-completed' });
    const end = await attempt.finish();
    expect(end.status).toBe(302);
    const location = new URL(end.headers.get('location') ?? '');
    expect(location.href.startsWith(`${REDIRECT_URI}?`)).toBe(true);
    expect(location.searchParams.get('state')).toBe(attempt.state);
  });

  it('answers 401 to a wrong password and 412 to a wrong code, and lets people try again', async () => {
    const { url } = await startSmall();
    const attempt = beginAttempt(url);
    await attempt.open();

    expect((await attempt.password('wrong')).status).toBe(401);
    expect((await attempt.password()).status).toBe(202);
    expect((await attempt.code('000000')).status).toBe(412);
    expect((await attempt.code()).status).toBe(201);
  });

  it('sends those who have not finished back to the page', async () => {
    const { url } = await startSmall();
    const attempt = beginAttempt(url);
    await attempt.open();
    await attempt.password();

    expect((await attempt.finish()).headers.get('location')).toBe('/oauth/v2/signin');
  });

  it('names missing cookies', async () => {
    const { url } = await startSmall();

    const answer = await fetch(`${url}/oauth/v2/2fa/verify`, {
      method: 'POST',
      body: '2fa_code=1',
    });

    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error_cause: 'empty_cookies' });
  });

  it.each(['Blinkpy', 'Home Assistant'])('refuses the shared id %s in plain words', async (id) => {
    const { url } = await startSmall();

    const answer = await beginAttempt(url).open({ hardware_id: id });

    expect(answer.status).toBe(406);
    expect(answer.headers.get('content-type')).toContain('text/plain');
  });

  it.each([
    ['client_id', 'desktop'],
    ['redirect_uri', 'immedia-blink://applinks.blink.com.evil.test/signin/callback'],
    ['code_challenge_method', 'plain'],
    ['code_challenge', 'short'],
    ['hardware_id', ''],
    ['device_model', ''],
  ])('refuses an authorize request with %s = "%s"', async (name, value) => {
    const { url } = await startSmall();

    const answer = await beginAttempt(url).open({ [name]: value });

    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: 'invalid_request' });
  });
});

describe('exchanging a code', () => {
  it('gives tokens once, and only once', async () => {
    const { url } = await startSmall();
    const { attempt, code } = await signedInCode(url);
    const form = exchangeForm(code, attempt.verifier);

    const first = await postToken(url, form);
    expect(await first.json()).toMatchObject({ expires_in: 14400, token_type: 'Bearer' });
    const second = await postToken(url, form);
    expect(second.status).toBe(400);
    expect(await second.json()).toMatchObject({ error: 'invalid_grant' });
  });

  it.each([
    ['code_verifier', 'x'.repeat(86)],
    ['redirect_uri', 'https://applinks.blink.com/signin/callback'],
    ['hardware_id', 'SOMEBODY-ELSE'],
    ['client_id', 'android'],
  ])('refuses another %s than the one of the sign-in', async (name, value) => {
    const { url } = await startSmall();
    const { attempt, code } = await signedInCode(url);

    const answer = await postToken(url, { ...exchangeForm(code, attempt.verifier), [name]: value });

    expect(answer.ok).toBe(false);
  });

  it('refuses a code older than a minute', async () => {
    const { url, control } = await startSmall();
    const { attempt, code } = await signedInCode(url);
    control.advanceClock(60_000);

    expect((await postToken(url, exchangeForm(code, attempt.verifier))).status).toBe(400);
  });

  it('no longer grants anything for a password', async () => {
    const { url } = await startSmall();

    const answer = await postToken(url, { grant_type: 'password', username: 'a', password: 'b' });

    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ error: 'unsupported_grant_type' });
  });
});

describe('refreshing', () => {
  it('rotates: the new token works, the old one is dead', async () => {
    const { url } = await startSmall();
    const old = await signIn(url);

    const fresh = await tokensOf(await postToken(url, refreshForm(old.refresh_token)));
    const again = await postToken(url, refreshForm(old.refresh_token));
    expect(again.status).toBe(400);
    expect(await again.json()).toMatchObject({ error: 'invalid_grant' });
    expect((await postToken(url, refreshForm(fresh.refresh_token))).status).toBe(200);
  });

  it('accepts android for an ios token, but no other client and no other device', async () => {
    const { url } = await startSmall();
    const { refresh_token } = await signIn(url);
    const form = refreshForm(refresh_token);

    expect((await postToken(url, { ...form, client_id: 'amazon' })).status).toBe(401);
    expect((await postToken(url, { ...form, hardware_id: 'OTHER' })).status).toBe(400);
    expect((await postToken(url, { ...form, client_id: 'android' })).status).toBe(200);
  });

  it('is refused for the shared id in the header', async () => {
    const { url } = await startSmall();

    const headers = { hardware_id: 'Blinkpy' };
    const answer = await fetch(`${url}/oauth/token`, { method: 'POST', headers });

    expect(answer.status).toBe(406);
  });
});

describe('tokens', () => {
  it('stop working when their time is over', async () => {
    const { url, control } = await startSmall({ tokenLifeSeconds: 100 });
    const rest = await signedIn(url);

    expect((await rest.get('/api/v1/users/tier_info')).status).toBe(200);
    control.advanceClock(100_000);
    const late = await rest.get('/api/v1/users/tier_info');
    expect(late.status).toBe(401);
    expect(await late.json()).toEqual({ message: 'Unauthorized Access', error: null, code: 101 });
  });

  it('die by switch: access only, or the refresh token too', async () => {
    const { url, control } = await startSmall();
    const rest = await signedIn(url);

    control.expireTokens();
    expect((await rest.get('/api/v1/users/tier_info')).status).toBe(401);
    const fresh = await tokensOf(await postToken(url, refreshForm(rest.tokens.refresh_token)));
    control.revoke();
    expect((await postToken(url, refreshForm(fresh.refresh_token))).status).toBe(400);
    expect(control.state().tokens).toEqual({ access: 0, refresh: 0 });
  });

  it('of the old kind are told to update', async () => {
    const { url } = await startSmall();

    const headers = { 'token-auth': 'abc' };
    const answer = await fetch(`${url}/api/v1/users/tier_info`, { headers });

    expect(answer.status).toBe(426);
    expect(await answer.json()).toEqual({ message: 'An app update is required' });
  });

  it.each(['/api/v4/account/login', '/api/v5/account/login'])(
    'are not given at %s',
    async (path) => {
      const { url } = await startSmall();

      expect((await fetch(url + path, { method: 'POST' })).status).toBe(426);
    },
  );
});
