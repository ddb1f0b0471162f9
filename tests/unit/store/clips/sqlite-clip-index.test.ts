import { expect, test } from 'vitest';
import type { ClipIndex, KeptFile } from '../../../../electron/store/clips/clip-index.ts';
import type { ClipCursor } from '../../../../shared/models.ts';
import { cloudClipId, deviceId, networkId } from '../../../../shared/ids.ts';
import { accountId, frontYard, garage, listed, noon, openIndex } from '../support.ts';

const first = cloudClipId(1);
const file: KeptFile = { path: '1000001/Home/a.mp4', sizeBytes: 99, sha256: 'ab' };
const everything = { shelf: 'all', limit: 200, before: null, deviceId: null } as const;

async function pages(index: ClipIndex, limit: number): Promise<readonly string[]> {
  const ids: string[] = [];
  let before: ClipCursor | null = null;
  do {
    const page = await index.page({ ...everything, limit, before });
    ids.push(...page.clips.map((clip) => clip.id));
    before = page.next;
  } while (before !== null);
  return ids;
}

test.each([1, 2, 3, 7, 10, 11])(
  'pages of %i over equal times hold each clip once',
  async (limit) => {
    const index = await openIndex();
    const clips = Array.from({ length: 10 }, (_, id) =>
      listed(id + 1, { recordedAt: noon + (id % 3) }),
    );
    await index.recordListing(clips, noon);

    const ids = await pages(index, limit);

    expect(ids).toHaveLength(10);
    expect(new Set(ids).size).toBe(10);
    expect(ids.slice(0, 3)).toEqual(['c9', 'c6', 'c3']);
  },
);

test('a page is cut to 200, and a camera has pages of its own', async () => {
  const index = await openIndex();
  const clips = Array.from({ length: 250 }, (_, id) => listed(id + 1));
  await index.recordListing([...clips, listed(900, { deviceId: garage })], noon);

  const page = await index.page({ ...everything, limit: 5_000 });
  const ofGarage = await index.page({ ...everything, deviceId: garage });
  const rest = await index.page({ ...everything, deviceId: frontYard, before: page.next });

  expect(page.clips).toHaveLength(200);
  expect(ofGarage).toMatchObject({ clips: [{ id: 'c900' }], next: null });
  expect(rest.clips).toHaveLength(51);
});

test('days are those of the place of recording', async () => {
  const index = await openIndex();
  const lateUtc = Date.UTC(2026, 10, 22, 23, 30);
  const zones = ['Europe/Berlin', 'America/New_York', 'No/Where'];
  await index.recordListing(
    zones.map((timeZone, id) => listed(id, { recordedAt: lateUtc + id, timeZone })),
    noon,
  );

  expect(await index.dayCounts()).toEqual([
    { day: '2026-11-23', clips: 1 },
    { day: '2026-11-22', clips: 2 },
  ]);
});

test('of two who claim a notification one may show it, after a restart too', async () => {
  const index = await openIndex();
  await index.recordListing([listed(1)], noon);

  const claims = await Promise.all([
    index.claimNotification(first, noon),
    index.claimNotification(first, noon),
  ]);

  expect(claims.filter(Boolean)).toHaveLength(1);
  expect(await index.claimNotification(first, noon + 1)).toBe(false);
  expect(await index.claimNotification(cloudClipId(404), noon)).toBe(false);
});

test('wanted clips are newest first and wait for their next try', async () => {
  const index = await openIndex();
  await index.recordListing([listed(1), listed(2), listed(3), listed(4, { clipRef: null })], noon);
  await index.setFailed(cloudClipId(3), 'offline', noon + 500);
  await index.setKept(cloudClipId(2), file, noon);

  const ids = async (now: number) =>
    (await index.pendingDownloads(accountId, now, 10)).map((source) => source.clip.id);

  expect(await ids(noon + 499)).toEqual(['c1']);
  expect(await ids(noon + 500)).toEqual(['c3', 'c1']);
  expect(await index.pendingDownloads(accountId, noon + 500, 1)).toHaveLength(1);
  expect(await index.pendingDownloads(2, noon + 500, 1)).toEqual([]);
});

test('after eight failed tries a clip is damaged and no longer wanted', async () => {
  const index = await openIndex();
  await index.recordListing([listed(1)], noon);
  const places: (string | undefined)[] = [];
  for (let attempt = 0; attempt < 8; attempt += 1) {
    await index.setFailed(first, 'clip-damaged', noon);
    places.push((await index.get(first))?.place);
  }

  expect(places.slice(-2)).toEqual(['listed', 'damaged']);
  expect(await index.pendingDownloads(accountId, noon, 10)).toEqual([]);
  await index.setKept(first, file, noon);
  expect(await index.source(first)).toMatchObject({ attempts: 0, clip: { place: 'kept' } });
});

test('a download that ends after its account was forgotten is refused', async () => {
  const index = await openIndex();
  await expect(index.setKept(first, file, noon)).rejects.toMatchObject({ code: 'not-found' });
});

test('counts leave out what was watched before we came and what nobody records by moving', async () => {
  const index = await openIndex();
  await index.recordListing(
    [listed(1), listed(2, { isWatched: true }), listed(3, { kind: 'live-view' }), listed(4)],
    noon,
  );
  await index.setSeen(cloudClipId(4), noon);
  await index.setKept(first, file, noon);
  const watchedByUs = listed(1, { isWatched: true, updatedAt: noon + 9e6 });
  await index.recordListing([watchedByUs], noon);

  const nothing = { kept: 0, waiting: 0, unseen: 0, damaged: 0 };
  const none = { ...nothing, missing: 0, binned: 0, usedBytes: 0 };
  const counts = { ...none, kept: 1, waiting: 3, unseen: 1, usedBytes: 99 };
  expect(await index.counts(null)).toEqual(counts);
  expect(await index.counts(accountId)).toEqual(counts);
  expect(await index.counts(5)).toEqual(none);
});

test('marks belong to an account and survive', async () => {
  const index = await openIndex();
  await index.setMark(1, 'media-cursor', '1');
  await index.setMark(1, 'media-cursor', '2');

  expect(await index.mark(1, 'media-cursor')).toBe('2');
  expect(await index.mark(1, 'last-home')).toBeNull();
  expect(await index.mark(2, 'media-cursor')).toBeNull();
});

test('a forgotten account leaves nothing but the names of its files', async () => {
  const index = await openIndex();
  const other = listed(8, {
    accountId: 5,
    networkId: networkId(5, 1),
    deviceId: deviceId(5, 'camera', 1),
  });
  await index.recordListing([listed(1), listed(2, { isDeleted: true }), other], noon);
  await index.setKept(first, file, noon);
  await index.setMark(accountId, 'media-cursor', '1');

  expect(await index.forgetAccount(accountId)).toEqual([file]);

  expect((await index.page(everything)).clips.map((clip) => clip.id)).toEqual(['c8']);
  expect(await index.mark(accountId, 'media-cursor')).toBeNull();
  expect(await index.forgetAccount(accountId)).toEqual([]);
  expect((await index.recordListing([listed(1)], noon)).added).toHaveLength(1);
});
