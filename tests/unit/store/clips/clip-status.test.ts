import { describe, expect, test } from 'vitest';
import { minutes } from '../../../../electron/lib/clock.ts';
import type { ClipIndex, KeptFile } from '../../../../electron/store/clips/clip-index.ts';
import { backoffCapMs } from '../../../../electron/sync/polling/pace.ts';
import type { ClipCursor } from '../../../../shared/models.ts';
import { cloudClipId } from '../../../../shared/ids.ts';
import { accountId, listed, noon, openIndex } from '../support.ts';

const first = cloudClipId(1);
const second = cloudClipId(2);
const fileOf = (id: number): KeptFile => ({
  path: `1000001/Home/${id}.mp4`,
  sizeBytes: 99,
  sha256: 'ab',
});

async function indexOfKept(...ids: readonly number[]): Promise<ClipIndex> {
  const index = await openIndex();
  await index.recordListing(
    ids.map((id) => listed(id)),
    noon,
  );
  for (const id of ids) await index.setKept(cloudClipId(id), fileOf(id), noon);
  return index;
}

const deletedInCloud = (id: number) => listed(id, { isDeleted: true, updatedAt: noon + 9e6 });
const wanted = async (index: ClipIndex) =>
  (await index.pendingDownloads(accountId, noon, 9)).map(({ clip }) => clip.id);

describe('a kept clip whose file is not there', () => {
  test('is missing and left alone until somebody asks', async () => {
    const index = await indexOfKept(1);

    await index.setMissing(first);

    expect(await index.source(first)).toMatchObject({ clip: { place: 'missing' }, file: null });
    expect(await wanted(index)).toEqual([]);
    expect(await index.counts(null)).toMatchObject({ kept: 0, missing: 1, usedBytes: 0 });
  });

  test('is fetched again when somebody asks and the cloud has it', async () => {
    const index = await indexOfKept(1, 2, 3);
    for (const id of [1, 2]) await index.setMissing(cloudClipId(id));
    await index.recordListing([deletedInCloud(2)], noon);

    expect(await index.retryDownloads('damaged')).toBe(0);
    expect(await index.retryDownloads('missing')).toBe(1);

    expect(await wanted(index)).toEqual(['c1']);
    expect((await index.get(second))?.place).toBe('missing');
  });

  test('is kept again when the file turns up', async () => {
    const index = await indexOfKept(1);
    await index.setMissing(first);

    await index.setFound(first);

    expect(await index.source(first)).toMatchObject({ clip: { place: 'kept' }, file: fileOf(1) });
  });

  test('stays missing when opening it fails', async () => {
    const index = await indexOfKept(1);
    await index.setMissing(first);

    for (let tries = 0; tries < 9; tries += 1) await index.setFailed(first, 'clip-gone', noon);

    expect((await index.get(first))?.place).toBe('missing');
  });
});

describe('a kept clip whose file has changed', () => {
  test('is fetched again by itself while the cloud has it', async () => {
    const index = await indexOfKept(1);

    await index.setCorrupt(first);

    expect(await wanted(index)).toEqual(['c1']);
    expect((await index.source(first))?.file).toBeNull();
    expect(await index.keptFiles(null, 9)).toEqual([{ id: first, file: fileOf(1) }]);
  });

  test('is damaged when the cloud has lost it, and wanted when the cloud has it again', async () => {
    const index = await indexOfKept(1, 2);
    await index.recordListing([deletedInCloud(1)], noon);
    await index.setCorrupt(first);
    await index.setCorrupt(second);
    await index.recordListing([deletedInCloud(2)], noon);

    expect(await index.get(first)).toMatchObject({ place: 'damaged', isInCloud: false });
    expect(await index.get(second)).toMatchObject({ place: 'damaged', isInCloud: false });
    expect((await index.counts(null)).damaged).toBe(2);

    await index.recordListing([listed(1, { updatedAt: noon + 10e6 })], noon);
    expect(await wanted(index)).toEqual(['c1']);
  });
});

test('a clip whose try has failed waits, but not longer for a clock that was set back by an hour', async () => {
  const index = await openIndex();
  await index.recordListing([listed(1)], noon);
  const at = async (now: number) =>
    (await index.pendingDownloads(accountId, now, 9)).map(({ clip }) => clip.id);

  await index.setFailed(first, 'clip-damaged', noon + backoffCapMs);

  expect(await at(noon)).toEqual([]);
  expect(await at(noon + backoffCapMs)).toEqual(['c1']);
  expect(await at(noon - minutes(60))).toEqual(['c1']);
});

