import { describe, expect, it } from 'vitest';
import { createArmOnLock } from '../../../../electron/services/arming/arm-on-lock.ts';
import type { NotificationEvent } from '../../../../electron/services/notifications/notification-events.ts';
import { createAppStore } from '../../../../electron/store/app-store.ts';
import { initialState } from '../../../../shared/app-state.ts';
import { createFakeClock, settled } from '../../../fixtures/fake-clock.ts';
import { cabinId, device, homeId, network } from '../../../fixtures/samples.ts';

function setUp(isArmedOnLock = true) {
  const clock = createFakeClock();
  const store = createAppStore({
    ...initialState,
    preferences: { ...initialState.preferences, isArmedOnLock },
    home: {
      ...initialState.home,
      networks: [network(), network({ id: cabinId, name: 'Cabin', isArmed: true })],
      devices: [device(), device({ networkId: cabinId })],
      isStale: false,
    },
  });
  const asked: string[] = [];
  const news: NotificationEvent[] = [];
  const arming = createArmOnLock({
    ...{ store, clock },
    arming: {
      async arm(id) {
        asked.push(id);
        store.update('home', (home) => ({
          ...home,
          networks: home.networks.map((one) => (one.id === id ? { ...one, isArmed: true } : one)),
        }));
      },
    },
    notify: async (one) => {
      news.push(one);
      return 'shown';
    },
  });
  return { clock, store, asked, news, arming };
}

describe('arming when the screen locks', () => {
  it('is off unless chosen', async () => {
    const { arming, clock, asked } = setUp(false);
    arming.locked();
    await clock.advance(60_000);
    expect(asked).toEqual([]);
  });

  it('arms what is disarmed after a moment, and asks when the person is back', async () => {
    const { arming, clock, asked, news } = setUp();
    arming.locked();
    await clock.advance(60_000);
    expect(asked).toEqual([homeId]);
    arming.unlocked();
    expect(news).toMatchObject([{ kind: 'armed-on-lock', networks: [{ id: homeId }] }]);
    arming.unlocked();
    expect(news).toHaveLength(1);
  });

  it('does nothing for a screen that is unlocked at once', async () => {
    const { arming, clock, asked, news } = setUp();
    arming.locked();
    await clock.advance(10_000);
    arming.unlocked();
    await clock.advance(60_000);
    expect([asked, news]).toEqual([[], []]);
  });

  it('leaves alone what was disarmed for a while', async () => {
    const { arming, clock, store, asked } = setUp();
    store.set('temporaryDisarms', { [homeId]: { rearmAt: 0, phase: 'counting' } });
    arming.locked();
    await clock.advance(60_000);
    expect(asked).toEqual([]);
  });

  it('does not act on an old answer', async () => {
    const { arming, clock, store, asked } = setUp();
    store.update('home', (home) => ({ ...home, isStale: true }));
    arming.locked();
    await clock.advance(60_000);
    expect(asked).toEqual([]);
  });

  it('acts on the first fresh answer while the lock lasts', async () => {
    const { arming, clock, store, asked } = setUp();
    const isStale = (is: boolean) => store.update('home', (home) => ({ ...home, isStale: is }));
    isStale(true);
    arming.locked();
    await clock.advance(60_000);
    isStale(false);
    await settled();
    expect(asked).toEqual([homeId]);
  });

  it('does not act on a fresh answer after the lock', async () => {
    const { arming, clock, store, asked } = setUp();
    const isStale = (is: boolean) => store.update('home', (home) => ({ ...home, isStale: is }));
    isStale(true);
    arming.locked();
    await clock.advance(60_000);
    arming.unlocked();
    isStale(false);
    await settled();
    expect(asked).toEqual([]);
  });
});
