import { describe, expect, it, vi } from 'vitest';
import { initialState } from '../../../shared/app-state.ts';
import { AppError } from '../../../shared/errors.ts';
import { minutes, seconds } from '../../../electron/lib/clock.ts';
import { createAppStore } from '../../../electron/store/app-store.ts';
import { createCloudSession } from '../../../electron/sync/cloud-session.ts';
import { createRequestBudget } from '../../../electron/sync/polling/request-budget.ts';
import { createFakeClient, homeWith } from '../../fixtures/fake-client.ts';
import { createFakeClock } from '../../fixtures/fake-clock.ts';
import { createFakeRandom } from '../../fixtures/fake-random.ts';
import { createMemoryFiles } from '../../fixtures/memory-stores.ts';
import { createMemoryIndex } from '../../fixtures/memory-index.ts';
import { mediaItem, network } from '../../fixtures/samples.ts';

const setUp = () => {
  const clock = createFakeClock();
  const client = createFakeClient();
  const index = createMemoryIndex();
  const archive = { ...initialState.archive, policy: 'every' as const };
  const store = createAppStore({ ...initialState, archive });
  const onSignInNeeded = vi.fn();
  const sync = createCloudSession({
    client,
    store,
    index,
    files: createMemoryFiles(),
    clock,
    random: createFakeRandom(0.5),
    budget: createRequestBudget(clock),
    isResting: () => false,
    onSignInNeeded,
    onFetchingChanged: () => undefined,
    onWarning: () => undefined,
  });
  const polls = () => client.count('homescreen') + client.count('changedMedia');
  const connection = () => store.get().connection;
  return { clock, client, index, store, sync, onSignInNeeded, polls, connection };
};

const failing = (code: AppError['code'], times = 1_000) =>
  Array.from({ length: times }, () => new AppError(code));

describe('a refusal', () => {
  it.each([
    ['rate-limited', true],
    ['refused-for-now', true],
    ['unauthorized', false],
  ] as const)('%s makes the pace of the past gentle for a day: %s', async (code, isGentle) => {
    const { clock, client, store, sync } = setUp();
    client.fail('homescreen', new AppError(code));
    await sync.start();
    await clock.advance(0);
    expect(store.get().archive.gentleUntil).toBe(isGentle ? clock.now() + minutes(24 * 60) : null);
  });
});

describe('a running session', () => {
  it('asks for homescreen and clips at its pace', async () => {
    const { clock, client, sync, connection } = setUp();
    await sync.start();
    await clock.advance(0);
    expect(client.count('homescreen')).toBe(1);
    expect(client.count('changedMedia')).toBe(1);
    expect(connection()).toMatchObject({ status: 'online', problem: null });
    await clock.advance(minutes(60));
    expect(client.count('homescreen')).toBeLessThanOrEqual(31);
    expect(client.count('homescreen')).toBeGreaterThan(25);
    expect(client.count('changedMedia')).toBeLessThanOrEqual(13);
    expect(client.count('changedMedia')).toBeGreaterThan(9);
  });

  it.each([
    { isArmed: true, mostPerHour: 90 },
    { isArmed: false, mostPerHour: 42 },
  ])('an idle hour with one old clip: $mostPerHour requests (armed: $isArmed)', async (row) => {
    const { clock, client, sync, polls } = setUp();
    client.home = homeWith({ networks: [network({ isArmed: row.isArmed })] });
    client.recordings = [mediaItem(1, 1)];
    await sync.start();
    // The first hour holds the first listing and the quick minutes after it.
    await clock.advance(minutes(60));
    const before = polls();
    await clock.advance(minutes(60));
    const asked = polls() - before;
    // The hourly deep listing has its own empty page.
    expect(asked).toBeLessThanOrEqual(row.mostPerHour + 1);
    expect(asked).toBeGreaterThan(row.mostPerHour * 0.8);
  });

  it.each([
    { isArmed: true, shortestMs: seconds(60), most: 180 },
    { isArmed: false, shortestMs: minutes(2), most: 90 },
  ])('begins no shorter timer in an idle hour (armed: $isArmed)', async (row) => {
    const { clock, client, sync } = setUp();
    client.home = homeWith({ networks: [network({ isArmed: row.isArmed })] });
    client.recordings = [mediaItem(1, 1)];
    await sync.start();
    await clock.advance(minutes(60));
    const begun = vi.spyOn(clock, 'after');
    await clock.advance(minutes(60));
    const delays = begun.mock.calls.map(([delayMs]) => delayMs);
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(row.shortestMs);
    // One for each question, and one for each answer that may grow stale.
    expect(delays.length).toBeLessThanOrEqual(row.most);
    expect(delays.length).toBeGreaterThan(row.most / 4);
  });

  it('asks no more often for sixty clicks on "check now" in a minute', async () => {
    const { clock, sync, polls } = setUp();
    await sync.start();
    await clock.advance(seconds(1));
    const before = polls();
    for (let click = 0; click < 60; click += 1) {
      sync.checkNow();
      await clock.advance(seconds(1));
    }
    expect(polls() - before).toBeLessThanOrEqual(14);
    expect(polls() - before).toBeGreaterThanOrEqual(10);
  });

  it('asks for clips more often from the moment a system is armed', async () => {
    const { clock, client, sync } = setUp();
    await sync.start();
    await clock.advance(seconds(10));
    client.home = homeWith({ networks: [network({ isArmed: true })] });
    await sync.home.refresh();
    await clock.advance(seconds(66));
    expect(client.count('changedMedia')).toBe(2);
  });

  it('tells of a new clip and fetches it', async () => {
    const { clock, client, index, sync } = setUp();
    const told: string[] = [];
    sync.onNewClips((clips) => told.push(...clips.map(({ id }) => id)));
    await sync.start();
    await clock.advance(seconds(10));
    client.recordings = [mediaItem(1, 1)];
    sync.checkNow();
    await clock.advance(0);
    expect(told).toEqual(['c1']);
    expect(index.rows.get('c1')?.source.clip.place).toBe('kept');
    await clock.advance(seconds(33));
    expect(client.count('changedMedia')).toBeGreaterThan(3);
  });

  it('tells of a whole night at once, oldest first, and fetches the newest ahead', async () => {
    const { clock, client, index, sync } = setUp();
    const told: string[] = [];
    sync.onNewClips((clips) => told.push(...clips.map(({ id }) => id)));
    await sync.start();
    await clock.advance(seconds(10));
    client.recordings = Array.from({ length: 40 }, (_, at) => mediaItem(at + 1, at + 1));
    sync.checkNow();
    await clock.advance(seconds(5));
    const byAge = [...index.rows.values()].map(({ source }) => source.clip);
    byAge.sort((a, b) => a.recordedAt - b.recordedAt);
    expect(byAge).toHaveLength(40);
    expect(told).toEqual(byAge.map(({ id }) => id));
  });

  it('leaves nothing behind that looks fresh when it stops', async () => {
    const { clock, store, sync } = setUp();
    await sync.start();
    await clock.advance(seconds(1));
    expect(store.get().home.isStale).toBe(false);
    await sync.stop();
    expect(store.get().home.isStale).toBe(true);
  });

  it('names what is wrong, tries again and recovers', async () => {
    const { clock, client, sync, connection } = setUp();
    client.fail('changedMedia', ...failing('bad-answer', 2));
    await sync.start();
    await clock.advance(0);
    expect(connection()).toMatchObject({ status: 'trouble', problem: 'bad-answer' });
    await clock.advance(seconds(30));
    expect(connection()).toMatchObject({ status: 'online', problem: null });
  });

  it('shows the truth as stale when nobody answers any more', async () => {
    const { clock, client, store, sync } = setUp();
    await sync.start();
    await clock.advance(seconds(1));
    expect(store.get().home.isStale).toBe(false);
    client.fail('homescreen', ...failing('offline'));
    await clock.advance(minutes(5));
    expect(store.get().home.isStale).toBe(true);
    expect(store.get().connection).toMatchObject({ status: 'trouble', problem: 'offline' });
  });

  it('is silent after stop', async () => {
    const { clock, client, store, sync, polls } = setUp();
    const release = client.hold('homescreen');
    await sync.start();
    await clock.advance(0);
    await sync.stop();
    release();
    const before = store.snapshot().revision;
    sync.checkNow();
    sync.wake();
    await clock.advance(minutes(60));
    expect(polls()).toBeLessThanOrEqual(2);
    expect(store.snapshot().revision).toBe(before);
    expect(clock.pending()).toEqual([]);
    await expect(sync.home.refresh()).rejects.toMatchObject({ code: 'not-signed-in' });
  });
});

