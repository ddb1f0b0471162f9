import { expect, test } from 'vitest';
import { initialState } from '../../../../shared/app-state.ts';
import { AppError } from '../../../../shared/errors.ts';
import { minutes } from '../../../../electron/lib/clock.ts';
import { createMuteService } from '../../../../electron/services/notifications/mute-service.ts';
import { showSettings } from '../../../../electron/services/settings/settings-to-state.ts';
import { createAppStore } from '../../../../electron/store/app-store.ts';
import { createFakeClock, settled, startOfTests } from '../../../fixtures/fake-clock.ts';
import { createMemorySettings } from '../../../fixtures/memory-stores.ts';

const setUp = (mutedUntil: number | null = null) => {
  const clock = createFakeClock();
  const store = createAppStore(initialState);
  const settings = createMemorySettings({ mutedUntil });
  showSettings({ settings, store, hasTrayStyles: false });
  const mute = createMuteService({ store, settings, clock });
  mute.start();
  const until = () => store.get().mute.until;
  return { clock, store, settings, mute, until };
};

const inMinutes = (count: number) => startOfTests + minutes(count);

test('a mute ends by itself', async () => {
  const { clock, settings, mute, until } = setUp();
  await mute.until(inMinutes(30));
  expect([until(), settings.get().mutedUntil]).toEqual([inMinutes(30), inMinutes(30)]);
  await clock.advance(minutes(30));
  expect([until(), settings.get().mutedUntil]).toEqual([null, null]);
});

test('a mute can be ended and changed', async () => {
  const { clock, mute, until } = setUp();
  await mute.until(inMinutes(30));
  await mute.until(inMinutes(60));
  await clock.advance(minutes(30));
  expect(until()).toBe(inMinutes(60));
  await mute.until(null);
  expect(until()).toBeNull();
});

test.each([
  ['still holds', 10, inMinutes(10)],
  ['has ended', -10, null],
  ['of a clock that was set back by years is void', 60 * 24 * 365, null],
])('a mute of an earlier run %s', (_, count, expected) => {
  expect(setUp(inMinutes(count)).until()).toBe(expected);
});

test('a mute that ended while the computer slept ends at the next homescreen', async () => {
  const { clock, store, mute, until } = setUp();
  await mute.until(inMinutes(30));
  clock.jump(minutes(40));
  store.set('home', { ...store.get().home });
  await settled();
  expect(until()).toBeNull();
});

test('a mute ends in this run although that cannot be saved', async () => {
  const { clock, settings, mute, until } = setUp();
  await mute.until(inMinutes(30));
  settings.problem = new AppError('disk-full');
  await clock.advance(minutes(30));
  expect(until()).toBeNull();
});

test('a mute that cannot be saved is refused, and the one before goes on', async () => {
  const { clock, settings, mute, until } = setUp();
  await mute.until(inMinutes(30));
  settings.problem = new AppError('disk-full');
  await expect(mute.until(inMinutes(60))).rejects.toThrow('disk-full');
  expect(until()).toBe(inMinutes(30));
  await clock.advance(minutes(30));
  expect(until()).toBeNull();
});

test.each([0, -1, 7 * 24 * 60 + 1])('a mute %d minutes away is refused', async (count) => {
  const { mute, until } = setUp();
  await expect(mute.until(inMinutes(count))).rejects.toThrow('invalid-argument');
  expect(until()).toBeNull();
});
