import { describe, expect, it, vi } from 'vitest';
import { seconds } from '../../../../electron/lib/clock.ts';
import { createPoller } from '../../../../electron/sync/polling/poller.ts';
import { coalesce } from '../../../../electron/lib/throttle.ts';
import { createFakeClock, settled } from '../../../fixtures/fake-clock.ts';

const setUp = () => {
  const clock = createFakeClock();
  const polls: { signal: AbortSignal; end: (error?: Error) => void }[] = [];
  const onError = vi.fn();
  const state = { isRefused: false, isAutomatic: true };
  const poller = createPoller({
    clock,
    gapMs: seconds(2),
    delayAfter: (failures) => seconds(failures === 0 ? 60 : 5 * failures),
    onError,
    isRefused: () => state.isRefused,
    poll: (signal) =>
      new Promise((resolve, reject) => {
        polls.push({
          signal,
          end: (error) => (error === undefined ? resolve() : reject(error)),
        });
        if (state.isAutomatic) resolve();
      }),
  });
  return { clock, poller, polls, onError, state };
};

describe('the poller', () => {
  it('asks at once, then again and again at its pace', async () => {
    const { clock, poller, polls } = setUp();
    poller.start();
    await clock.advance(0);
    expect(polls).toHaveLength(1);
    await clock.advance(seconds(60) - 1);
    expect(polls).toHaveLength(1);
    await clock.advance(1);
    expect(polls).toHaveLength(2);
    await clock.advance(seconds(120));
    expect(polls).toHaveLength(4);
  });

  it('never asks twice at a time: who asks meanwhile gets one more poll afterwards', async () => {
    const { clock, poller, polls, state } = setUp();
    state.isAutomatic = false;
    poller.start();
    poller.pollNow();
    poller.pollNow();
    await clock.advance(seconds(300));
    expect(polls).toHaveLength(1);
    polls[0]?.end();
    await clock.advance(seconds(2));
    expect(polls).toHaveLength(2);
    polls[1]?.end();
    await clock.advance(seconds(59));
    expect(polls).toHaveLength(2);
  });

  it('keeps a gap however often it is pushed', async () => {
    const { clock, poller, polls } = setUp();
    poller.start();
    for (let push = 0; push < 100; push += 1) {
      poller.pollNow();
      await clock.advance(100);
    }
    expect(polls.length).toBeLessThanOrEqual(6);
    expect(polls.length).toBeGreaterThan(3);
  });

  it('during a refusal only marks, and asks when the refusal has ended', async () => {
    const { clock, poller, polls, state } = setUp();
    poller.start();
    await clock.advance(0);
    state.isRefused = true;
    poller.pollNow();
    await clock.advance(seconds(600));
    expect(polls).toHaveLength(1);
    state.isRefused = false;
    poller.pollNow();
    await settled();
    expect(polls).toHaveLength(2);
    await clock.advance(seconds(60));
    expect(polls).toHaveLength(3);
  });

  it('backs off from failures, tells of each, and returns to its pace', async () => {
    const { clock, poller, polls, onError, state } = setUp();
    state.isAutomatic = false;
    poller.start();
    polls[0]?.end(new Error('first'));
    await clock.advance(seconds(5));
    polls[1]?.end(new Error('second'));
    await clock.advance(seconds(5));
    expect(polls).toHaveLength(2);
    await clock.advance(seconds(5));
    polls[2]?.end();
    await clock.advance(seconds(59));
    expect(polls).toHaveLength(3);
    expect(onError).toHaveBeenCalledTimes(2);
  });

  it('can be brought forward, but not put off, and not out of a back-off', async () => {
    const { clock, poller, polls, state } = setUp();
    poller.start();
    await clock.advance(0);
    poller.pollWithin(seconds(30));
    poller.pollWithin(seconds(500));
    state.isAutomatic = false;
    await clock.advance(seconds(30));
    expect(polls).toHaveLength(2);
    polls[1]?.end(new Error('down'));
    await settled();
    poller.pollWithin(seconds(1));
    await clock.advance(seconds(4));
    expect(polls).toHaveLength(2);
  });

  it('is silent after stop and aborts the running poll', async () => {
    const { clock, poller, polls, onError, state } = setUp();
    state.isAutomatic = false;
    poller.start();
    const stopped = poller.stop();
    expect(polls[0]?.signal.aborted).toBe(true);
    polls[0]?.end(new Error('aborted'));
    await stopped;
    poller.pollNow();
    await clock.advance(seconds(600));
    expect(polls).toHaveLength(1);
    expect(onError).not.toHaveBeenCalled();
    expect(clock.pending()).toEqual([]);
  });
});

describe('a shared run', () => {
  it('gives those who come during a run the next one, together', async () => {
    const ends: (() => void)[] = [];
    const run = coalesce(() => new Promise((resolve) => ends.push(resolve)));
    const first = run();
    const second = run();
    const third = run();
    expect(second).toBe(third);
    expect(ends).toHaveLength(1);
    ends[0]?.();
    await first;
    await settled();
    expect(ends).toHaveLength(2);
    ends[1]?.();
    await expect(third).resolves.toBeUndefined();
  });

  it('goes on after a run that failed', async () => {
    let runs = 0;
    const run = coalesce(async () => {
      runs += 1;
      if (runs === 1) throw new Error('first');
    });
    const first = run();
    const second = run();
    await expect(first).rejects.toThrow('first');
    await expect(second).resolves.toBeUndefined();
    expect(runs).toBe(2);
  });
});
