import { describe, expect, it, vi } from 'vitest';
import { emptyHome, initialState } from '../../../../shared/app-state.ts';
import { AppError } from '../../../../shared/errors.ts';
import { minutes } from '../../../../electron/lib/clock.ts';
import { createAppStore } from '../../../../electron/store/app-store.ts';
import { createRequestGate } from '../../../../electron/sync/polling/request-gate.ts';
import {
  createHomescreenSync,
  createStalenessTimer,
  freshForMs,
} from '../../../../electron/sync/polling/homescreen-sync.ts';
import { parseHome, restoreHome } from '../../../../electron/sync/polling/saved-homescreen.ts';
import { createRefusals } from '../../../../electron/sync/polling/refusals.ts';
import { createFakeClient } from '../../../fixtures/fake-client.ts';
import { createFakeClock, startOfTests } from '../../../fixtures/fake-clock.ts';
import { createFakeRandom } from '../../../fixtures/fake-random.ts';
import { createMemoryIndex } from '../../../fixtures/memory-index.ts';
import { accountId, device, frontYardId, network } from '../../../fixtures/samples.ts';

const setUp = () => {
  const clock = createFakeClock();
  const client = createFakeClient();
  const index = createMemoryIndex();
  const store = createAppStore(initialState);
  const onWarning = vi.fn();
  const refusals = createRefusals({
    clock,
    random: createFakeRandom(),
    onBegin: () => undefined,
    onEnd: () => undefined,
  });
  const gate = createRequestGate({ client, refusals });
  const home = createHomescreenSync({
    gate,
    store,
    index,
    accountId,
    clock,
    onWarning,
    staleAfterMs: () => minutes(4),
  });
  return { clock, client, index, store, onWarning, home };
};

describe('the homescreen', () => {
  it('becomes the truth, with its time', async () => {
    const { home, store } = setUp();
    await home.refresh();
    expect(store.get().home).toEqual({
      networks: [network()],
      syncModules: [],
      changedAt: {},
      devices: [device()],
      checkedAt: startOfTests,
      isStale: false,
    });
    expect(home.pictureRef(frontYardId)).toBe('/pictures/v1.jpg');
  });

  it('comes back as stale after a restart', async () => {
    const { home, index } = setUp();
    await home.refresh();
    const store = createAppStore(initialState);
    await restoreHome({ accountId, index, store });
    expect(store.get().home).toMatchObject({ checkedAt: startOfTests, isStale: true });
    expect(store.get().home.devices).toEqual([device()]);
  });

  it('of an earlier run never replaces an answer of this one', async () => {
    const { home, index, store, clock, client } = setUp();
    await home.refresh();
    const before = index.marks.get(`${accountId} last-home`) ?? '';
    client.home = { ...client.home, networks: [network({ isArmed: true })] };
    await clock.advance(1);
    await home.refresh();
    index.marks.set(`${accountId} last-home`, before);
    await restoreHome({ accountId, index, store });
    expect(store.get().home.networks[0]?.isArmed).toBe(true);
    expect(store.get().home.isStale).toBe(false);
  });

  it.each(['', '{', 'null', '{"networks":[{"id":"x"}]}', '[]'])(
    'that cannot be read is forgotten: %j',
    (text) => {
      expect(parseHome(text)).toBeNull();
    },
  );

  it('is on show even when it cannot be kept', async () => {
    const { home, index, store, onWarning } = setUp();
    index.breakOnce('setMark', new AppError('disk-full'));
    await home.refresh();
    expect(store.get().home.isStale).toBe(false);
    expect(onWarning).toHaveBeenCalledTimes(1);
  });

  it('stays as it was when the cloud does not answer', async () => {
    const { home, client, store } = setUp();
    await home.refresh();
    const before = store.get().home;
    client.fail('homescreen', new AppError('offline'));
    await expect(home.refresh()).rejects.toMatchObject({ code: 'offline' });
    expect(store.get().home).toBe(before);
  });

  it('is asked for once more, not twice at a time, for those who come during an answer', async () => {
    const { home, client, clock } = setUp();
    const release = client.hold('homescreen');
    const asked = [home.refresh(), home.refresh(), home.refresh()];
    await clock.advance(0);
    expect(client.count('homescreen')).toBe(1);
    release();
    await Promise.all(asked);
    expect(client.count('homescreen')).toBe(2);
  });
});

describe('the age of the truth', () => {
  it('makes it stale after its time, unless a new answer came', async () => {
    const { home, store, clock } = setUp();
    const staleness = createStalenessTimer({ store, clock, staleAfterMs: () => minutes(4) });
    staleness.start();
    await home.refresh();
    await clock.advance(minutes(3));
    await home.refresh();
    await clock.advance(minutes(4) - 1);
    expect(store.get().home.isStale).toBe(false);
    await clock.advance(1);
    expect(store.get().home.isStale).toBe(true);
    await home.refresh();
    expect(store.get().home.isStale).toBe(false);
    staleness.stop();
    expect(clock.pending()).toEqual([]);
  });

  it('is looked up on the wall after a sleep', async () => {
    const { home, store, clock } = setUp();
    const staleness = createStalenessTimer({ store, clock, staleAfterMs: () => minutes(4) });
    staleness.start();
    await home.refresh();
    clock.jump(minutes(480));
    staleness.check();
    expect(store.get().home.isStale).toBe(true);
  });

  it('ends sooner as soon as the limit is shorter, and never later', async () => {
    const { home, store, clock } = setUp();
    let limit = minutes(8);
    const staleness = createStalenessTimer({ store, clock, staleAfterMs: () => limit });
    staleness.start();
    await home.refresh();
    await clock.advance(minutes(1));
    // Unlocked, or on mains power again.
    limit = minutes(4);
    staleness.check();
    await clock.advance(minutes(3) - 1);
    limit = minutes(8);
    staleness.check();
    expect(store.get().home.isStale).toBe(false);
    await clock.advance(1);
    expect(store.get().home.isStale).toBe(true);
    staleness.stop();
    expect(clock.pending()).toEqual([]);
  });

  it('of an answer that is void already is over', () => {
    const home = { ...emptyHome, isStale: true, checkedAt: startOfTests };
    expect(freshForMs(home, startOfTests, minutes(4))).toBe(0);
  });

  it('of an answer from the future is unknown', () => {
    const home = { ...emptyHome, isStale: false, checkedAt: startOfTests + 1 };
    expect(freshForMs(home, startOfTests, minutes(4))).toBe(0);
    expect(freshForMs({ ...home, checkedAt: startOfTests }, startOfTests, minutes(4))).toBe(
      minutes(4),
    );
  });
});
