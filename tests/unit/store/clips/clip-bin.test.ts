import { describe, expect, test } from 'vitest';
import type { ClipIndex, KeptFile } from '../../../../electron/store/clips/clip-index.ts';
import { cloudClipId, deviceId } from '../../../../shared/ids.ts';
import { accountId, listed, noon, openIndex } from '../support.ts';

const first = cloudClipId(1);
const second = cloudClipId(2);
const third = cloudClipId(3);
const file: KeptFile = { path: '1000001/Home/a.mp4', sizeBytes: 99, sha256: 'ab' };
const binned: KeptFile = { ...file, path: '1000001/.bin/Home/a.mp4' };
const bin = { shelf: 'bin', limit: 200, before: null, deviceId: null } as const;

async function indexOfThree(): Promise<ClipIndex> {
  const index = await openIndex();
  await index.recordListing([listed(1), listed(2), listed(3)], noon);
  await index.setKept(first, file, noon);
  return index;
}

const shown = async (index: ClipIndex, shelf: 'all' | 'bin' | 'starred' = 'all') =>
  (await index.page({ ...bin, shelf })).clips.map(({ id }) => id);

describe('a deleted clip', () => {
  test('is hidden at once, is no longer fetched, and stands in the bin until it is gone', async () => {
    const index = await indexOfThree();

    await index.bin([first, second], noon + 5);

    expect(await shown(index)).toEqual(['c3']);
    expect(await shown(index, 'bin')).toEqual(['c2', 'c1']);
    expect((await index.get(first))?.binnedAt).toBe(noon + 5);
    expect((await index.pendingDownloads(accountId, noon, 9)).map(({ clip }) => clip.id)).toEqual([
      'c3',
    ]);
    expect(await index.dayCounts()).toEqual([{ day: '2026-11-22', clips: 1 }]);
    expect(await index.counts(null)).toMatchObject({ kept: 0, waiting: 1, binned: 2 });
  });

  test('comes back as it was when it is wanted again in time', async () => {
    const index = await indexOfThree();
    const before = await index.page({ ...bin, shelf: 'all' });
    await index.bin([first, second], noon);

    await index.unbin([first, second]);

    expect(await index.page({ ...bin, shelf: 'all' })).toEqual(before);
    expect(await index.toDelete(accountId, noon, 9)).toEqual([]);
    expect(await index.oldestDeletion(accountId)).toBeNull();
  });

  test('stays hidden when the cloud lists it again, and is no news', async () => {
    const index = await indexOfThree();
    await index.bin([first, second], noon);
    await index.setDeleted([first, second], noon);
    const again = [1, 2].map((id) => listed(id, { updatedAt: noon + 9e6 }));

    expect((await index.recordListing(again, noon)).added).toEqual([]);

    expect(await shown(index)).toEqual(['c3']);
  });

  test('that was deleted a second time keeps the time of the first', async () => {
    const index = await indexOfThree();
    await index.bin([first], noon);
    await index.bin([first], noon + 9);

    expect((await index.get(first))?.binnedAt).toBe(noon);
  });
});

describe('a deletion in the cloud', () => {
  test('is done for clips the cloud has, oldest wish first, not before its time', async () => {
    const index = await indexOfThree();
    await index.recordListing([listed(9, { originKind: 'local', deviceName: 'Garage' })], noon);
    const [onStick] = (await index.page({ ...bin, shelf: 'all' })).clips;
    await index.bin([second], noon + 2);
    await index.bin([first, ...(onStick === undefined ? [] : [onStick.id])], noon + 1);

    expect(onStick?.id).toMatch(/^l/);
    expect(await index.oldestDeletion(accountId)).toBe(noon + 1);
    expect(await index.toDelete(accountId, noon, 9)).toEqual([]);
    expect(await index.toDelete(accountId, noon + 1, 9)).toEqual([{ id: 'c1', mediaId: 1 }]);
    const both = [
      { id: 'c1', mediaId: 1 },
      { id: 'c2', mediaId: 2 },
    ];
    expect(await index.toDelete(accountId, noon + 2, 9)).toEqual(both);
    expect(await index.toDelete(accountId, noon + 2, 1)).toHaveLength(1);
    expect(await index.toDelete(5, noon + 2, 9)).toEqual([]);
  });

  test('that was done is not asked for again and leaves the file in the bin', async () => {
    const index = await indexOfThree();
    await index.bin([first, second], noon);

    await index.setDeleted([first, second], noon + 1);

    expect(await index.oldestDeletion(accountId)).toBeNull();
    expect(await index.get(first)).toMatchObject({ place: 'kept', isInCloud: false });
    expect(await index.get(second)).toMatchObject({ place: 'gone', isInCloud: false });
    expect(await shown(index, 'bin')).toEqual(['c1']);
  });

  test('that the cloud refuses waits behind the others and is given up after eight tries', async () => {
    const index = await indexOfThree();
    await index.bin([first], noon);
    await index.bin([second], noon + 1);
    await index.setDeletionFailed([first], 'cloud-trouble');

    const order = async () => (await index.toDelete(accountId, noon + 1, 9)).map(({ id }) => id);

    expect(await order()).toEqual(['c2', 'c1']);
    for (let tries = 1; tries < 8; tries += 1) {
      await index.setDeletionFailed([first], 'cloud-trouble');
    }
    expect(await order()).toEqual(['c2']);
  });

  test('somebody else has done needs no more doing', async () => {
    const index = await indexOfThree();
    await index.bin([first], noon);

    await index.recordListing([listed(1, { isDeleted: true, updatedAt: noon + 9e6 })], noon);

    expect(await index.oldestDeletion(accountId)).toBeNull();
  });
});

