import { expect, test } from 'vitest';
import type { ClipIndex } from '../../../../electron/store/clips/clip-index.ts';
import { cloudClipId } from '../../../../shared/ids.ts';
import type { Clip } from '../../../../shared/models.ts';
import { clipOf, listed, noon, openIndex } from '../support.ts';

const everything = { shelf: 'all', limit: 200, before: null, deviceId: null } as const;
const idOf = (number: number) => cloudClipId((number % 20) + 1);
const fileOf = (number: number) => ({ path: `${number}.mp4`, sizeBytes: number + 1, sha256: 'ab' });

type Step = (index: ClipIndex, number: number) => Promise<unknown>;

const steps: readonly Step[] = [
  (index, number) => index.recordListing([listed((number % 20) + 1, { updatedAt: number })], noon),
  (index, number) =>
    index.recordListing([listed((number % 20) + 1, { updatedAt: number, isDeleted: true })], noon),
  (index, number) => index.setKept(idOf(number), fileOf(number), noon).catch(() => undefined),
  (index, number) => index.setMissing(idOf(number)),
  (index, number) => index.setCorrupt(idOf(number)),
  (index, number) => index.setFound(idOf(number)),
  (index, number) => index.setPruned([idOf(number)]),
  (index, number) => index.setFailed(idOf(number), 'clip-damaged', noon),
  (index) => index.retryDownloads('missing'),
  (index, number) => index.setSeen(idOf(number), noon),
  (index, number) => index.setStarred(idOf(number), number % 2 === 0 ? noon : null),
  (index, number) => index.bin([idOf(number)], noon),
  (index, number) => index.unbin([idOf(number)]),
  (index, number) => index.setDeleted([idOf(number)], noon),
  (index, number) => index.setDeletionFailed([idOf(number)], 'offline'),
  (index, number) => index.setErased([idOf(number)]),
  (index, number) => {
    const clip = clipOf((number % 20) + 1);
    const file = fileOf(number);
    return index.restore([{ clip, file, starredAt: null, isBinned: number % 3 === 0 }], noon);
  },
];

/** What the counts should be, by looking at every clip. */
async function recount(index: ClipIndex) {
  const { clips } = await index.page(everything);
  const bin = (await index.page({ ...everything, shelf: 'bin' })).clips;
  const at = (place: Clip['place']) => clips.filter((clip) => clip.place === place).length;
  const kept = [...clips, ...bin].filter(({ place }) => place === 'kept');
  return {
    kept: at('kept'),
    waiting: clips.filter(({ place, isInCloud }) => place === 'listed' && isInCloud).length,
    unseen: clips.filter(({ isSeen, place }) => !isSeen && place !== 'gone').length,
    damaged: at('damaged'),
    missing: at('missing'),
    binned: bin.length,
    usedBytes: kept.reduce((sum, { sizeBytes }) => sum + (sizeBytes ?? 0), 0),
  };
}

test.each([1, 2, 3])('counts are right after every one of 600 changes (seed %i)', async (seed) => {
  const index = await openIndex();
  let state = seed;
  const next = (below: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
  for (let done = 0; done < 600; done += 1) {
    const at = next(steps.length);
    await steps[at]?.(index, next(10_000));
    expect(await index.counts(null), `step ${done}: ${at}`).toEqual(await recount(index));
  }
});
