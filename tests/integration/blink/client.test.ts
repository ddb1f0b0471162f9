import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BlinkClient } from '../../../electron/blink/blink-client.ts';
import type { MediaItem } from '../../../electron/blink/models.ts';
import { seconds } from '../../../electron/lib/clock.ts';
import { startBlinkCloud, type BlinkCloud } from '../../blink-cloud/start.ts';
import { small } from '../../blink-cloud/worlds/small.ts';
import { credentialsFor, signedIn, signInTo } from './signed-in.ts';
import { demoPerson, walkSignIn } from './walk-sign-in.ts';

let cloud: BlinkCloud;

beforeEach(async () => {
  cloud = await startBlinkCloud({ world: small, speed: 100 });
});
afterEach(() => cloud.stop());

const asked = (part: string) => cloud.control.requests().filter(({ path }) => path.includes(part));

async function allMedia(client: BlinkClient): Promise<readonly MediaItem[]> {
  const items: MediaItem[] = [];
  for (let page = 1; ; page += 1) {
    const answer = await client.changedMedia(0, page);
    items.push(...answer.items);
    if (answer.isLast) return items;
  }
}

async function gathered(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

describe('signing in on the hosted page', () => {
  it('ends in credentials of the account, its region and 80 % of the token’s life', async () => {
    const before = Date.now();

    const { accountId, tier, tokens } = await credentialsFor(cloud);

    expect({ accountId, tier, clientId: tokens.clientId }).toEqual({
      accountId: 1000002,
      tier: 'u014',
      clientId: 'ios',
    });
    expect(tokens.renewAt - before).toBeGreaterThanOrEqual(seconds(0.8 * 14_400));
    expect(tokens.renewAt - before).toBeLessThan(seconds(0.8 * 14_400 + 20));
  });

  it('asks for tokens as the phone app does', async () => {
    await credentialsFor(cloud);

    const [token] = asked('/oauth/token');
    expect(token).toMatchObject({ method: 'POST', host: 'api.oauth.blink.com', status: 200 });
    expect(token?.headers).toMatchObject({
      'content-type': 'application/x-www-form-urlencoded',
      'user-agent': expect.stringMatching(/^Blink\//) as unknown,
    });
    expect(asked('tier_info')[0]).toMatchObject({ host: 'rest-prod.immedia-semi.com' });
  });

  it('does not reach our address with a wrong password or code', async () => {
    for (const wrong of [{ password: 'x' }, { code: '000000' }]) {
      const signIn = signInTo(cloud);
      const end = await walkSignIn(signIn.authorizeUrl, { ...demoPerson, ...wrong });

      expect(signIn.readRedirect(end)).toEqual({ kind: 'not-ours' });
    }
  });

  it('takes no code of another attempt', async () => {
    const end = await walkSignIn(signInTo(cloud).authorizeUrl);

    expect(() => signInTo(cloud).readRedirect(end)).toThrow('sign-in-failed');
  });
});

describe('a signed-in client', () => {
  it('reads the homescreen of its region with the bearer alone', async () => {
    const { client } = await signedIn(cloud);
    cloud.control.clearRequests();

    const home = await client.homescreen();

    expect(home.networks).toMatchObject([{ id: '1000002:2101', name: 'Studio', isArmed: false }]);
    expect(home.devices.map(({ name, family }) => [name, family])).toEqual([
      ['Gate', 'camera'],
      ['Desk', 'owl'],
    ]);
    expect(cloud.control.requests()).toMatchObject([
      { host: 'rest-u014.immedia-semi.com', path: '/api/v3/accounts/1000002/homescreen' },
    ]);
    expect(cloud.control.requests()[0]?.headers).not.toHaveProperty('app-build');
  });

  it('arms and disarms, and waits until it is so', async () => {
    const { client } = await signedIn(cloud);

    for (const isArmed of [true, false]) {
      expect(await client.networks.setArmed('1000002:2101', isArmed)).toBeNull();

      expect(cloud.control.state().networks[0]?.armed).toBe(isArmed);
      expect((await client.homescreen()).networks[0]?.isArmed).toBe(isArmed);
    }
  });

  it('arms with a warning when no camera watches', async () => {
    const { client } = await signedIn(cloud);
    cloud.control.setDevice('Gate', { enabled: false });
    cloud.control.setDevice('Desk', { enabled: false });

    expect(await client.networks.setArmed('1000002:2101', true)).toBe('no-motion-cameras');
    expect((await client.homescreen()).networks[0]?.isArmed).toBe(true);
  });

  it.each(['Gate', 'Desk'])('takes a new picture with %s and then finds it', async (name) => {
    const { client } = await signedIn(cloud);
    const find = async () => {
      const home = await client.homescreen();
      const device = home.devices.find((one) => one.name === name);
      if (device === undefined) throw new Error('no such device');
      return { device, ref: home.pictureRefs.get(device.id) ?? '' };
    };
    const before = await find();

    await client.cameras.takePicture(before.device);
    const after = await find();

    expect(after.device.picture?.version).not.toBe(before.device.picture?.version);
    const picture = await client.picture(after.ref);
    expect(Buffer.from(picture.subarray(0, 3)).toString('hex')).toBe('ffd8ff');
  });

  it('lists every recording over several pages, and what changed since', async () => {
    const { client } = await signedIn(cloud);

    const all = await allMedia(client);

    expect(all.map(({ kind, networkName }) => [kind, networkName])).toEqual(
      Array.from({ length: 3 }, () => ['motion', 'Studio']),
    );
    const newest = Math.max(...all.map(({ updatedAt }) => updatedAt));
    const recent = await client.changedMedia(newest, 1);
    expect(recent.items.map(({ updatedAt }) => updatedAt)).toEqual([newest]);
  });

  it('downloads a recording byte for byte, with its still, and it then counts as watched', async () => {
    const { client } = await signedIn(cloud);
    const [item] = (await allMedia(client)).filter(({ isWatched }) => !isWatched);
    if (!item?.clipRef || !item.stillRef) throw new Error('no unwatched recording');

    const { contentType, sizeBytes, body } = await client.openClip(item.clipRef);
    const bytes = await gathered(body);

    expect(contentType).toBe('video/mp4');
    expect(sizeBytes).toBe(bytes.length);
    expect(bytes.equals(cloud.control.clip(item.mediaId) ?? Buffer.alloc(0))).toBe(true);
    expect((await client.picture(item.stillRef)).length).toBeGreaterThan(1_000);
    const again = (await allMedia(client)).find(({ mediaId }) => mediaId === item.mediaId);
    expect(again?.isWatched).toBe(true);
  });

  it('signs out under Blink’s own number of this installation', async () => {
    const { client } = await signedIn(cloud);

    await client.account.logout();

    expect(asked('/logout')).toMatchObject([
      {
        method: 'POST',
        path: expect.stringMatching(
          /^\/api\/v4\/account\/1000002\/client\/\d+\/logout$/,
        ) as unknown,
        status: 200,
      },
    ]);
  });

  it('refuses systems of another account without asking', async () => {
    const { client } = await signedIn(cloud);
    cloud.control.clearRequests();

    await expect(client.networks.setArmed('5:2101', true)).rejects.toThrow('invalid-argument');
    expect(cloud.control.requests()).toEqual([]);
  });
});
