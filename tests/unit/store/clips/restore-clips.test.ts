import { expect, test } from 'vitest';
import type {
  ClipIndex,
  FoundClip,
  ListedClip,
} from '../../../../electron/store/clips/clip-index.ts';
import { cloudClipId, deviceId, networkId } from '../../../../shared/ids.ts';
import type { Clip } from '../../../../shared/models.ts';
import { accountId, clipOf, listed, noon, openIndex } from '../support.ts';

const first = cloudClipId(1);
const everything = { shelf: 'all', limit: 200, before: null, deviceId: null } as const;

const fileOf = (id: string) => ({ path: `1000001/Home/${id}.mp4`, sizeBytes: 99, sha256: 'ab' });

const found = (clip: Clip, change: Partial<FoundClip> = {}): FoundClip => ({
  clip,
  file: fileOf(clip.id),
  starredAt: null,
  isBinned: false,
  ...change,
});

/** An index and what its archive would tell of it. */
async function indexWith(clips: readonly ListedClip[]) {
  const index = await openIndex();
  const { added } = await index.recordListing(clips, noon);
  for (const { id } of added) await index.setKept(id, fileOf(id), noon);
  const kept = await Promise.all(added.map(({ id }) => index.get(id)));
  return { index, clips: kept.flatMap((clip) => (clip === null ? [] : [found(clip)])) };
}

const facts = async (index: ClipIndex) =>
  (await index.page(everything)).clips.map(
    ({ id, recordedAt, deviceId, networkName, deviceName, sizeBytes, labels, kind, place }) => ({
      ...{ id, recordedAt, deviceId, networkName, deviceName, sizeBytes, labels, kind, place },
    }),
  );

test('an index read from the archive is the one that was lost', async () => {
  const clips = Array.from({ length: 70 }, (_, id) => listed(id + 1, { labels: ['person'] }));
  const lost = await indexWith([
    ...clips,
    listed(900, { originKind: 'local', deviceName: 'Shed' }),
  ]);
  const index = await openIndex();

  expect(await index.restore(lost.clips, noon)).toBe(71);

  expect(await facts(index)).toEqual(await facts(lost.index));
  expect((await index.source(first))?.file).toEqual(fileOf('c1'));
  expect(await index.dayCounts()).toEqual(await lost.index.dayCounts());
  expect(await index.counts(null)).toMatchObject({ kept: 71, waiting: 0, usedBytes: 71 * 99 });
});

test('what the cloud and a stick list afterwards is known and no news', async () => {
  const sightings = [listed(1), listed(2), listed(5, { originKind: 'local', deviceName: 'Shed' })];
  const { clips } = await indexWith(sightings);
  const index = await openIndex();
  await index.restore(clips, noon);
  expect(await index.get(first)).toMatchObject({ isInCloud: false, isSeen: true });

  const again = await index.recordListing(sightings, noon);

  expect(again.added).toEqual([]);
  const shown = await index.page(everything);
  expect(shown.clips).toHaveLength(3);
  expect(shown.clips.every(({ place, isInCloud }) => place === 'kept' && isInCloud)).toBe(true);
  expect((await index.source(first))?.clipRef).toBe('/clip/1.mp4');
  expect(await index.claimNotification(first, noon)).toBe(false);
  expect((await index.counts(null)).unseen).toBe(0);
});

test('the other half of a pair finds its clip again by the rule of twins', async () => {
  const { clips } = await indexWith([listed(1, { originKind: 'local' }), listed(2)]);
  const index = await openIndex();
  await index.restore(clips, noon);

  await index.recordListing([listed(1)], noon);
  await index.recordListing([listed(7, { originKind: 'local', recordedAt: noon + 121_000 })], noon);

  expect((await index.page(everything)).clips).toHaveLength(2);
});

test('stars and the bin come back, and deleted clips stay deleted', async () => {
  const index = await openIndex();
  const starred = found(clipOf(1), { starredAt: noon });
  const binned = found(clipOf(2, { binnedAt: noon - 5 }), { isBinned: true });
  const undated = found(clipOf(3), { isBinned: true });

  await index.restore([starred, binned, undated], noon);
  await index.recordListing([listed(2), listed(3)], noon);

  expect((await index.page({ ...everything, shelf: 'starred' })).clips).toMatchObject([
    { id: 'c1', isStarred: true },
  ]);
  expect((await index.page(everything)).clips.map(({ id }) => id)).toEqual(['c1']);
  expect(await index.get(cloudClipId(2))).toMatchObject({ binnedAt: noon - 5, place: 'kept' });
  expect(await index.get(cloudClipId(3))).toMatchObject({ binnedAt: noon });
  expect(await index.binFile(cloudClipId(2))).toEqual(fileOf('c2'));
  expect(await index.toDelete(accountId, noon, 9)).toEqual([]);
});

test('a clip that is known and has its file is left alone', async () => {
  const { index } = await indexWith([listed(1)]);
  await index.setStarred(first, noon);
  const before = await index.source(first);
  const other = found(clipOf(1, { deviceName: 'Old' }), {
    file: { path: 'other.mp4', sizeBytes: 1, sha256: 'cd' },
  });

  expect(await index.restore([other], noon)).toBe(0);

  expect(await index.source(first)).toEqual(before);
});

