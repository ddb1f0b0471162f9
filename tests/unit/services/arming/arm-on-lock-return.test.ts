import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../shared/errors.ts';
import { createArmOnLock } from '../../../../electron/services/arming/arm-on-lock.ts';
import { createArmingService } from '../../../../electron/services/arming/arming-service.ts';
import type { NotificationEvent } from '../../../../electron/services/notifications/notification-events.ts';
import { homeWith } from '../../../fixtures/fake-client.ts';
import { settled } from '../../../fixtures/fake-clock.ts';
import { homeId, network } from '../../../fixtures/samples.ts';
import { setUpBelow } from '../setup.ts';

const setUp = async () => {
  const below = await setUpBelow();
  const { client, store, sync } = below;
  store.update('preferences', (before) => ({ ...before, isArmedOnLock: true }));
  const news: NotificationEvent[] = [];
  const arming = createArmOnLock({
    ...below,
    arming: createArmingService(below),
    notify: async (one) => {
      news.push(one);
      return 'shown';
    },
  });
  const isArmed = () => client.home.networks[0]?.isArmed;
  /** As `attend` does it. */
  const fallAsleep = () => arming.suspending(sync.suspend);
  const wakeUp = () => {
    arming.resumed();
    sync.resume();
  };
  const asked = [{ kind: 'armed-on-lock', networks: [{ id: homeId }] }];
  return { ...below, news, arming, isArmed, fallAsleep, wakeUp, asked };
};

describe('a lock followed by sleep', () => {
  it('arms at once, and the session sleeps when that is done', async () => {
    const { arming, clock, client, sync, isArmed, fallAsleep } = await setUp();
    const release = client.hold('untilDone');
    arming.locked();
    await clock.advance(10_000);
    fallAsleep();
    await settled();
    expect(client.count('setArmed')).toBe(1);
    release();
    await settled();
    expect(isArmed()).toBe(true);
    await expect(sync.home.refresh()).rejects.toThrow('sleeps');
  });

  it('asks when the person is back, after a fresh homescreen', async () => {
    const { arming, clock, sync, news, asked, fallAsleep, wakeUp } = await setUp();
    arming.locked();
    fallAsleep();
    await settled();
    clock.jump(3_600_000);
    wakeUp();
    arming.unlocked();
    expect(news).toEqual([]);
    await sync.home.refresh();
    expect(news).toMatchObject(asked);
    await sync.home.refresh();
    expect(news).toHaveLength(1);
  });

  it('does not keep the session awake for long', async () => {
    const { arming, clock, client, sync, fallAsleep } = await setUp();
    client.hold('untilDone');
    arming.locked();
    fallAsleep();
    await clock.advance(5_000);
    await expect(sync.home.refresh()).rejects.toThrow('sleeps');
  });

  it('lets the session sleep at once when nothing is to be armed', async () => {
    const { sync, fallAsleep } = await setUp();
    fallAsleep();
    await expect(sync.home.refresh()).rejects.toThrow('sleeps');
  });

  it('never suspends a session that is awake again', async () => {
    const { arming, clock, client, sync, fallAsleep, wakeUp } = await setUp();
    const release = client.hold('untilDone');
    arming.locked();
    fallAsleep();
    await settled();
    wakeUp();
    release();
    await clock.advance(60_000);
    await expect(sync.home.refresh()).resolves.toBeUndefined();
  });

  it('arms nothing after the resume once the lock has ended', async () => {
    const { arming, clock, client, sync, news, fallAsleep, wakeUp } = await setUp();
    sync.home.markStale();
    arming.locked();
    await clock.advance(29_000);
    fallAsleep();
    wakeUp();
    await sync.home.refresh();
    await clock.advance(29_000);
    arming.unlocked();
    await clock.advance(120_000);
    expect([client.count('setArmed'), news]).toEqual([0, []]);
  });

  it('arms after the resume, while the lock lasts, what could not be armed before', async () => {
    const { arming, clock, sync, isArmed, fallAsleep, wakeUp } = await setUp();
    sync.home.markStale();
    arming.locked();
    fallAsleep();
    wakeUp();
    await sync.home.refresh();
    await clock.advance(30_000);
    expect(isArmed()).toBe(true);
  });

  it('arms after the resume what the sleep has cut off', async () => {
    const { arming, clock, client, sync, isArmed, fallAsleep, wakeUp } = await setUp();
    client.hold('setArmed');
    arming.locked();
    fallAsleep();
    await clock.advance(5_000);
    // The first order never arrives; the next one will.
    client.hold('setArmed')();
    wakeUp();
    await sync.home.refresh();
    expect(isArmed()).toBe(false);
    await clock.advance(30_000);
    expect(isArmed()).toBe(true);
  });

  it('does not try again at the next sleep what has failed', async () => {
    const { arming, clock, client, fallAsleep } = await setUp();
    client.fail('setArmed', new AppError('module-busy'));
    arming.locked();
    await clock.advance(30_000);
    fallAsleep();
    await settled();
    expect(client.count('setArmed')).toBe(1);
  });

  it('leaves alone what was disarmed from elsewhere after it was armed', async () => {
    const { arming, clock, client, sync, isArmed, fallAsleep, wakeUp } = await setUp();
    arming.locked();
    fallAsleep();
    await settled();
    client.home = homeWith();
    wakeUp();
    await sync.home.refresh();
    await clock.advance(120_000);
    expect(isArmed()).toBe(false);
  });
});

