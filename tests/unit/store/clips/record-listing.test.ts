import { expect, test } from 'vitest';
import type { KeptFile } from '../../../../electron/store/clips/clip-index.ts';
import { cloudClipId, deviceId, networkId } from '../../../../shared/ids.ts';
import { accountId, listed, noon, openIndex } from '../support.ts';

const first = cloudClipId(1);
const file: KeptFile = { path: '1000001/Home/a.mp4', sizeBytes: 99, sha256: 'ab' };
const everything = { shelf: 'all', limit: 200, before: null, deviceId: null } as const;

test('a page listed twice adds its clips once and changes nothing the second time', async () => {
  const index = await openIndex();
  const page = [listed(2), listed(1), listed(3), listed(1)];

  const once = await index.recordListing(page, noon);
  const twice = await index.recordListing(page, noon + 1);

  expect(once.added.map((clip) => clip.id)).toEqual(['c1', 'c2', 'c3']);
  expect(twice).toEqual({ added: [], changed: 0 });
});

test('sightings of one clip end the same in whatever order they arrive', async () => {
  const sightings = [
    listed(1),
    listed(1, { isWatched: true, deviceName: 'Porch', updatedAt: noon + 900_000 }),
    listed(1, { isWatched: true, isDeleted: true, updatedAt: noon + 950_000, clipRef: null }),
  ];
  const orders = [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
  ];
  for (const order of orders) {
    const index = await openIndex();
    for (const at of order) await index.recordListing(sightings.slice(at, at + 1), noon);
    const clip = await index.get(first);
    expect(clip?.place, String(order)).toBe('gone');
    expect(await index.pendingDownloads(accountId, noon, 10)).toEqual([]);
  }
});

test('a clip whose deletion came first never appears', async () => {
  const index = await openIndex();
  const deleted = listed(1, { isDeleted: true, updatedAt: noon + 950_000 });

  await index.recordListing([deleted], noon);
  const outcome = await index.recordListing([listed(1)], noon);

  expect(outcome).toEqual({ added: [], changed: 0 });
  expect(await index.get(first)).toBeNull();
});

test('a page with a clip and its deletion announces nothing', async () => {
  const index = await openIndex();
  const deleted = listed(1, { isDeleted: true, updatedAt: noon + 950_000 });

  expect((await index.recordListing([listed(1), deleted], noon)).added).toEqual([]);
});

test('a known clip takes over what the cloud changed and keeps what is ours', async () => {
  const index = await openIndex();
  await index.recordListing([listed(1)], noon);
  await index.setSeen(first, noon);
  await index.setKept(first, file, noon);
  const change = { isWatched: true, deviceName: 'Porch', clipRef: '/new', updatedAt: noon + 9e6 };

  const outcome = await index.recordListing([listed(1, change)], noon);

  expect(outcome).toEqual({ added: [], changed: 1 });
  expect(await index.source(first)).toMatchObject({
    clip: { isWatched: true, isSeen: true, deviceName: 'Porch', place: 'kept', sizeBytes: 99 },
    clipRef: '/new',
    stillRef: '/clip/1.jpg',
    file,
  });
});

test('a deletion in the cloud never touches a kept clip', async () => {
  const index = await openIndex();
  await index.recordListing([listed(1), listed(2)], noon);
  await index.setKept(first, file, noon);
  const deletions = [1, 2].map((id) => listed(id, { isDeleted: true, updatedAt: noon + 9e6 }));

  expect(await index.recordListing(deletions, noon)).toEqual({ added: [], changed: 2 });

  expect((await index.source(first))?.file).toEqual(file);
  expect((await index.get(cloudClipId(2)))?.place).toBe('gone');
  await index.setMissing(first);
  expect(await index.get(first)).toMatchObject({ place: 'missing', isInCloud: false });
});

test('an empty listing deletes nothing', async () => {
  const index = await openIndex();
  await index.recordListing([listed(1)], noon);

  expect(await index.recordListing([], noon)).toEqual({ added: [], changed: 0 });
  expect((await index.get(first))?.place).toBe('listed');
});

test.each([
  { what: 'five seconds apart', apart: 5_000, name: 'Front Yard', clips: 1 },
  { what: 'written differently', apart: -3_000, name: ' FRONT  yard', clips: 1 },
  { what: 'six seconds apart', apart: 6_000, name: 'Front Yard', clips: 2 },
  { what: 'of another camera', apart: 0, name: 'Garage', clips: 2 },
])('a recording in the cloud and one on a stick $what are $clips clip(s)', async (each) => {
  const index = await openIndex();
  const onStick = listed(77, {
    originKind: 'local',
    deviceId: deviceId(accountId, 'camera', 9),
    deviceName: each.name,
    recordedAt: noon + 60_000 + each.apart,
    isWatched: true,
  });

  await index.recordListing([listed(1)], noon);
  await index.recordListing([onStick], noon);
  await index.recordListing([onStick, listed(1)], noon);

  const { clips } = await index.page(everything);
  expect(clips).toHaveLength(each.clips);
  expect(await index.source(first)).toMatchObject({
    clip: { isWatched: false, deviceName: 'Front Yard' },
    clipRef: '/clip/1.mp4',
  });
});

test('what a stick says of a clip takes nothing from what the cloud said', async () => {
  const index = await openIndex();
  await index.recordListing([listed(1, { isWatched: true, labels: ['person'] })], noon);
  const before = await index.get(first);

  await index.recordListing(
    [listed(77, { originKind: 'local', recordedAt: noon + 60_000, deviceName: 'FRONT YARD' })],
    noon,
  );

  expect(await index.get(first)).toEqual(before);
  expect(before).toMatchObject({ isWatched: true, labels: ['person'], deviceName: 'Front Yard' });
});

test('a clip first seen on a stick keeps its id when the cloud lists it', async () => {
  const index = await openIndex();
  const [local] = (await index.recordListing([listed(1, { originKind: 'local' })], noon)).added;

  expect((await index.recordListing([listed(1)], noon)).added).toEqual([]);

  expect(local?.id).toMatch(/^l[0-9a-f]{24}$/);
  const { clips } = await index.page(everything);
  expect(clips.map((clip) => clip.id)).toEqual([local?.id]);
});

test('two clips of one camera in the cloud are two clips, however close', async () => {
  const index = await openIndex();
  await index.recordListing([listed(1), listed(2, { recordedAt: noon + 61_000 })], noon);

  expect((await index.page(everything)).clips).toHaveLength(2);
});

test('another account with the same recording gets a clip of its own', async () => {
  const index = await openIndex();
  const other = listed(1, {
    accountId: 5,
    networkId: networkId(5, 2001),
    deviceId: deviceId(5, 'camera', 4001),
  });
  await index.recordListing([listed(1)], noon);

  const { added } = await index.recordListing([other], noon);

  expect(added).toHaveLength(1);
  expect(added[0]?.id).not.toBe('c1');
  expect((await index.get(first))?.accountId).toBe(accountId);
});