test.each<[string, (index: ClipIndex) => Promise<unknown>]>([
  ['was never fetched', async () => undefined],
  ['was thought missing', (index) => lose(index, () => index.setMissing(first))],
  ['was removed by limits', (index) => lose(index, () => index.setPruned([first]))],
])('a known clip that %s takes the file that is found', async (_what, prepare) => {
  const index = await openIndex();
  await index.recordListing([listed(1)], noon);
  await prepare(index);

  expect(await index.restore([found(clipOf(1))], noon)).toBe(0);

  expect(await index.source(first)).toMatchObject({ clip: { place: 'kept' }, file: fileOf('c1') });
  expect(await index.pendingDownloads(accountId, noon, 9)).toEqual([]);
});

async function lose(index: ClipIndex, how: () => Promise<unknown>): Promise<void> {
  await index.setKept(first, { ...fileOf('c1'), path: 'elsewhere.mp4' }, noon);
  await how();
}

test('a clip that was listed before its file was found gets its star and its place in the bin', async () => {
  const index = await openIndex();
  await index.recordListing([listed(1), listed(2)], noon);

  await index.restore(
    [found(clipOf(1), { starredAt: noon - 9 }), found(clipOf(2), { isBinned: true })],
    noon,
  );

  expect((await index.page({ ...everything, shelf: 'starred' })).clips).toMatchObject([
    { id: 'c1', isStarred: true },
  ]);
  expect((await index.page(everything)).clips.map(({ id }) => id)).toEqual(['c1']);
  expect(await index.get(cloudClipId(2))).toMatchObject({ binnedAt: noon, place: 'kept' });
  expect(await index.toUnbin(9)).toEqual([]);
});

test('a damaged file is never taken for a good one, and fetched anew when the cloud lists it', async () => {
  const index = await openIndex();
  await index.recordListing([listed(2)], noon);
  const damaged = { place: 'damaged' } as const;

  await index.restore([found(clipOf(1, damaged)), found(clipOf(2, damaged))], noon);

  expect(await index.get(first)).toMatchObject({ place: 'damaged' });
  expect(await index.keptFiles(null, 9)).toMatchObject([{ file: fileOf('c1') }, { id: 'c2' }]);
  expect(await index.pendingDownloads(accountId, noon, 9)).toMatchObject([{ clip: { id: 'c2' } }]);
  expect((await index.counts(null)).usedBytes).toBe(0);
  await index.recordListing([listed(1)], noon);
  expect(await index.pendingDownloads(accountId, noon, 9)).toHaveLength(2);
});

test('a lost file that turns up in the bin does not delete its clip anew', async () => {
  const index = await openIndex();
  await index.recordListing([listed(1)], noon);
  await lose(index, () => index.setMissing(first));

  await index.restore([found(clipOf(1), { isBinned: true })], noon);

  expect(await index.get(first)).toMatchObject({ binnedAt: null, place: 'kept' });
  expect(await index.toUnbin(9)).toMatchObject([{ id: 'c1' }]);
});

test('a clip the person has deleted does not come back with a file outside the bin', async () => {
  const index = await openIndex();
  await index.recordListing([listed(1)], noon);
  await index.bin([first], noon);

  await index.restore([found(clipOf(1))], noon);

  expect((await index.page(everything)).clips).toEqual([]);
  expect(await index.toBin(noon, 9)).toEqual([]);
});

test('a file of the stick goes to the clip the cloud has listed meanwhile', async () => {
  const { clips } = await indexWith([listed(1, { originKind: 'local' })]);
  const index = await openIndex();
  await index.recordListing([listed(1)], noon);

  expect(await index.restore(clips, noon)).toBe(0);

  expect((await index.page(everything)).clips).toMatchObject([{ id: 'c1', place: 'kept' }]);
});

test('a file of another account leaves a clip of the same number alone', async () => {
  const { index } = await indexWith([listed(1)]);
  const stranger = clipOf(1, {
    accountId: 5,
    networkId: networkId(5, 2001),
    deviceId: deviceId(5, 'camera', 4001),
  });
  const before = await index.source(first);

  expect(await index.restore([found(stranger)], noon)).toBe(0);

  expect(await index.source(first)).toEqual(before);
  expect(await index.forgetAccount(5)).toEqual([]);
  expect(await index.get(first)).not.toBeNull();
});

test('what the archive holds and the index lacks is told without taking it in', async () => {
  const { index, clips } = await indexWith([listed(1), listed(2), listed(3)]);
  await index.recordListing([listed(4)], noon);
  await index.setMissing(cloudClipId(2));
  await index.bin([cloudClipId(3)], noon);
  await index.setErased([cloudClipId(3)]);
  const others = [
    ...[4, 5].map((id) => found(clipOf(id, { place: 'kept' }))),
    found(clipOf(6, { place: 'damaged' })),
  ];
  const lacked = async () =>
    (await index.notIndexed([...clips, ...others])).map(({ clip }) => clip.id).sort();

  expect(await lacked()).toEqual(['c2', 'c4', 'c5']);
  expect(await index.get(cloudClipId(5))).toBeNull();

  await index.restore([...clips, ...others], noon);
  expect(await lacked()).toEqual([]);
});

test('a file that a twin has taken in is lacked no more, and makes no second clip', async () => {
  const index = await openIndex();
  await index.recordListing([listed(1, { originKind: 'local' })], noon);
  const file = found(clipOf(1, { place: 'kept', recordedAt: noon + 60_000 }));

  expect(await index.notIndexed([file])).toEqual([file]);
  await index.restore([file], noon);
  expect(await index.notIndexed([file])).toEqual([]);
  expect(await index.restore([file], noon)).toBe(0);

  expect((await index.page(everything)).clips).toHaveLength(1);
});
