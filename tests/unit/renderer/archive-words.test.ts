import { describe, expect, it, test } from 'vitest';
import type { ArchiveReport } from '../../../shared/archive.ts';
import { fileSize, speed } from '../../../renderer/components/display/format.ts';
import {
  fetchTimeMs,
  fetchWords,
  isSameLimits,
  limitsOf,
  previewWords,
  reportWords,
  typedLimits,
} from '../../../renderer/features/settings/archive/archive-words.ts';
import { archiveNotices } from '../../../renderer/features/status/archive-notice.ts';
import { livedIn } from '../../ui/support/worlds.ts';

const hour = 3_600_000;
const { archive } = livedIn;

/** A hundred clips of 2 MB each are here. */
const fetching = {
  waiting: 60,
  fetching: 0,
  kept: 100,
  usedBytes: 200_000_000,
  bytesPerSecond: 2_000_000,
  clipsPerHour: 120,
  isPaused: false,
};

describe('the time that is left', () => {
  it.each([
    ['as fast as the line allows while the pace allows it', {}, 60_000],
    ['by the pace when there is more than an hour’s worth', { waiting: 360 }, 3 * hour],
    ['by the line when that is slower', { waiting: 360, bytesPerSecond: 20_000 }, 10 * hour],
    ['by the line alone without a pace', { waiting: 360, clipsPerHour: null }, 360_000],
    ['by the pace alone while nothing comes in', { waiting: 360, bytesPerSecond: 0 }, 3 * hour],
    ['unknown while nothing is measured', { bytesPerSecond: 0 }, null],
    ['unknown while the size of a clip is', { kept: 0, usedBytes: 0 }, null],
  ])('is %s', (_name, change, ms) => {
    expect(fetchTimeMs({ ...fetching, ...change })).toBe(ms);
  });

  it.each([
    [{}, '60 to fetch · 2 MB/s · about 1 minute'],
    [{ waiting: 312 }, '312 to fetch · 2 MB/s · about 3 hours'],
    [{ waiting: 12_000 }, '12000 to fetch · 2 MB/s · about 4 days'],
    [{ waiting: 1, bytesPerSecond: 0 }, '1 to fetch'],
    [{ isPaused: true }, '60 to fetch · paused'],
    [{ isPaused: true, fetching: 2 }, '60 to fetch · paused · 2 still arriving'],
    [{ waiting: 0 }, 'Nothing left to fetch'],
    [{ waiting: 0, isPaused: true }, 'Nothing left to fetch · paused'],
  ])('is said as of %j', (change, words) => {
    expect(fetchWords({ ...fetching, ...change })).toBe(words);
  });
});

describe('a dry run', () => {
  const some = { clips: 120, bytes: 340_000_000, onlyHere: 12, oldestAt: 1, newestAt: 2 };

  it.each([
    [some, 'Would remove 120 clips now, 340 MB. 12 of them are only here and would be lost.'],
    [{ ...some, clips: 1, onlyHere: 0 }, 'Would remove 1 clip now, 340 MB. Blink still has it.'],
    [{ ...some, clips: 2, onlyHere: 0 }, 'Would remove 2 clips now, 340 MB. Blink still has all.'],
    [{ ...some, clips: 1, onlyHere: 1 }, 'Would remove 1 clip now, 340 MB. It is only here'],
    [{ ...some, clips: 0, bytes: 0 }, 'Nothing would be removed now.'],
  ])('of %j is told', (preview, words) => {
    expect(previewWords(preview)).toContain(words);
  });
});

test.each([
  [
    { gigabytes: '', days: '' },
    { maxBytes: null, maxAgeDays: null },
  ],
  [
    { gigabytes: ' 5 ', days: '90' },
    { maxBytes: 5_000_000_000, maxAgeDays: 90 },
  ],
  [{ gigabytes: '0', days: '' }, null],
  [{ gigabytes: '', days: '1.5' }, null],
  [{ gigabytes: '1e3', days: '' }, null],
  [{ gigabytes: '100001', days: '' }, null],
  [{ gigabytes: '', days: '3651' }, null],
])('%j is read as limits', (typed, limits) => {
  expect(limitsOf(typed)).toEqual(limits);
});

test('limits survive being shown and read again', () => {
  const limits = { maxBytes: 7_000_000_000, maxAgeDays: 30 };
  const read = limitsOf(typedLimits(limits));
  expect(read !== null && isSameLimits(read, limits)).toBe(true);
});

describe('a report', () => {
  const report: ArchiveReport = {
    kind: 'verify',
    at: 1,
    clips: 500,
    missing: 0,
    damaged: 0,
    unlisted: 0,
    unknownFiles: 0,
    problem: null,
  };

  it.each([
    [{}, '500 clips verified. All is well.'],
    [{ missing: 2, unknownFiles: 1 }, '500 clips verified: 2 missing and 1 file of another kind.'],
    [{ unlisted: 2 }, '500 clips verified: 2 not on the list of clips.'],
    [{ kind: 'rebuild' }, '500 clips found in the files.'],
    [{ kind: 'move', clips: 1 }, '1 clip moved.'],
    [
      { clips: 20, problem: 'archive-away' },
      'Not finished: The folder with your clips is not there. 20 clips verified. Nothing wrong so far.',
    ],
    [
      { kind: 'move', problem: 'invalid-argument' },
      'Not moved: choose a folder outside the present one that holds no other archive.',
    ],
    [{ kind: 'move', clips: 0, problem: 'disk-full' }, 'Not finished: The disk is full.'],
  ] as const)('of %j is told', (change, words) => {
    expect(reportWords({ ...report, ...change })).toBe(words);
  });
});

test.each([
  [340_000_000, '340 MB'],
  [1_240_000, '1.2 MB'],
  [212_340_000_000, '212 GB'],
  [5_500_000_000, '5.5 GB'],
])('%d bytes are %s', (bytes, words) => {
  expect(fileSize(bytes)).toBe(words);
});

test.each([
  [1_240_000, '1.2 MB/s'],
  [80_000, '80 kB/s'],
])('%d bytes a second are %s', (bytes, words) => {
  expect(speed(bytes)).toBe(words);
});

describe('notices about the archive', () => {
  const report = {
    kind: 'verify',
    at: 1,
    clips: 9,
    damaged: 0,
    unlisted: 0,
    unknownFiles: 0,
  } as const;
  const keys = (change: Partial<typeof archive>) =>
    archiveNotices({ ...archive, ...change }).flatMap((notice) => notice?.key ?? []);

  it.each([
    ['nothing while all is well', {}, []],
    ['nothing of a pause, which was a wish', { isPaused: true, waiting: 900 }, []],
    ['the disk that is away', { problem: 'archive-away' }, ['archive']],
    ['a move', { job: { kind: 'move', done: 1, total: 2 } }, ['move']],
    ['nothing of a look', { job: { kind: 'verify', done: 1, total: 2 } }, []],
    ['a newer version', { isReadOnly: true }, ['index-newer']],
    ['nothing of a file deleted by hand', { missing: 2 }, []],
    [
      'what a look has found missing',
      { missing: 2, lastReport: { ...report, missing: 2, problem: null } },
      ['missing'],
    ],
    [
      'nothing once it is fetched again',
      { missing: 0, lastReport: { ...report, missing: 2, problem: null } },
      [],
    ],
  ] as const)('tell %s', (_name, change, expected) => {
    expect(keys(change)).toEqual(expected);
  });
});
