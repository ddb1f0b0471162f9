import { describe, expect, it } from 'vitest';
import { startHealthWatch } from '../../../../electron/services/health/health-watch.ts';
import type { NotificationEvent } from '../../../../electron/services/notifications/notification-events.ts';
import { toListed } from '../../../../electron/sync/media/media-listing.ts';
import { createAppStore } from '../../../../electron/store/app-store.ts';
import { initialState } from '../../../../shared/app-state.ts';
import { createFakeClock, settled } from '../../../fixtures/fake-clock.ts';
import { createMemoryIndex } from '../../../fixtures/memory-index.ts';
import { accountId, device, homeId, mediaItem, network } from '../../../fixtures/samples.ts';

const minute = 60_000;

function setUp(index = createMemoryIndex()) {
  const clock = createFakeClock();
  const store = createAppStore({
    ...initialState,
    account: { phase: 'signed-in', accountId, keyringProblem: null },
    home: { ...initialState.home, networks: [network()], devices: [device()], isStale: false },
  });
  const news: NotificationEvent[] = [];
  const facts = { clipsListedAt: null as number | null, awakeSince: clock.now() };
  const stop = startHealthWatch({
    ...{ store, index, clock },
    clipsListedAt: () => facts.clipsListedAt,
    awakeSince: () => facts.awakeSince,
    notify: async (one) => {
      news.push(one);
      return 'shown';
    },
    onWarning: () => undefined,
  });
  const answer = async (isOnline: boolean, isStale = false) => {
    store.update('home', (home) => ({ ...home, devices: [device({ isOnline })], isStale }));
    await settled();
    await clock.advance(4 * minute);
  };
  const behindHub = async (isHubOnline: boolean, isOnline: boolean) => {
    const hub = { networkId: homeId, name: 'Hall', isOnline: isHubOnline, hasLocalStorage: false };
    store.update('home', (home) => ({ ...home, syncModules: [hub] }));
    await answer(isOnline);
  };
  return { clock, facts, store, news, index, stop, answer, behindHub };
}

describe('the health of cameras', () => {
  it('is told when it breaks and when it is mended, also over a restart', async () => {
    const first = setUp();
    await first.answer(false);
    await first.answer(false);
    await first.answer(false);
    expect(first.news).toMatchObject([{ kind: 'health', changes: [{ change: 'began' }] }]);
    first.stop();

    const second = setUp(first.index);
    await second.answer(false);
    await second.answer(true);
    await second.answer(true);
    expect(second.news).toMatchObject([{ kind: 'health', changes: [{ change: 'ended' }] }]);
  });

  it('is not called mended when the sync module takes an offline camera along', async () => {
    const { answer, behindHub, news } = setUp();
    await answer(false);
    await answer(false);
    await behindHub(false, false);
    await behindHub(false, false);
    await behindHub(false, false);
    const told = news.flatMap((one) => (one.kind === 'health' ? one.changes : []));
    expect(told.map(({ cause, change }) => `${cause} ${change}`)).toEqual([
      'camera-offline began',
      'sync-module-offline began',
    ]);
  });

  it('is no silence before the clips were listed, nor after a sleep before they are again', async () => {
    const index = createMemoryIndex();
    const day = 1_440;
    const daily = [3, 4, 5, 6, 7, 8].map((ago) => mediaItem(ago, -ago * day));
    await index.recordListing(daily.map(toListed), 0);
    const { answer, news, facts, clock, store } = setUp(index);
    const armed = [network({ isArmed: true })];
    const armedAt = clock.now() - 9 * day * minute;
    store.update('home', (home) => ({
      ...home,
      networks: armed,
      changedAt: { [homeId]: armedAt },
    }));
    for (let times = 0; times < 3; times += 1) await answer(true);
    facts.clipsListedAt = clock.now();
    facts.awakeSince = clock.now() + 1;
    for (let times = 0; times < 3; times += 1) await answer(true);
    expect(news).toEqual([]);

    facts.clipsListedAt = clock.now();
    for (let times = 0; times < 3; times += 1) await answer(true);
    expect(news).toMatchObject([{ changes: [{ cause: 'camera-silent', change: 'began' }] }]);
  });

  it('is judged by fresh answers only', async () => {
    const { answer, news } = setUp();
    await answer(false, true);
    await answer(false, true);
    expect(news).toEqual([]);
  });

  it('is not told during a mute, and once when it lasts beyond', async () => {
    const { answer, news, store, clock } = setUp();
    store.set('mute', { until: clock.now() + 60 * minute });
    for (let times = 0; times < 3; times += 1) await answer(false);
    expect(news).toEqual([]);
    store.set('mute', { until: null });
    for (let times = 0; times < 3; times += 1) await answer(false);
    expect(news).toMatchObject([{ kind: 'health', changes: [{ change: 'began' }] }]);
  });

  it('is not told to who does not want it, not even later', async () => {
    const { answer, news, store } = setUp();
    const wants = (hasHealthAlerts: boolean) =>
      store.update('preferences', (all) => ({
        ...all,
        notifications: { ...all.notifications, hasHealthAlerts },
      }));
    wants(false);
    await answer(false);
    await answer(false);
    wants(true);
    await answer(false);
    expect(news).toEqual([]);
  });
});
