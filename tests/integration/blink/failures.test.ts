import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../../../shared/errors.ts';
import { seconds } from '../../../electron/lib/clock.ts';
import { startBlinkCloud, type BlinkCloud } from '../../blink-cloud/start.ts';
import { small } from '../../blink-cloud/worlds/small.ts';
import { codeOf, failureOf } from './failures.ts';
import { signedIn } from './signed-in.ts';

let cloud: BlinkCloud;

beforeEach(async () => {
  cloud = await startBlinkCloud({ world: small, speed: 100 });
});
afterEach(() => cloud.stop());

const studio = '1000002:2101';

const asked = (part: string) => cloud.control.requests().filter(({ path }) => path.includes(part));

describe('a cloud that answers oddly', () => {
  it.each([
    ['a page', { name: 'html' }, 'captive-portal'],
    ['half of the JSON', { name: 'truncated-json' }, 'bad-answer'],
    ['406', { name: 'status', status: 406, body: 'Not Acceptable' }, 'refused-for-now'],
    ['words of a suspension', { name: 'account-suspended' }, 'account-suspended'],
    ['426', { name: 'status', status: 426 }, 'too-old'],
    ['500', { name: 'status' }, 'cloud-trouble'],
    ['401 even after a refresh', { name: 'unauthorized' }, 'unauthorized'],
  ] as const)('with %s gets its name', async (_what, fault, code) => {
    const { client } = await signedIn(cloud);
    cloud.control.fault({ ...fault, match: 'homescreen' });

    expect(await codeOf(client.homescreen())).toBe(code);
    cloud.control.clearFaults();
    expect((await client.homescreen()).networks).toHaveLength(1);
  });

  it('with 429 says when it will listen again, and is asked once', async () => {
    const { client } = await signedIn(cloud);
    cloud.control.fault({ name: 'status', status: 429, headers: { 'retry-after': '90' } });
    cloud.control.clearRequests();
    const before = Date.now();

    const { code, retryAt } = await failureOf(client.homescreen());

    expect(code).toBe('rate-limited');
    expect((retryAt ?? 0) - before).toBeGreaterThanOrEqual(seconds(90));
    expect((retryAt ?? 0) - before).toBeLessThan(seconds(110));
    expect(cloud.control.requests()).toHaveLength(1);
  });

  it('without its lists is an account without devices', async () => {
    const { client } = await signedIn(cloud);
    const keys = ['networks', 'sync_modules', 'cameras', 'owls', 'doorbells', 'media'];
    cloud.control.fault({ name: 'missing-arrays', match: 'homescreen|media', keys });

    const home = await client.homescreen();
    const page = await client.changedMedia(0, 1);

    expect([home.networks, home.syncModules, home.devices]).toEqual([[], [], []]);
    expect(page).toMatchObject({ items: [], unreadable: 0, isLast: true, isShort: true });
  });

  it('with devices and recordings nobody has heard of shows them with their own words', async () => {
    const { client } = await signedIn(cloud);
    cloud.control.fault({ name: 'unknown-types' });

    const { devices } = await client.homescreen();
    const { items } = await client.changedMedia(0, 1);

    expect(devices[0]).toMatchObject({ name: 'Gate', family: 'camera', type: 'moonbeam' });
    expect(items[0]).toMatchObject({ kind: 'other', source: 'levitation' });
    expect(items[0]?.deviceId).toMatch(/:camera:4101$/);
  });

  it('that takes too long is a timeout', async () => {
    const { client } = await signedIn(cloud, { timeoutMs: 300 });
    cloud.control.fault({ name: 'slow', ms: 5_000, match: 'homescreen' });

    expect(await codeOf(client.homescreen())).toBe('timeout');
  });

  it('that is gone is offline', async () => {
    const { client } = await signedIn(cloud);
    await cloud.stop();

    expect(await codeOf(client.homescreen())).toBe('offline');
  });
});

