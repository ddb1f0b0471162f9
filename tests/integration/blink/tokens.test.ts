import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBlinkCloud, type BlinkCloud } from '../../blink-cloud/start.ts';
import { small } from '../../blink-cloud/worlds/small.ts';
import { codeOf } from './failures.ts';
import { credentialsFor, signedIn, signInTo } from './signed-in.ts';
import { walkSignIn } from './walk-sign-in.ts';

let cloud: BlinkCloud;

beforeEach(async () => {
  cloud = await startBlinkCloud({ world: small });
});
afterEach(() => cloud.stop());

const refreshes = () =>
  cloud.control.requests().filter(({ body }) => body.includes('grant_type=refresh_token')).length;

describe('tokens', () => {
  it('that have expired are renewed once for many requests, saved, and used', async () => {
    const { client, credentials, saved } = await signedIn(cloud);
    cloud.control.expireTokens();

    await Promise.all(Array.from({ length: 20 }, () => client.homescreen()));

    expect(refreshes()).toBe(1);
    expect(saved).toHaveLength(1);
    expect(saved[0]).toMatchObject({ accountId: credentials.accountId, tier: 'u014' });
    expect(saved[0]?.tokens.refreshToken).not.toBe(credentials.tokens.refreshToken);
  });

  it('rotate again and again', async () => {
    const { client, saved } = await signedIn(cloud);

    for (let turn = 0; turn < 3; turn += 1) {
      cloud.control.expireTokens();
      await client.homescreen();
    }

    expect(new Set(saved.map(({ tokens }) => tokens.refreshToken)).size).toBe(3);
  });

  it('that Blink has ended end the sign-in', async () => {
    const { client } = await signedIn(cloud);
    cloud.control.revoke();

    expect(await codeOf(client.homescreen())).toBe('signed-out-by-blink');
  });

  it.each([
    [{ status: 500, body: 'oops' }, 'cloud-trouble'],
    [{ status: 200, body: '<html>portal</html>' }, 'bad-answer'],
    [{ status: 400, body: 'Bad Request' }, 'cloud-trouble'],
    [{ status: 400, body: { error: 'server_error' } }, 'bad-answer'],
    [{ status: 403, body: '<html>portal</html>' }, 'cloud-trouble'],
    [{ status: 406, body: 'Not Acceptable' }, 'refused'],
    [{ status: 426, body: { message: 'An app update is required' } }, 'too-old'],
    [{ status: 429, body: 'slow down' }, 'rate-limited'],
  ])('survive a refresh answered %j, which is %s', async (answer, code) => {
    const { client, saved } = await signedIn(cloud);
    cloud.control.expireTokens();
    cloud.control.fault({ name: 'refresh-fails', ...answer });

    expect(await codeOf(client.homescreen())).toBe(code);
    expect(saved).toEqual([]);
    cloud.control.clearFaults();
    expect((await client.homescreen()).networks).toHaveLength(1);
    expect(saved).toHaveLength(1);
  });

  it('cause one refresh and one second try, however stubborn the cloud', async () => {
    const { client } = await signedIn(cloud);
    cloud.control.fault({ name: 'unauthorized' });
    cloud.control.clearRequests();

    expect(await codeOf(client.homescreen())).toBe('unauthorized');

    expect(cloud.control.requests().map(({ path }) => path)).toEqual([
      '/api/v3/accounts/1000002/homescreen',
      '/oauth/token',
      '/api/v3/accounts/1000002/homescreen',
    ]);
  });
});

describe('a sign-in that Blink refuses', () => {
  it.each([
    ['oauth-406', 'refused'],
    ['oauth-426', 'too-old'],
  ] as const)('by %s is %s, and nothing else is tried', async (name, code) => {
    const signIn = signInTo(cloud);
    const reading = signIn.readRedirect(await walkSignIn(signIn.authorizeUrl));
    cloud.control.fault({ name });
    cloud.control.clearRequests();

    expect(await codeOf(signIn.exchange(reading.kind === 'code' ? reading.code : ''))).toBe(code);
    expect(cloud.control.requests()).toHaveLength(1);
  });

  it('by an unknown code has failed', async () => {
    expect(await codeOf(signInTo(cloud).exchange('invented'))).toBe('sign-in-failed');
  });

  it('in the first region goes on in the next', async () => {
    const europe = { ...small, account: { ...small.account, tier: 'prde' } };
    const other = await startBlinkCloud({ world: europe });
    other.control.fault({ name: 'status', status: 406, body: 'no', host: 'rest-prod' });

    const { tier } = await credentialsFor(other).finally(() => other.stop());

    expect(tier).toBe('prde');
  });
});
