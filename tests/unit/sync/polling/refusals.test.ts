import { describe, expect, it, vi } from 'vitest';
import { minutes, seconds } from '../../../../electron/lib/clock.ts';
import { createRefusals, refusalFor } from '../../../../electron/sync/polling/refusals.ts';
import { AppError, type AppErrorCode } from '../../../../shared/errors.ts';
import { createFakeClock, startOfTests } from '../../../fixtures/fake-clock.ts';
import { createFakeRandom } from '../../../fixtures/fake-random.ts';

const limited = (retryAt: number | null = null) => new AppError('rate-limited', '', { retryAt });

const setUp = (random = 0) => {
  const clock = createFakeClock();
  const onBegin = vi.fn();
  const onEnd = vi.fn();
  const refusals = createRefusals({ clock, random: createFakeRandom(random), onBegin, onEnd });
  const leftMs = () => (refusals.current()?.untilAt ?? Number.NaN) - clock.now();
  return { clock, onBegin, onEnd, refusals, leftMs };
};

describe('the table of refusals', () => {
  const pauses: readonly (readonly [AppErrorCode, number, number])[] = [
    ['rate-limited', 0, seconds(60)],
    ['rate-limited', 1, seconds(120)],
    ['rate-limited', 3, seconds(480)],
    ['rate-limited', 4, minutes(15)],
    ['rate-limited', 40, minutes(15)],
    ['refused-for-now', 0, minutes(15)],
    ['refused-for-now', 1, minutes(30)],
    ['refused-for-now', 2, minutes(60)],
    ['refused-for-now', 9, minutes(60)],
    ['account-locked', 0, minutes(60)],
    ['unauthorized', 0, seconds(4)],
    ['unauthorized', 30, minutes(15)],
    ['not-verified', 0, seconds(4)],
    ['not-verified', 30, minutes(15)],
  ];
  it.each(pauses)('%s at step %i pauses %i ms', (code, step, pauseMs) => {
    const refusal = refusalFor(new AppError(code), step, startOfTests);
    expect(refusal).toEqual({ code, untilAt: startOfTests + pauseMs });
  });

  it.each(['refused', 'too-old', 'account-suspended', 'signed-out-by-blink'] as const)(
    '%s waits for the person',
    (code) => {
      expect(refusalFor(new AppError(code), 0, startOfTests)).toEqual({ code, untilAt: null });
    },
  );

  it.each(['offline', 'timeout', 'cloud-trouble', 'bad-answer', 'not-found'] as const)(
    '%s is no refusal',
    (code) => {
      expect(refusalFor(new AppError(code), 3, startOfTests)).toBeNull();
    },
  );

  it('obeys the time the server named', () => {
    const retryAt = startOfTests + seconds(7);
    expect(refusalFor(limited(retryAt), 0, startOfTests)?.untilAt).toBe(retryAt);
    const trouble = new AppError('cloud-trouble', '', { retryAt });
    expect(refusalFor(trouble, 0, startOfTests)?.untilAt).toBe(retryAt);
  });

  it('never comes back earlier than named, even when its own step is shorter', () => {
    const retryAt = startOfTests + minutes(50);
    expect(refusalFor(limited(retryAt), 1, startOfTests)?.untilAt).toBe(retryAt);
    const refused = new AppError('refused-for-now', '', { retryAt });
    expect(refusalFor(refused, 0, startOfTests)?.untilAt).toBe(retryAt);
  });
});

describe('the breaker of an account', () => {
  it('lets nobody through until the pause is over', async () => {
    const { clock, refusals, onEnd } = setUp();
    refusals.note(limited());
    await clock.advance(seconds(60) - 1);
    expect(() => refusals.check()).toThrow('rate-limited');
    expect(onEnd).not.toHaveBeenCalled();
    await clock.advance(1);
    expect(() => refusals.check()).not.toThrow();
    expect(onEnd).toHaveBeenCalledTimes(1);
  });

  it('doubles when the next try is refused too', async () => {
    const { clock, refusals, leftMs } = setUp();
    for (const pauseMs of [60, 120, 240, 480, 900, 900].map(seconds)) {
      refusals.note(limited());
      expect(leftMs()).toBe(pauseMs);
      await clock.advance(pauseMs);
    }
  });

  it('takes several refusals at once for one step', async () => {
    const { clock, refusals, leftMs } = setUp();
    refusals.note(limited());
    refusals.note(limited());
    refusals.note(limited());
    expect(leftMs()).toBe(seconds(60));
    await clock.advance(seconds(60));
    refusals.note(limited());
    expect(leftMs()).toBe(seconds(120));
  });

  it('is lengthened by a later answer, never shortened', () => {
    const { clock, refusals, leftMs } = setUp();
    refusals.note(limited(clock.now() + minutes(5)));
    refusals.note(limited(clock.now() + minutes(2)));
    expect(leftMs()).toBe(minutes(5));
    refusals.note(limited(clock.now() + minutes(9)));
    expect(leftMs()).toBe(minutes(9));
  });

  it('starts with a short pause again after as much peace', async () => {
    const { clock, refusals, leftMs } = setUp();
    refusals.note(limited());
    await clock.advance(seconds(60));
    refusals.note(limited());
    await clock.advance(seconds(240));
    refusals.note(limited());
    expect(leftMs()).toBe(seconds(60));
  });

  it('is jittered to the late side, so that two clients do not come back together', () => {
    const early = setUp(0.1);
    const late = setUp(0.9);
    early.refusals.note(limited());
    late.refusals.note(limited());
    expect(early.leftMs()).toBeGreaterThan(seconds(60));
    expect(late.leftMs() - early.leftMs()).toBeGreaterThan(seconds(4));
  });

  it('stays for ever when the person has to act, whatever comes after', async () => {
    const { clock, refusals, onEnd } = setUp();
    refusals.note(limited());
    refusals.note(new AppError('signed-out-by-blink'));
    refusals.note(limited());
    await clock.advance(minutes(600));
    expect(refusals.current()).toEqual({ code: 'signed-out-by-blink', untilAt: null });
    expect(onEnd).not.toHaveBeenCalled();
  });

  it('does not end early because the wall clock was moved', async () => {
    const { clock, refusals } = setUp();
    refusals.note(limited());
    clock.jump(minutes(60 * 24));
    await clock.advance(seconds(59));
    expect(() => refusals.check()).toThrow('rate-limited');
  });
});

describe('a refusal that is lifted', () => {
  it('is over at once, and the next one starts with a short pause again', async () => {
    const { clock, refusals, onEnd, leftMs } = setUp();
    refusals.note(new AppError('not-verified'));
    await clock.advance(seconds(4));
    refusals.note(new AppError('not-verified'));
    expect(leftMs()).toBe(seconds(8));

    refusals.lift('rate-limited');
    expect(refusals.current()).not.toBeNull();
    refusals.lift('not-verified');
    expect([refusals.current(), onEnd.mock.calls.length, clock.pending()]).toEqual([null, 2, []]);

    refusals.note(new AppError('not-verified'));
    expect(leftMs()).toBe(seconds(4));
  });
});
