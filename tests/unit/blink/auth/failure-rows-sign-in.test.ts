import { describe, expect, it } from 'vitest';
import { createPinSignIn } from '../../../../electron/blink/auth/pin-sign-in.ts';
import { createScriptedSignIn } from '../../../../electron/blink/auth/scripted-sign-in.ts';
import { createHostedSignIn } from '../../../../electron/blink/auth/hosted-sign-in.ts';
import type { Credentials } from '../../../../electron/blink/auth/tokens.ts';
import { AppError } from '../../../../shared/errors.ts';
import { clientOver, credentialsOf, hardwareId } from '../clients.ts';
import { at, cloudWith, failing, refusedOnce, signInOver } from '../cloud-with.ts';
import { codeOf } from '../recorded-fetch.ts';
import { sampleFor } from '../wire-samples.ts';

const person = { email: 'a@porchlight.test', password: 'x' };

/** By the numbers of the table of failures; the others are in `failure-rows.test.ts`. */
describe('what users of Blink clients have met when signing in', () => {
  it('1: "an app update is required" is too-old, asked once', async () => {
    const { client, requests } = cloudWith(() => new Response('{}', { status: 426 }));

    expect(await codeOf(client.homescreen())).toBe('too-old');
    expect(requests).toHaveLength(1);
  });

  it('2: a grant that was retired is too-old', async () => {
    const respond = failing(401, { error: 'unsupported_grant_type' });
    const { fetch } = cloudWith(at('/oauth/token', respond));

    expect(await codeOf(createHostedSignIn(signInOver(fetch)).exchange('code'))).toBe('too-old');
  });

  it.each([202, 412])('3: a %d with words of a second factor asks for the code', async (status) => {
    const { fetch } = cloudWith(at('signin', failing(status, { tsv_state: 'sms' })));

    expect(await createScriptedSignIn(signInOver(fetch)).start(person)).toMatchObject({
      kind: 'needs-two-factor',
    });
  });

  it('4: lost cookies are a failed sign-in, not a wrong code', async () => {
    const respond = failing(400, { error: 'bad_request', error_cause: 'empty_cookies' });
    const { fetch } = cloudWith(at('2fa', respond));
    const signIn = createScriptedSignIn(signInOver(fetch));
    await signIn.start(person);

    expect(await codeOf(signIn.confirm('123456'))).toBe('sign-in-failed');
  });

  it('5: a 406 where tokens are given is refused', async () => {
    const { fetch } = cloudWith(at('', failing(406, 'Not Acceptable'), 'GET'));

    expect(await codeOf(createScriptedSignIn(signInOver(fetch)).start(person))).toBe('refused');
  });

  it('6: a refresh shows the same id and client as the sign-in', async () => {
    const { client, requests } = cloudWith(refusedOnce());

    await client.homescreen();

    const form = new URLSearchParams(requests[1]?.body);
    expect([form.get('hardware_id'), form.get('client_id')]).toEqual([hardwareId, 'ios']);
  });

  it('7: tokens that cannot be kept are not used', async () => {
    const { fetch, requests } = cloudWith(refusedOnce());
    const saveCredentials = () => Promise.reject(new AppError('keyring-locked'));
    const { client } = clientOver(fetch, credentialsOf(), { saveCredentials });

    expect(await codeOf(client.homescreen())).toBe('keyring-locked');
    expect(requests.map(({ url }) => url.pathname.split('/').at(-1))).toEqual([
      'homescreen',
      'token',
    ]);
  });

  it('8: too many sign-ins find the account locked, and say until when', async () => {
    const respond = () => new Response('', { status: 429, headers: { 'retry-after': '3600' } });
    const { fetch } = cloudWith(at('signin', respond));
    const deps = signInOver(fetch);

    await expect(createScriptedSignIn(deps).start(person)).rejects.toMatchObject({
      code: 'account-locked',
      retryAt: deps.clock.now() + 3_600_000,
    });
  });

  it.each([{ lockout_time_remaining: 60 }, { force_password_reset: true }])(
    '9: an account that is suspended (%j) is locked',
    async (change) => {
      const login = { ...Object(sampleFor('/account/login')), ...change } as object;
      const { fetch } = cloudWith(at('login', failing(200, login)));

      expect(await codeOf(createPinSignIn(signInOver(fetch)).start(person))).toBe('account-locked');
    },
  );

  it('25: a client in doubt is renewed once and asked again, then not-verified', async () => {
    const { client, count } = cloudWith(at('homescreen', failing(403, { message: 'no' }), 'GET'));

    expect(await codeOf(client.homescreen())).toBe('not-verified');
    expect([count('homescreen'), count('/oauth/token')]).toEqual([2, 1]);
  });

  it.each([400, 401, 403, 404])(
    '26: a %d in plain words where tokens are given, as of a hotel, signs nobody out',
    async (status) => {
      const portal = at('/oauth/token', failing(status, '<html>Welcome, guest</html>'));
      const once = refusedOnce();
      const { client, count } = cloudWith((request) => portal(request) ?? once(request));

      expect(await codeOf(client.homescreen())).toBe('cloud-trouble');
      expect(count('/oauth/token')).toBe(1);
    },
  );

  it('26: a refresh token that another program has spent ends the sign-in', async () => {
    const spent = at('/oauth/token', failing(400, { error: 'invalid_grant' }));
    const once = refusedOnce();
    const { client } = cloudWith((request) => spent(request) ?? once(request));

    expect(await codeOf(client.homescreen())).toBe('signed-out-by-blink');
  });

  it('27: a token is renewed when four fifths of its time are over', async () => {
    const saved: Credentials[] = [];
    const token = { access_token: 'a-2', refresh_token: 'r-2', expires_in: 14_400 };
    const { fetch, clock } = cloudWith(at('/oauth/token', () => Response.json(token)));
    const saveCredentials = async (credentials: Credentials) => void saved.push(credentials);
    const old = credentialsOf();
    const due = { ...old, tokens: { ...old.tokens, renewAt: clock.now() } };

    await clientOver(fetch, due, { clock, saveCredentials }).client.homescreen();

    expect(saved.map(({ tokens }) => tokens.renewAt - clock.now())).toEqual([14_400_000 * 0.8]);
  });

  it('28: a token the clock thinks young is renewed when the cloud says no', async () => {
    const { client, count } = cloudWith(refusedOnce());

    expect((await client.homescreen()).networks).toHaveLength(1);
    expect(count('/oauth/token')).toBe(1);
  });
});
