import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BlinkClient } from '../../../electron/blink/blink-client.ts';
import type { LocalClipRef } from '../../../electron/blink/endpoints/local-storage.ts';
import { startBlinkCloud, type BlinkCloud } from '../../blink-cloud/start.ts';
import { askedDuring, isPoll } from './asked.ts';
import { one } from './blink-world.ts';
import { codeOf } from './failures.ts';
import { signedIn } from './signed-in.ts';

const networkId = '1000002:2101';
const storage = '/api/v1/accounts/1000002/networks/2101/sync_modules/3101/local_storage';

let cloud: BlinkCloud;
let client: BlinkClient;

beforeEach(async () => {
  cloud = await startBlinkCloud({ world: one, speed: 200 });
  ({ client } = await signedIn(cloud));
});
afterEach(() => cloud.stop());

const wordsOf = async (work: () => Promise<unknown>) =>
  (await askedDuring(cloud, work))
    .filter((request) => !isPoll(request))
    .map(({ method, path }) => `${method} ${path.replace(storage, '')}`);

/** How many bytes of a recording come. */
async function sizeOf(ref: LocalClipRef) {
  const { body } = await client.localStorage.clip(ref);
  let sizeBytes = 0;
  for await (const chunk of body) sizeBytes += chunk.length;
  return sizeBytes;
}

const first = async () => {
  const manifest = await client.localStorage.manifest(networkId);
  const [clip] = manifest.clips;
  if (clip === undefined) throw new Error('nothing on the stick');
  return { ...manifest, ...clip };
};

describe('recordings on the hub', () => {
  it('are listed by a manifest that has to be asked for', async () => {
    await client.homescreen();
    const { clips, unreadable, manifestId } = await client.localStorage.manifest(networkId);

    expect(unreadable).toBe(0);
    expect(manifestId).toMatch(/^\d+$/);
    expect(clips.map(({ cameraName }) => cameraName)).toContain('Gate');
    for (const { clipId, recordedAt } of clips) {
      expect(clipId).toMatch(/^\d+$/);
      expect(recordedAt).toBeLessThan(Date.now());
    }
  });

  it('are asked for, waited for and fetched under the same address', async () => {
    const ref = await first();
    let sizeBytes = 0;

    const words = await wordsOf(async () => {
      sizeBytes = await sizeOf(ref);
    });

    const address = `/manifest/${ref.manifestId}/clip/request/${ref.clipId}`;
    expect(words[0]).toBe(`POST ${address}`);
    expect(new Set(words.slice(1))).toEqual(new Set([`GET ${address}`]));
    expect(sizeBytes).toBeGreaterThan(1_000);
  });

  it('are not ready when the hub does not hand them over in time', async () => {
    const ref = await first();
    // The hub says "done" at once, but takes longer than anybody waits.
    const body = { complete: true, status_code: 908 };
    cloud.control.fault({ name: 'status', status: 200, match: '/command/', body });
    cloud.control.setSpeed(0.05);

    expect(await codeOf(client.localStorage.clip(ref))).toBe('local-clip-not-ready');
  });

  // How long an older manifest holds is not known for sure.
  it('of an older manifest are had while the cloud honours it', async () => {
    const ref = await first();
    const { manifestId } = await client.localStorage.manifest(networkId);
    expect(manifestId).not.toBe(ref.manifestId);

    expect(await sizeOf(ref)).toBeGreaterThan(1_000);
  });

  it('of an older manifest are not found where the cloud does not honour it', async () => {
    cloud.control.fault({ name: 'old-manifests-gone' });
    const ref = await first();
    const { manifestId } = await client.localStorage.manifest(networkId);

    expect(await codeOf(client.localStorage.clip(ref))).toBe('not-found');
    expect(await sizeOf({ ...ref, manifestId })).toBeGreaterThan(1_000);
  });

  it('can be deleted', async () => {
    const ref = await first();

    const words = await wordsOf(() => client.localStorage.remove(ref));

    expect(words).toEqual([`POST /manifest/${ref.manifestId}/clip/delete/${ref.clipId}`]);
    const left = await client.localStorage.manifest(networkId);
    expect(left.clips.map(({ clipId }) => clipId)).not.toContain(ref.clipId);
  });

  it('that were deleted are not found, also while a manifest still lists them', async () => {
    await cloud.stop();
    cloud = await startBlinkCloud({ world: one, speed: 200, deletedLocalClipStaysMs: 12_000_000 });
    ({ client } = await signedIn(cloud));
    const ref = await first();
    await client.localStorage.remove(ref);

    const { manifestId, clips } = await client.localStorage.manifest(networkId);

    expect(clips.map(({ clipId }) => clipId)).toContain(ref.clipId);
    expect(await codeOf(client.localStorage.clip({ ...ref, manifestId }))).toBe('not-found');
    expect(cloud.control.localClips(2101)).toHaveLength(1);
  });
});

describe('a system without a hub', () => {
  it('has no storage of its own', async () => {
    cloud.control.fault({ name: 'missing-arrays', match: 'homescreen', keys: ['sync_modules'] });

    expect(await codeOf(client.localStorage.manifest(networkId))).toBe('not-supported');
  });
});
