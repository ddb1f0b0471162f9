import { describe, expect, it } from 'vitest';
import {
  backoffMs,
  paceFor,
  withJitter,
  createQuickTime,
} from '../../../../electron/sync/polling/pace.ts';
import { createRequestBudget } from '../../../../electron/sync/polling/request-budget.ts';
import { minutes, seconds } from '../../../../electron/lib/clock.ts';
import { createFakeClock } from '../../../fixtures/fake-clock.ts';
import { createFakeRandom } from '../../../fixtures/fake-random.ts';

describe('the pace', () => {
  const table = [
    { isAnyArmed: true, isResting: false, isQuick: false, media: 60, home: 120, stale: 240 },
    { isAnyArmed: false, isResting: false, isQuick: false, media: 300, home: 120, stale: 240 },
    { isAnyArmed: true, isResting: true, isQuick: false, media: 120, home: 240, stale: 480 },
    { isAnyArmed: false, isResting: true, isQuick: false, media: 600, home: 240, stale: 480 },
    { isAnyArmed: true, isResting: false, isQuick: true, media: 30, home: 120, stale: 240 },
    { isAnyArmed: false, isResting: true, isQuick: true, media: 60, home: 240, stale: 480 },
  ];
  it.each(table)(
    'is $media s / $home s for armed $isAnyArmed, resting $isResting, quick $isQuick',
    ({ media, home, stale, ...conditions }) => {
      expect(paceFor(conditions)).toEqual({
        mediaMs: seconds(media),
        homescreenMs: seconds(home),
        staleAfterMs: seconds(stale),
      });
    },
  );

  it('is jittered by up to a tenth, never to the quick side', () => {
    expect(withJitter(60_000, createFakeRandom(0))).toBe(60_000);
    expect(withJitter(60_000, createFakeRandom(0.999_999))).toBeLessThanOrEqual(66_000);
    expect(withJitter(60_000, createFakeRandom(0.5))).toBe(63_000);
  });
});

describe('the back-off', () => {
  it.each([
    [1, 4],
    [2, 8],
    [5, 64],
    [9, 900],
    [500, 900],
  ])('after %i failures lies between 0 and %i s', (failures, limitSeconds) => {
    expect(backoffMs(failures, createFakeRandom(0))).toBe(0);
    const longest = backoffMs(failures, createFakeRandom(0.999_999_9));
    expect(longest).toBeGreaterThan(seconds(limitSeconds) * 0.99);
    expect(longest).toBeLessThan(seconds(limitSeconds));
  });
});

describe('quick time', () => {
  it('lasts five minutes', async () => {
    const clock = createFakeClock();
    const quick = createQuickTime(clock);
    expect(quick.isOn()).toBe(false);
    quick.start();
    await clock.advance(minutes(5) - 1);
    expect(quick.isOn()).toBe(true);
    await clock.advance(1);
    expect(quick.isOn()).toBe(false);
  });

  it('is used up after twenty minutes an hour, however often it is asked for', async () => {
    const clock = createFakeClock();
    const quick = createQuickTime(clock);
    let quickMinutes = 0;
    for (let minute = 0; minute < 60; minute += 1) {
      quick.start();
      if (quick.isOn()) quickMinutes += 1;
      await clock.advance(minutes(1));
    }
    expect(quickMinutes).toBe(20);
    await clock.advance(minutes(1));
    quick.start();
    expect(quick.isOn()).toBe(true);
  });
});

describe('the request budget', () => {
  it('counts the last hour only', async () => {
    const clock = createFakeClock();
    const budget = createRequestBudget(clock);
    budget.count('command');
    await clock.advance(minutes(30));
    budget.count('command');
    expect(budget.lastHour()).toBe(2);
    await clock.advance(minutes(30));
    expect(budget.lastHour()).toBe(1);
  });

  it('does not count times of a clock that was set back', () => {
    const clock = createFakeClock();
    const budget = createRequestBudget(clock);
    budget.count('command');
    clock.jump(-minutes(600));
    expect(budget.lastHour()).toBe(0);
  });
});