describe('the question after the unlock', () => {
  it('waits for an arming that is on its way', async () => {
    const { arming, clock, client, news, asked } = await setUp();
    const release = client.hold('untilDone');
    arming.locked();
    await clock.advance(30_000);
    arming.unlocked();
    expect(news).toEqual([]);
    release();
    await settled();
    expect(news).toMatchObject(asked);
  });

  it('is asked although nothing there watches for motion', async () => {
    const { arming, clock, client, news, asked } = await setUp();
    client.warning = 'no-motion-cameras';
    arming.locked();
    await clock.advance(30_000);
    arming.unlocked();
    expect(news).toMatchObject(asked);
  });

  it('is asked when only the answer was lost, as soon as the truth is known', async () => {
    const { arming, clock, client, sync, news, asked } = await setUp();
    client.fail('untilDone', new AppError('offline'));
    client.fail('homescreen', new AppError('offline'));
    arming.locked();
    await clock.advance(30_000);
    arming.unlocked();
    expect(news).toEqual([]);
    await sync.home.refresh();
    expect(news).toMatchObject(asked);
  });

  it('is not asked when the arming came to nothing', async () => {
    const { arming, clock, client, sync, store, news } = await setUp();
    client.fail('setArmed', new AppError('module-busy'));
    arming.locked();
    await clock.advance(30_000);
    expect(store.get().arming[homeId]?.problem).toBe('module-busy');
    arming.unlocked();
    client.home = homeWith({ networks: [network({ isArmed: true })] });
    await sync.home.refresh();
    expect(news).toEqual([]);
  });

  it('is not asked of a system that was disarmed again', async () => {
    const { arming, clock, client, sync, news } = await setUp();
    arming.locked();
    await clock.advance(30_000);
    client.home = homeWith();
    await sync.home.refresh();
    client.home = homeWith({ networks: [network({ isArmed: true })] });
    await sync.home.refresh();
    arming.unlocked();
    expect(news).toEqual([]);
  });

  it('waits for the next unlock when the screen is locked before the answer', async () => {
    const { arming, clock, sync, news, asked } = await setUp();
    arming.locked();
    await clock.advance(30_000);
    sync.home.markStale();
    arming.unlocked();
    arming.locked();
    await sync.home.refresh();
    expect(news).toEqual([]);
    arming.unlocked();
    expect(news).toMatchObject(asked);
  });
});
