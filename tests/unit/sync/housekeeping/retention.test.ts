import { describe, expect, it } from 'vitest';
import {
  afterRemoval,
  daysMs,
  excessOf,
  emptyPreview,
  planRemoval,
  withRemoval,
} from '../../../../electron/sync/housekeeping/retention.ts';
import type { PrunableClip } from '../../../../electron/store/clips/clip-index.ts';

/** A clip of day n (from 1), of so many bytes. */
const clip = (day: number, sizeBytes = 100, isInCloud = true): PrunableClip => ({
  id: `c${day}`,
  file: { path: `${day}.mp4`, sizeBytes, sha256: '' },
  recordedAt: daysMs(day),
  isInCloud,
});
const five = [1, 2, 3, 4, 5].map((day) => clip(day));
const size = (usedBytes: number, newestDay: number | null = 5) => ({
  usedBytes,
  newestAt: newestDay === null ? null : daysMs(newestDay),
});

describe('what limits remove', () => {
  it.each([
    { name: 'nothing without limits', maxBytes: null, maxAgeDays: null, goes: [] },
    { name: 'nothing as long as there is room', maxBytes: 500, maxAgeDays: null, goes: [] },
    { name: 'the oldest until there is room', maxBytes: 320, maxAgeDays: null, goes: [1, 2] },
    { name: 'one more rather than one too few', maxBytes: 299, maxAgeDays: null, goes: [1, 2, 3] },
    { name: 'everything that may go', maxBytes: 0, maxAgeDays: null, goes: [1, 2, 3, 4, 5] },
    { name: 'what is older than its age', maxBytes: null, maxAgeDays: 2, goes: [1, 2] },
    { name: 'nothing that is exactly as old', maxBytes: null, maxAgeDays: 4, goes: [] },
    { name: 'what either of both wants: age', maxBytes: 450, maxAgeDays: 1, goes: [1, 2, 3] },
    { name: 'what either of both wants: size', maxBytes: 100, maxAgeDays: 3, goes: [1, 2, 3, 4] },
  ])('is $name', ({ maxBytes, maxAgeDays, goes }) => {
    const gone = planRemoval(five, excessOf({ maxBytes, maxAgeDays }, size(500)));
    expect(gone.map(({ id }) => id)).toEqual(goes.map((day) => `c${day}`));
  });

  it('counts what may not go towards the size', () => {
    const over = excessOf({ maxBytes: 900, maxAgeDays: null }, size(1_100));
    expect(planRemoval(five, over)).toHaveLength(2);
  });

  it('is nothing by age as long as the cloud has told no time', () => {
    const over = excessOf({ maxBytes: null, maxAgeDays: 1 }, size(500, null));
    expect(planRemoval(five, over)).toEqual([]);
  });

  it('is the same page by page as at once', () => {
    for (let maxBytes = 0; maxBytes <= 600; maxBytes += 50) {
      const whole = excessOf({ maxBytes, maxAgeDays: 3 }, size(500));
      const first = planRemoval(five.slice(0, 2), whole);
      const rest = first.length < 2 ? [] : planRemoval(five.slice(2), afterRemoval(whole, first));
      expect([...first, ...rest]).toEqual(planRemoval(five, whole));
    }
  });
});

describe('the dry run', () => {
  it('adds up pages', () => {
    const first = withRemoval(emptyPreview, [clip(1, 10), clip(2, 20, false)]);
    expect(withRemoval(first, [clip(3, 30, false)])).toEqual({
      clips: 3,
      bytes: 60,
      onlyHere: 2,
      oldestAt: daysMs(1),
      newestAt: daysMs(3),
    });
    expect(withRemoval(first, [])).toEqual(first);
  });
});
