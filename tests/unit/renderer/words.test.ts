import { expect, test } from 'vitest';
import { appErrorCodes } from '../../../shared/errors.ts';
import { report } from '../../../shared/messages/failures.ts';
import {
  clockTimeIn,
  daysAgo,
  moment,
  temperature,
} from '../../../renderer/components/display/format.ts';
import { dayHeading } from '../../../renderer/features/clips/clip-words.ts';
import { groupByDay } from '../../../renderer/features/clips/group-by-day.ts';
import { connectionNotices } from '../../../renderer/features/status/connection-notice.ts';
import { clip, livedIn } from '../../ui/support/worlds.ts';

const noon = new Date(2026, 10, 22, 12).getTime();
const midnight = new Date(2026, 10, 22).getTime();
const before = new Date(2026, 10, 21, 23, 59).getTime();

test('every failure has a sentence of its own and a way on', () => {
  const reports = appErrorCodes.map(report);
  expect(new Set(reports.map(({ sentence }) => sentence)).size).toBe(appErrorCodes.length);
  for (const { sentence, wayOn } of reports) {
    expect(sentence).toMatch(/\.$/);
    expect(wayOn).toMatch(/\.$/);
  }
});

test('days change at local midnight', () => {
  const days = groupByDay([
    clip(0, { recordedAt: midnight }),
    clip(1, { recordedAt: before }),
    clip(2, { recordedAt: before - 1 }),
  ]);
  expect(days.map(({ clips }) => clips.length)).toEqual([1, 2]);
});

test.each([
  [noon, 'Today'],
  [before, 'Yesterday'],
])('the day of %d is headed %s', (at, heading) => {
  expect(dayHeading(at, noon)).toBe(heading);
});

test('another year is part of the heading', () => {
  expect(dayHeading(new Date(2025, 10, 22).getTime(), noon)).toContain('2025');
  expect(dayHeading(new Date(2026, 9, 1).getTime(), noon)).not.toContain('2026');
});

test('a day of 23 or 25 hours is one day', () => {
  for (const [month, date] of [
    [2, 29],
    [9, 25],
  ] as const) {
    const day = new Date(2026, month, date, 12).getTime();
    expect(daysAgo(day, new Date(2026, month, date + 1, 12).getTime())).toBe(1);
  }
});

test('a moment of today is a time, any other has its day in front', () => {
  expect(moment(noon, noon)).not.toContain(',');
  expect(moment(before, noon)).toMatch(/21.*,/);
});

test.each([
  ['en-US', '54°F'],
  ['en-GB', '12°C'],
  ['en', '12°C'],
])('a temperature for %s reads %s', (language, words) => {
  expect(temperature(54, language)).toBe(words);
});

test('an unknown time zone is no reason to fail', () => {
  expect(clockTimeIn(noon, 'Not/AZone')).toBeNull();
});

test('all is well: nothing to say', () => {
  expect(connectionNotices(livedIn, noon)).toEqual([]);
});

test('a needed sign-in comes first and hides the trouble that follows from it', () => {
  const notices = connectionNotices(
    {
      ...livedIn,
      account: { phase: 'needs-sign-in', accountId: 1, problem: 'signed-out-by-blink' },
      connection: { ...livedIn.connection, status: 'trouble', problem: 'unauthorized' },
      archive: { ...livedIn.archive, problem: 'disk-full' },
    },
    noon,
  );
  expect(notices.map(({ key }) => key)).toEqual(['sign-in', 'archive']);
  expect(notices[0]).toMatchObject({ way: 'sign-in' });
});

test('a pause says until when, and a stale state says from when it is', () => {
  const [notice] = connectionNotices(
    {
      ...livedIn,
      home: { ...livedIn.home, isStale: true, checkedAt: before },
      connection: {
        ...livedIn.connection,
        status: 'paused',
        problem: 'rate-limited',
        pausedUntil: noon,
      },
    },
    noon,
  );
  expect(notice?.text).toContain(moment(noon, noon));
  expect(notice?.text).toContain(moment(before, noon));
});