describe('a pause the cloud asked for', () => {
  it('binds polls, pushes and commands, and ends with one question first', async () => {
    const { clock, client, sync, polls, connection } = setUp();
    const retryAt = clock.now() + minutes(5);
    client.fail('homescreen', new AppError('rate-limited', '', { retryAt }));
    await sync.start();
    await clock.advance(0);
    expect(connection()).toMatchObject({ status: 'paused', problem: 'rate-limited' });
    expect(connection().pausedUntil).toBeGreaterThanOrEqual(retryAt);
    const asked = polls();
    for (let minute = 0; minute < 5; minute += 1) {
      sync.checkNow();
      sync.wake();
      await clock.advance(minutes(1) - 1);
    }
    await expect(sync.api.ask((to) => to.homescreen())).rejects.toMatchObject({
      code: 'rate-limited',
    });
    expect(polls()).toBe(asked);
    await clock.advance(seconds(20));
    expect(client.count('homescreen')).toBe(2);
    expect(connection().status).toBe('online');
  });

  it('grows while the cloud keeps refusing: fewer than one request a minute', async () => {
    const { clock, client, sync, polls } = setUp();
    client.fail('homescreen', ...failing('rate-limited'));
    client.fail('changedMedia', ...failing('rate-limited'));
    await sync.start();
    await clock.advance(minutes(30));
    expect(polls()).toBeLessThan(10);
    expect(polls()).toBeGreaterThan(3);
  });

  it('tries again for ever after a 401 that a refresh did not mend, once per step', async () => {
    const { clock, client, onSignInNeeded, sync, polls, connection } = setUp();
    client.fail('homescreen', ...failing('unauthorized', 8));
    await sync.start();
    await clock.advance(minutes(5));
    expect(connection()).toMatchObject({ status: 'trouble', problem: 'unauthorized' });
    expect(polls()).toBeLessThan(12);
    await clock.advance(minutes(60));
    expect(connection().status).toBe('online');
    expect(onSignInNeeded).not.toHaveBeenCalled();
  });

  it.each(['signed-out-by-blink', 'refused', 'too-old'] as const)(
    'for %s waits for the person',
    async (code) => {
      const { clock, client, sync, polls, onSignInNeeded, connection } = setUp();
      client.fail('homescreen', new AppError(code));
      await sync.start();
      await clock.advance(0);
      const asked = polls();
      sync.checkNow();
      await clock.advance(minutes(600));
      expect(polls()).toBe(asked);
      expect(onSignInNeeded).toHaveBeenCalledExactlyOnceWith(code);
      expect(connection()).toMatchObject({ status: 'paused', problem: code, pausedUntil: null });
    },
  );
});
