import { expect, test } from 'vitest';
import type { ClipIndex } from '../../../../electron/store/clips/clip-index.ts';
import { cloudClipId } from '../../../../shared/ids.ts';
import { accountId, clipOf, listed, noon, openIndex } from '../support.ts';

const id = cloudClipId(1);
const file = { path: '1000001/Home/a.mp4', sizeBytes: 99, sha256: 'ab' };
const media = { mediaId: 1, labels: ['person'], description: null };

type Call = (index: ClipIndex) => Promise<unknown>;

const writes: readonly (readonly [string, Call])[] = [
  ['a listing with a new clip', (index) => index.recordListing([listed(2)], noon)],
  ['labels', (index) => index.addLabels(accountId, [media])],
  ['setKept', (index) => index.setKept(id, file, noon)],
  ['setMissing', (index) => index.setMissing(id)],
  ['setCorrupt', (index) => index.setCorrupt(id)],
  ['setFound', (index) => index.setFound(id)],
  ['setPruned', (index) => index.setPruned([id])],
  ['setFailed', (index) => index.setFailed(id, 'disk-error', noon)],
  ['retryDownloads', (index) => index.retryDownloads('missing')],
  ['setSeen', (index) => index.setSeen(id, noon)],
  ['setStarred', (index) => index.setStarred(id, noon)],
  ['bin', (index) => index.bin([id], noon)],
  ['unbin', (index) => index.unbin([id])],
  ['setInBin', (index) => index.setInBin(id, '1000001/.bin/Home/a.mp4')],
  ['setOutOfBin', (index) => index.setOutOfBin(id, file.path)],
  ['setErased', (index) => index.setErased([id])],
  ['setDeleted', (index) => index.setDeleted([id], noon)],
  ['setDeletedOnUsb', (index) => index.setDeletedOnUsb(id, noon)],
  ['setDeletionFailed', (index) => index.setDeletionFailed([id], 'offline')],
  [
    'restore',
    (index) =>
      index.restore(
        [{ clip: clipOf(3, { place: 'kept' }), file, starredAt: null, isBinned: false }],
        noon,
      ),
  ],
  ['forgetAccount', (index) => index.forgetAccount(accountId)],
];

test.each(writes)(
  '%s is announced once, and nobody hears of it after leaving',
  async (_name, write) => {
    const index = await openIndex();
    await index.recordListing([listed(1)], noon);
    let told = 0;
    const leave = index.onChanged(() => (told += 1));

    await write(index);
    leave();
    await index.setSeen(id, noon + 1);

    expect(told).toBe(1);
  },
);

const quiet: readonly (readonly [string, Call])[] = [
  ['a listing of what is known', (index) => index.recordListing([listed(1)], noon)],
  [
    'labels of a clip nobody listed',
    (index) => index.addLabels(accountId, [{ ...media, mediaId: 9 }]),
  ],
  ['a mark', (index) => index.setMark(accountId, 'media-cursor', '1')],
  ['a claimed banner', (index) => index.claimNotification(id, noon)],
  ['a page', (index) => index.page({ shelf: 'all', limit: 9, before: null, deviceId: null })],
];

test.each(quiet)('%s changes no page and no count, and is not announced', async (_name, call) => {
  const index = await openIndex();
  await index.recordListing([listed(1)], noon);
  let told = 0;
  index.onChanged(() => (told += 1));

  await call(index);

  expect(told).toBe(0);
});