describe('the file of a deleted clip', () => {
  test('goes into the bin, and out of the world when its days are over', async () => {
    const index = await indexOfThree();
    await index.bin([first, second], noon);
    await index.setDeleted([first, second], noon);

    expect(await index.toBin(noon - 1, 9)).toEqual([]);
    expect(await index.toBin(noon, 9)).toEqual([{ id: first, file }]);
    await index.setInBin(first, binned.path);
    expect(await index.toBin(noon, 9)).toEqual([]);
    expect((await index.source(first))?.file).toBeNull();
    expect(await index.binFile(first)).toEqual(binned);
    expect(await index.inBin(noon, 9)).toEqual([]);
    expect(await index.inBin(noon + 1, 9)).toEqual([{ id: first, file: binned }]);
    expect(await index.inBin(Infinity, 9)).toHaveLength(1);
    expect(await index.counts(null)).toMatchObject({ binned: 1, usedBytes: 99 });
    expect(await index.binBytes()).toBe(99);

    await index.setErased([first]);

    expect(await index.inBin(Infinity, 9)).toEqual([]);
    expect(await index.binBytes()).toBe(0);
    expect(await shown(index, 'bin')).toEqual([]);
    expect(await index.counts(null)).toMatchObject({ binned: 0, usedBytes: 0 });
    expect((await index.recordListing([listed(1)], noon)).added).toEqual([]);
  });

  test('is found when the clip was brought back while it was on its way', async () => {
    const index = await indexOfThree();
    await index.bin([first], noon);
    await index.setInBin(first, binned.path);
    await index.unbin([first]);

    expect(await index.toUnbin(9)).toEqual([{ id: first, file: binned }]);
    await index.setOutOfBin(first, file.path);

    expect(await index.toUnbin(9)).toEqual([]);
    expect(await index.source(first)).toMatchObject({ file, clip: { place: 'kept' } });
  });

  test('that was looked for while it was on its way is not missing', async () => {
    const index = await indexOfThree();
    await index.bin([first], noon);
    await index.setDeleted([first], noon);
    await index.setMissing(first);

    await index.setInBin(first, binned.path);

    expect((await index.get(first))?.place).toBe('kept');
    expect(await shown(index, 'bin')).toEqual(['c1']);
  });

  test('is not taken out of a bin in which it does not lie', async () => {
    const index = await indexOfThree();

    await index.setOutOfBin(second, file.path);

    expect(await index.source(second)).toMatchObject({ file: null, clip: { place: 'listed' } });
  });

  test('is never erased from the index while the clip is shown', async () => {
    const index = await indexOfThree();

    await index.setErased([first]);

    expect((await index.source(first))?.file).toEqual(file);
  });
});

test('the files of an account are those of nobody else, in the bin or out of it', async () => {
  const index = await indexOfThree();
  const other = listed(9, { accountId: 5, deviceId: deviceId(5, 'camera', 1) });
  await index.recordListing([other], noon);
  await index.setKept(cloudClipId(9), { ...file, path: '5/Home/b.mp4' }, noon);
  await index.setKept(third, { ...file, path: '1000001/Home/c.mp4' }, noon);
  await index.bin([first], noon);
  await index.setInBin(first, binned.path);

  const mine = await index.accountFiles(accountId, null, 9);

  expect(mine.map((kept) => kept.file.path)).toEqual([binned.path, '1000001/Home/c.mp4']);
  expect(await index.accountFiles(accountId, null, 1)).toHaveLength(1);
  expect(await index.accountFiles(accountId, first, 9)).toMatchObject([{ id: third }]);
});

test('starred clips have a shelf of their own, without the deleted ones', async () => {
  const index = await indexOfThree();
  for (const id of [first, second, third]) await index.setStarred(id, noon);
  await index.setStarred(third, null);
  await index.bin([second], noon);

  expect(await shown(index, 'starred')).toEqual(['c1']);
  expect(await index.get(first)).toMatchObject({ isStarred: true });
  expect(await index.get(third)).toMatchObject({ isStarred: false });
});

test('a long list of deletions is done to its end', async () => {
  const index = await openIndex();
  const clips = Array.from({ length: 200 }, (_, id) => listed(id + 1));
  await index.recordListing(clips, noon);

  await index.bin(
    clips.map(({ remoteId }) => cloudClipId(Number(remoteId))),
    noon,
  );

  expect(await shown(index)).toEqual([]);
  expect(await index.toDelete(accountId, noon, 500)).toHaveLength(200);
});
