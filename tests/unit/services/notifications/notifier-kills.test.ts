import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { NotificationEvent } from '../../../../electron/services/notifications/notification-events.ts';
import { createNotifier } from '../../../../electron/services/notifications/notifier.ts';
import { createAppStore } from '../../../../electron/store/app-store.ts';
import type { ClipIndex } from '../../../../electron/store/clips/clip-index.ts';
import { initialState } from '../../../../shared/app-state.ts';
import type { Clip } from '../../../../shared/models.ts';
import { createFakeClock } from '../../../fixtures/fake-clock.ts';
import { accountId, listed, openIndex, temporaryFolder } from '../../store/support.ts';

/** Where a run of the program ends, seen from the banner. */
const moments = ['before the claim', 'after the claim', 'after the banner'] as const;
type Moment = (typeof moments)[number];

const clock = createFakeClock();
const store = createAppStore(initialState);

/** One run of the program over the same index, killed there: nothing after it happens. */
async function runUntil(moment: Moment, index: ClipIndex, clips: readonly Clip[]) {
  const news: NotificationEvent[] = [];
  const never = new Promise<never>(() => undefined);
  let end: () => void = () => undefined;
  const killed = new Promise<void>((resolve) => (end = resolve));
  const die = () => {
    end();
    return never;
  };
  const notifier = createNotifier({
    ...{ store, clock },
    async claim(id) {
      if (moment === 'before the claim') return die();
      return index.claimNotification(id, clock.now());
    },
    async notify(one) {
      if (moment === 'after the claim') return die();
      news.push(one);
      return die();
    },
    isLocked: () => false,
    awakeSince: () => 0,
  });
  void notifier.notifyClips(clips);
  await killed;
  return news;
}

it('100 kills around a banner tell nothing twice, and every clip is in the list of unseen ones', async () => {
  const file = join(await temporaryFolder(), 'clips.db');
  const told: string[] = [];
  let before: readonly Clip[] = [];
  for (let kill = 0; kill < 100; kill += 1) {
    const index = await openIndex(file);
    const recordedAt = clock.now() - 1_000;
    const { added } = await index.recordListing([listed(kill + 1, { recordedAt })], clock.now());
    const moment = moments[kill % moments.length] ?? 'before the claim';
    // As if a run heard once more of what the one before had heard of.
    const news = await runUntil(moment, index, [...before, ...added]);
    told.push(...news.flatMap((one) => ('clips' in one ? one.clips.map(({ id }) => id) : [])));
    before = added;
    await index.close();
  }
  const index = await openIndex(file);
  expect(told.length).toBeGreaterThan(30);
  expect(new Set(told).size).toBe(told.length);
  expect((await index.counts(accountId)).unseen).toBe(100);
});
