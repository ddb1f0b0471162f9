import { describe, expect, it } from 'vitest';
import { startHealthWatch } from '../../../electron/services/health-watch.ts';
import type { News } from '../../../electron/services/news.ts';
import { createAppStore } from '../../../electron/store/app-store.ts';
import { initialState } from '../../../shared/app-state.ts';
import { createFakeClock, settled } from '../../fixtures/fake-clock.ts';
import { createMemoryIndex } from '../../fixtures/memory-index.ts';
import { accountId, device, homeId, network } from '../../fixtures/samples.ts';

const minute = 60_000;

function setUp(index = createMemoryIndex()) {
  const clock = createFakeClock();
  const store = createAppStore({
    ...initialState,
    account: { phase: 'signed-in', accountId, keyringProblem: null },
    home: { ...initialState.home, networks: [network()], devices: [device()], isStale: false },
  });
  const news: News[] = [];
  const stop = startHealthWatch({
    ...{ store, index, clock },
    tell: async (one) => {
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
  return { store, news, index, stop, answer, behindHub };
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

  it('is judged by fresh answers only', async () => {
    const { answer, news } = setUp();
    await answer(false, true);
    await answer(false, true);
    expect(news).toEqual([]);
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
