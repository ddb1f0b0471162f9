import { describe, expect, it } from 'vitest';
import { minutes } from '../../../../electron/lib/clock.ts';
import {
  nextDisarmMove,
  remainingMs,
} from '../../../../electron/services/arming/temporary-disarm-rules.ts';

describe('the rule', () => {
  const kept = { startedAt: 1_000, rearmAt: 2_000, phase: 'counting' } as const;
  const facts = { kept, now: 2_000, hasRunOut: false, wasTried: false, reportedAt: 1_500 };

  it.each([
    ['waits for a fresh answer', { reported: null }, 'wait'],
    ['arms when it is due', { reported: 'disarmed' }, 'rearm'],
    ['waits until it is due', { reported: 'disarmed', now: 1_999 }, 'wait'],
    [
      'arms when its own count has run out',
      { reported: 'disarmed', now: 5, hasRunOut: true },
      'rearm',
    ],
    ['drops what somebody has armed', { reported: 'armed', now: 1_500 }, 'drop'],
    ['asks when it is very late', { reported: 'disarmed', now: 2_001 + minutes(60) }, 'ask'],
    [
      'does not ask once it has tried',
      { reported: 'disarmed', now: 2_001 + minutes(60), wasTried: true },
      'rearm',
    ],
  ] as const)('%s', (_, change, move) => {
    expect(nextDisarmMove({ ...facts, ...change })).toBe(move);
  });

  it('does not take an older answer for the outcome of the disarm', () => {
    const starting = { ...kept, phase: 'starting' } as const;
    expect(nextDisarmMove({ ...facts, kept: starting, reported: 'armed', reportedAt: 999 })).toBe(
      'wait',
    );
    expect(nextDisarmMove({ ...facts, kept: starting, reported: 'armed', reportedAt: 1_000 })).toBe(
      'drop',
    );
  });
});

describe('what is left', () => {
  it.each([
    ['counts what is left', 0, 15],
    ['is due when its time has passed', 20, 0],
    ['is never longer than it was meant to be', -600, 15],
  ])('%s', (_, nowMinutes, leftMinutes) => {
    const kept = { startedAt: 0, rearmAt: minutes(15), phase: 'counting' } as const;
    expect(remainingMs(kept, minutes(nowMinutes))).toBe(minutes(leftMinutes));
  });
});
