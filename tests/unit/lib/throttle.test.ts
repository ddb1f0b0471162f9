import { describe, expect, it } from 'vitest';
import { minutes, seconds } from '../../../electron/lib/clock.ts';
import { createThrottled } from '../../../electron/lib/throttle.ts';
import { createFakeClock } from '../../fixtures/fake-clock.ts';

const setUp = () => {
  const clock = createFakeClock();
  const runs: number[] = [];
  const startedAt = clock.now();
  const throttled = createThrottled(clock, seconds(10), () => runs.push(clock.now() - startedAt));
  return { clock, runs, throttled };
};

describe('a throttled action', () => {
  it('runs at once, then once for all calls of the gap', async () => {
    const { clock, runs, throttled } = setUp();
    throttled.call();
    expect(runs).toEqual([0]);
    await clock.advance(seconds(3));
    throttled.call();
    throttled.call();
    await clock.advance(seconds(60));
    expect(runs).toEqual([0, seconds(10)]);
    throttled.call();
    expect(runs).toEqual([0, seconds(10), seconds(63)]);
  });

  it('can be told to run now, which does for the call that waits', async () => {
    const { clock, runs, throttled } = setUp();
    throttled.call();
    await clock.advance(seconds(3));
    throttled.call();
    throttled.now();
    await clock.advance(seconds(60));
    expect(runs).toEqual([0, seconds(3)]);
  });

  it('is not held by a clock that was set back', () => {
    const { clock, runs, throttled } = setUp();
    throttled.call();
    clock.jump(-minutes(600));
    throttled.call();
    expect(runs).toHaveLength(2);
  });

  it('runs no more after the stop', async () => {
    const { clock, runs, throttled } = setUp();
    throttled.call();
    throttled.call();
    throttled.stop();
    await clock.advance(seconds(60));
    expect(runs).toEqual([0]);
  });
});