test('a clip given up after eight tries is tried again when somebody asks', async () => {
  const index = await openIndex();
  await index.recordListing([listed(1)], noon);
  for (let tries = 0; tries < 8; tries += 1) await index.setFailed(first, 'clip-damaged', noon + 9);

  expect(await index.retryDownloads('missing')).toBe(0);
  expect(await index.retryDownloads('damaged')).toBe(1);

  expect(await index.pendingDownloads(accountId, noon, 9)).toMatchObject([{ attempts: 0 }]);
});

describe('limits', () => {
  test('may remove what is kept and neither starred nor deleted, oldest first', async () => {
    const index = await indexOfKept(1, 2, 3, 4, 5);
    await index.setStarred(cloudClipId(2), noon);
    await index.bin([cloudClipId(3)], noon);
    await index.setMissing(cloudClipId(4));
    await index.recordListing([deletedInCloud(5)], noon);

    expect(await index.prunable(null, 9)).toEqual([
      { id: 'c1', file: fileOf(1), recordedAt: noon + 60_000, isInCloud: true },
      { id: 'c5', file: fileOf(5), recordedAt: noon + 300_000, isInCloud: false },
    ]);
  });

  test('walk on from where they stopped, over equal times too', async () => {
    const index = await openIndex();
    const clips = [1, 2, 3, 4, 5].map((id) => listed(id, { recordedAt: noon + (id % 2) }));
    await index.recordListing(clips, noon);
    for (const id of [1, 2, 3, 4, 5]) await index.setKept(cloudClipId(id), fileOf(id), noon);
    const seen: string[] = [];
    let after: ClipCursor | null = null;
    for (;;) {
      const [next] = await index.prunable(after, 1);
      if (next === undefined) break;
      seen.push(next.id);
      after = next;
    }

    expect(seen).toEqual(['c2', 'c4', 'c1', 'c3', 'c5']);
  });

  test('remove no clip that was starred, deleted or lost meanwhile', async () => {
    const index = await indexOfKept(1, 2, 3, 4);
    await index.setStarred(cloudClipId(2), noon);
    await index.bin([cloudClipId(3)], noon);
    await index.setMissing(cloudClipId(4));

    const pruned = await index.setPruned([1, 2, 3, 4].map(cloudClipId));

    expect(pruned).toEqual(['c1']);
    expect(await index.source(first)).toMatchObject({ clip: { place: 'pruned' }, file: null });
    expect(await wanted(index)).toEqual([]);
    expect(await index.keptFiles(null, 9)).toHaveLength(3);
  });
});

test('a look at every file goes by ids and finds what was lost before', async () => {
  const index = await indexOfKept(1, 2, 3);
  await index.setMissing(second);
  await index.bin([cloudClipId(3)], noon);
  await index.setInBin(cloudClipId(3), 'bin');

  const ids = async (after: typeof first | null) =>
    (await index.keptFiles(after, 9)).map(({ id }) => id);

  expect(await ids(null)).toEqual(['c1', 'c2']);
  expect(await ids(first)).toEqual(['c2']);
  expect(await index.keptFiles(null, 1)).toHaveLength(1);
});

test('clips on a stick only are wanted beside those of the cloud, as many of each', async () => {
  const index = await openIndex();
  const onStick = [4, 5, 6].map((id) =>
    listed(id, { originKind: 'local', deviceName: 'Garage', clipRef: `m/${id}` }),
  );
  await index.recordListing([listed(1), listed(2), ...onStick], noon);

  const sources = await index.pendingDownloads(accountId, noon, 2);

  expect(sources.map(({ originKind, clipRef }) => [originKind, clipRef])).toEqual([
    ['cloud', '/clip/2.mp4'],
    ['cloud', '/clip/1.mp4'],
    ['local', 'm/6'],
    ['local', 'm/5'],
  ]);
  expect((await index.counts(accountId)).waiting).toBe(5);
});

test('a clip the cloud has lost is fetched from the stick it lies on too', async () => {
  const index = await openIndex();
  await index.recordListing([listed(1), listed(1, { originKind: 'local', clipRef: 'm/1' })], noon);

  await index.recordListing([deletedInCloud(1)], noon);

  expect(await index.pendingDownloads(accountId, noon, 9)).toMatchObject([
    { clip: { id: 'c1', isInCloud: true }, originKind: 'local', clipRef: 'm/1' },
  ]);
});
