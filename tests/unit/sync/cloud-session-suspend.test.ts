import { describe, expect, it } from 'vitest';
import { minutes, seconds } from '../../../electron/lib/clock.ts';
import { createAppStore } from '../../../electron/store/app-store.ts';
import { createCloudSession } from '../../../electron/sync/cloud-session.ts';
import { createRequestBudget } from '../../../electron/sync/polling/request-budget.ts';
import { initialState } from '../../../shared/app-state.ts';
import { createFakeClient, homeWith } from '../../fixtures/fake-client.ts';
import { createFakeClock } from '../../fixtures/fake-clock.ts';
import { createFakeRandom } from '../../fixtures/fake-random.ts';
import { createMemoryIndex } from '../../fixtures/memory-index.ts';
import { createMemoryFiles } from '../../fixtures/memory-stores.ts';
import { mediaItem, network } from '../../fixtures/samples.ts';

function setUp() {
  const clock = createFakeClock();
  const client = createFakeClient();
  client.home = homeWith({ networks: [network({ isArmed: true })] });
  // The history takes several pages, what is new has room on one.
  client.pageSize = 5;
  client.recordings = Array.from({ length: 12 }, (_, at) => mediaItem(at + 1, at - 60));
  const index = createMemoryIndex();
  const archive = { ...initialState.archive, policy: 'every' as const };
  const store = createAppStore({ ...initialState, archive });
  const told: string[] = [];
  const sync = createCloudSession({
    ...{ client, store, index, clock },
    files: createMemoryFiles(),
    random: createFakeRandom(0.5),
    budget: createRequestBudget(clock),
    isResting: () => false,
    onSignInNeeded: () => undefined,
    onFetchingChanged: () => undefined,
    onWarning: () => undefined,
  });
  sync.onNewClips((clips) => told.push(...clips.map(({ id }) => id)));
  const requests = () => client.count('homescreen') + client.count('changedMedia');
  const kept = () =>
    [...index.rows.values()].filter(({ source }) => source.clip.place === 'kept').length;
  return { clock, client, store, sync, told, requests, kept };
}

/** Fifty moments of a sync, from its first question on, and sleeps from a second to twelve hours (R22). */
const moments = Array.from({ length: 50 }, (_, at) => ({
  afterMs: at * 170,
  sleepMs: Math.round(seconds(1) * (12 * 3_600) ** (at / 49)),
}));

describe('a sleep in the middle of a sync', () => {
  it.each(moments)(
    'after $afterMs ms for $sleepMs ms loses nothing',
    async ({ afterMs, sleepMs }) => {
      const { clock, client, store, sync, told, requests, kept } = setUp();
      await sync.start();
      await clock.advance(afterMs);
      sync.suspend();
      const before = requests();
      await clock.advance(seconds(30));
      expect(requests()).toBe(before);
      expect(store.get().home.isStale).toBe(true);
      clock.jump(sleepMs);
      client.recordings = [...client.recordings, mediaItem(100, 1), mediaItem(101, 2)];

      sync.resume();
      await clock.advance(seconds(10));
      expect(store.get().home.isStale).toBe(false);
      await clock.advance(minutes(10));
      // Armed: ten minutes are worth 15 questions; the quick minutes after news at most double those for clips.
      expect(requests() - before).toBeLessThanOrEqual(30);
      expect(kept()).toBe(14);
      expect(new Set(told).size).toBe(told.length);
    },
  );

  it('is over within five seconds, also when an unlock has just asked', async () => {
    const { clock, store, sync } = setUp();
    await sync.start();
    await clock.advance(seconds(30));
    sync.wake();
    await clock.advance(seconds(1));
    sync.suspend();
    clock.jump(minutes(60));
    sync.resume();
    await clock.advance(seconds(5));
    expect(store.get().home.isStale).toBe(false);
  });
});