describe('a recording', () => {
  it('that is cut off does not arrive as if whole', async () => {
    const { client } = await signedIn(cloud);
    const [item] = (await client.changedMedia(0, 1)).items;
    cloud.control.fault({ name: 'truncated-clip' });

    const { body } = await client.openClip(item?.clipRef ?? '');
    const drain = async () => {
      for await (const _chunk of body);
    };

    expect(await codeOf(drain())).toBe('offline');
  });

  it('that the cloud has no more is not found', async () => {
    const { client } = await signedIn(cloud);
    const [item] = (await client.changedMedia(0, 1)).items;
    const gone = (item?.clipRef ?? '').replace(/\d+\.mp4/, '1.mp4');

    expect(await codeOf(client.openClip(gone))).toBe('not-found');
  });

  it('whose still is empty has none', async () => {
    const { client } = await signedIn(cloud);
    const [item] = (await client.changedMedia(0, 1)).items;
    cloud.control.fault({ name: 'thumbnail-empty' });

    expect(await codeOf(client.picture(item?.stillRef ?? ''))).toBe('not-found');
  });
});

describe('arming', () => {
  it('at a module that stays busy is tried five times, the state read in between', async () => {
    const { client } = await signedIn(cloud);
    cloud.control.fault({ name: 'arm-busy' });
    cloud.control.clearRequests();

    expect(await codeOf(client.networks.setArmed(studio, true))).toBe('module-busy');
    expect(asked('/state/arm')).toHaveLength(5);
    expect(asked('/homescreen')).toHaveLength(4);
  });

  it('waits for a module that is busy for a while', async () => {
    const { client } = await signedIn(cloud);
    cloud.control.fault({ name: 'arm-busy', times: 2 });

    await client.networks.setArmed(studio, true);
    expect(cloud.control.state().networks[0]?.armed).toBe(true);
  });

  it('that somebody else has done meanwhile is done', async () => {
    const { client } = await signedIn(cloud);
    cloud.control.fault({ name: 'arm-busy' });
    cloud.control.setArmed(2101, true);
    cloud.control.clearRequests();

    await client.networks.setArmed(studio, true);
    expect(asked('/state/arm')).toHaveLength(1);
  });

  it('that the camera does not carry out is a failed command', async () => {
    const { client } = await signedIn(cloud);
    cloud.control.fault({ name: 'arm-fails' });

    expect(await codeOf(client.networks.setArmed(studio, true))).toBe('command-failed');
    expect(cloud.control.state().networks[0]?.armed).toBe(false);
  });

  it('bears two lost answers while it waits', async () => {
    const { client } = await signedIn(cloud);
    cloud.control.fault({ name: 'status', match: '/command/', times: 2 });

    await client.networks.setArmed(studio, true);
    expect(cloud.control.state().networks[0]?.armed).toBe(true);
  });

  it('can be given up while it waits', async () => {
    cloud.control.setSpeed(0.01);
    const { client } = await signedIn(cloud);
    const caller = new AbortController();

    const waiting = codeOf(client.networks.setArmed(studio, true, caller.signal));
    await vi.waitFor(() => expect(asked('/command/')).not.toHaveLength(0));
    caller.abort(new AppError('sign-in-cancelled'));

    expect(await waiting).toBe('sign-in-cancelled');
  });

  it('and taking a picture go one after the other', async () => {
    const { client } = await signedIn(cloud);
    const [device] = (await client.homescreen()).devices;
    if (device === undefined) throw new Error('no device');
    cloud.control.clearRequests();

    await Promise.all([client.networks.setArmed(studio, true), client.cameras.takePicture(device)]);

    expect(cloud.control.requests().every(({ status }) => status === 200)).toBe(true);
    const orders = cloud.control.requests().filter(({ method }) => method === 'POST');
    expect(orders.map(({ path }) => path.split('/').at(-1))).toEqual(['arm', 'thumbnail']);
  });
});
