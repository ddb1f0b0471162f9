import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cloudClipId } from '../../../../shared/ids.ts';
import { accountId, listed, noon, openIndex, temporaryFolder } from '../support.ts';

const everything = { shelf: 'all', limit: 200, before: null, deviceId: null } as const;
const pageOf = (clips: number) => Array.from({ length: clips }, (_, id) => listed(id + 1));

test('a long page lets others in between, and is whole in the end', async () => {
  const index = await openIndex();
  let turns = 0;
  let isOver = false;
  const count = (): void => {
    if (isOver) return;
    turns += 1;
    setImmediate(count);
  };
  setImmediate(count);

  const { added } = await index.recordListing(pageOf(500), noon);
  isOver = true;

  expect(turns).toBeGreaterThan(5);
  expect(added).toHaveLength(500);
  expect(added.map(({ recordedAt }) => recordedAt)).toEqual(
    added.map(({ recordedAt }) => recordedAt).sort((a, b) => a - b),
  );
});

test('a clip whose deletion comes much later in the same page is no news', async () => {
  const index = await openIndex();
  const deleted = listed(1, { isDeleted: true, updatedAt: noon + 9e9 });

  const { added } = await index.recordListing([...pageOf(150), deleted], noon);

  expect(added).toHaveLength(149);
});

test('a page that brings nothing new writes nothing', async () => {
  const file = join(await temporaryFolder(), 'clips.db');
  const index = await openIndex(file);
  const page = [...pageOf(100), listed(200, { isDeleted: true }), listed(201, { clipRef: null })];
  const onStick = listed(77, { originKind: 'local', deviceName: 'Shed' });
  await index.recordListing([...page, onStick], noon);
  const before = await stat(`${file}-wal`);

  const outcome = await index.recordListing([...page, onStick], noon + 1);

  expect(outcome).toEqual({ added: [], changed: 0 });
  expect((await stat(`${file}-wal`)).size).toBe(before.size);
});

test('pages, sightings and changes at the same time get along', async () => {
  const index = await openIndex();
  const file = { path: 'a.mp4', sizeBytes: 1, sha256: 'ab' };
  await index.recordListing([listed(120)], noon);

  const [outcome, again] = await Promise.all([
    index.recordListing(pageOf(130), noon),
    index.recordListing(pageOf(130), noon),
    index.setKept(cloudClipId(120), file, noon),
    index.setStarred(cloudClipId(120), noon),
  ]);

  expect(outcome.added.length + again.added.length).toBe(129);
  expect((await index.page(everything)).clips).toHaveLength(130);
  expect(await index.get(cloudClipId(120))).toMatchObject({ place: 'kept', isStarred: true });
});

test('an account with many clips is forgotten to the last', async () => {
  const index = await openIndex();
  await index.recordListing(pageOf(150), noon);
  for (const id of [1, 75, 150].map(cloudClipId)) {
    await index.setKept(id, { path: id, sizeBytes: 1, sha256: 'ab' }, noon);
  }
  await index.setMissing(cloudClipId(75));
  await index.bin([cloudClipId(150)], noon);
  await index.setInBin(cloudClipId(150), 'bin');

  const left = await index.forgetAccount(accountId);

  expect(left.map(({ path }) => path).sort()).toEqual(['bin', 'c1', 'c75']);
  expect((await index.page(everything)).clips).toEqual([]);
  expect(await index.counts(null)).toMatchObject({ kept: 0, waiting: 0, missing: 0, usedBytes: 0 });
});
