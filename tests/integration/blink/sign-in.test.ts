import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBlinkCloud, type BlinkCloud } from '../../blink-cloud/start.ts';
import { one } from './blink-world.ts';
import { codeOf } from './failures.ts';
import { clientWith, credentialsOf2020, pinSignInTo, scriptedSignInTo } from './signed-in.ts';
import { demoPerson } from './walk-sign-in.ts';

let cloud: BlinkCloud;
const began = async (era: 'today' | '2020') => {
  cloud = await startBlinkCloud({ world: one, era });
};
const asked = () => cloud.control.requests().map(({ method, path }) => `${method} ${path}`);
const wrong = { ...demoPerson, password: 'wrong' };

describe('the scripted sign-in', () => {
  beforeEach(() => began('today'));
  afterEach(() => cloud.stop());

  it.each([202, 412])(
    'asks for the second factor after a %d, and ends signed in',
    async (status) => {
      cloud.control.fault({ name: 'two-factor-status', status });
      const signIn = scriptedSignInTo(cloud);

      expect(await signIn.start(demoPerson)).toEqual({
        kind: 'needs-two-factor',
        sentTo: '+49xxxxxxx42',
        nextCodeAfterMs: 60_000,
      });
      const step = await signIn.confirm(demoPerson.code);

      if (step.kind !== 'signed-in') throw new Error(step.kind);
      expect(step.credentials).toMatchObject({ accountId: 1000002, tier: 'u014' });
      const { client } = clientWith(cloud, step.credentials);
      expect((await client.homescreen()).networks).toHaveLength(1);
      expect(asked().slice(0, 7)).toEqual([
        'GET /oauth/v2/authorize',
        'GET /oauth/v2/signin',
        'POST /oauth/v2/signin',
        'POST /oauth/v2/2fa/verify',
        'GET /oauth/v2/authorize',
        'POST /oauth/token',
        'GET /api/v1/users/tier_info',
      ]);
    },
  );

  it('needs no second factor where Blink asks for none', async () => {
    cloud.control.fault({ name: 'no-2fa' });

    expect(await scriptedSignInTo(cloud).start(demoPerson)).toMatchObject({ kind: 'signed-in' });
  });

  it('answers a wrong password, and posts it once', async () => {
    expect(await scriptedSignInTo(cloud).start(wrong)).toEqual({ kind: 'wrong-password' });
    expect(asked().filter((line) => line.startsWith('POST'))).toHaveLength(1);
  });

  it('takes another code after a wrong one, within the same attempt', async () => {
    const signIn = scriptedSignInTo(cloud);
    await signIn.start(demoPerson);

    expect(await signIn.confirm('000000')).toEqual({ kind: 'wrong-code' });
    expect(await signIn.confirm(demoPerson.code)).toMatchObject({ kind: 'signed-in' });
  });

  it('sends the password in one request only, and none of its headers betray us', async () => {
    const signIn = scriptedSignInTo(cloud);
    await signIn.start(demoPerson);
    await signIn.confirm(demoPerson.code);

    const withPassword = cloud.control.requests().filter(({ body }) => body.includes('password='));
    expect(withPassword.map(({ path }) => path)).toEqual(['/oauth/v2/signin']);
    expect(withPassword[0]?.headers).toMatchObject({
      origin: 'https://api.oauth.blink.com',
      referer: 'https://api.oauth.blink.com/oauth/v2/signin',
      accept: '*/*',
    });
  });

  it('is used once, and asks for a code only when one was sent', async () => {
    const signIn = scriptedSignInTo(cloud);
    expect(await codeOf(signIn.confirm('123456'))).toBe('invalid-argument');
    await signIn.start(wrong);

    expect(await codeOf(signIn.start(demoPerson))).toBe('sign-in-failed');
    expect(await codeOf(signIn.confirm('123456'))).toBe('invalid-argument');
  });

  it.each([
    ['oauth-406', 'refused'],
    ['oauth-426', 'too-old'],
  ] as const)('met by %s is %s, after one request', async (name, code) => {
    cloud.control.fault({ name });

    expect(await codeOf(scriptedSignInTo(cloud).start(demoPerson))).toBe(code);
    expect(asked()).toHaveLength(1);
  });

  it('whose cookies got lost has failed', async () => {
    cloud.control.fault({ name: 'empty-cookies', match: '2fa' });
    const signIn = scriptedSignInTo(cloud);
    await signIn.start(demoPerson);

    expect(await codeOf(signIn.confirm(demoPerson.code))).toBe('sign-in-failed');
  });

  it('tried too often finds the account locked', async () => {
    cloud.control.fault({ name: 'lock-out', after: 1 });
    await scriptedSignInTo(cloud).start(wrong);

    expect(await codeOf(scriptedSignInTo(cloud).start(demoPerson))).toBe('account-locked');
  });
});

describe('the sign-in of 2020', () => {
  beforeEach(() => began('2020'));
  afterEach(() => cloud.stop());

  it('ends in a session of its own kind, which works', async () => {
    const credentials = await credentialsOf2020(cloud);

    expect(credentials).toMatchObject({
      accountId: 1000002,
      tier: 'u014',
      tokens: { era: '2020' },
    });
    const { client } = clientWith(cloud, credentials);
    expect((await client.homescreen()).devices).toHaveLength(4);
    await client.account.logout();
    expect(asked().at(-1)).toBe(
      `POST /api/v4/account/1000002/client/${credentials.tokens.clientId}/logout`,
    );
  });

  it('needs the PIN only the first time', async () => {
    await credentialsOf2020(cloud);

    expect(await pinSignInTo(cloud).start(demoPerson)).toMatchObject({ kind: 'signed-in' });
  });

  it('answers a wrong password', async () => {
    expect(await pinSignInTo(cloud).start(wrong)).toEqual({ kind: 'wrong-password' });
  });

  it('tried too often finds the account locked', async () => {
    cloud.control.fault({ name: 'lock-out', after: 1 });
    await pinSignInTo(cloud).start(wrong);

    expect(await codeOf(pinSignInTo(cloud).start(demoPerson))).toBe('account-locked');
  });

  it('whose token died early is told so, and not signed out', async () => {
    const { client } = clientWith(cloud, await credentialsOf2020(cloud));
    cloud.control.fault({ name: 'unauthorized', times: 1 });

    expect(await codeOf(client.homescreen())).toBe('unauthorized');
    expect((await client.homescreen()).networks).toHaveLength(1);
  });
});

it('the sign-in of 2020 is too old for the cloud of today', async () => {
  await began('today');

  expect(await codeOf(pinSignInTo(cloud).start(demoPerson)).finally(() => cloud.stop())).toBe(
    'too-old',
  );
});
