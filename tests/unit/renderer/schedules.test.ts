import { expect, test } from 'vitest';
import { weekdays } from '../../../shared/schedules.ts';
import {
  draftEntries,
  missingIn,
  newEntry,
  toDraft,
} from '../../../renderer/features/schedules/schedule-draft.ts';
import {
  daysWords,
  fromField,
  isOtherDay,
  toField,
  toLocal,
  toUtc,
  utcOffset,
} from '../../../renderer/features/schedules/schedule-time.ts';
import { nightly } from '../../ui/support/answers.ts';

const winter = Date.UTC(2026, 0, 15);
const summer = Date.UTC(2026, 6, 15);

test.each([
  ['Europe/Bucharest', winter, 120],
  ['Europe/Bucharest', summer, 180],
  ['America/New_York', winter, -300],
  ['Asia/Kolkata', winter, 330],
  ['UTC', winter, 0],
])('%s is ahead of UTC by the minutes of the season', (zone, at, minutes) => {
  expect(utcOffset(zone, at)).toBe(minutes);
});

test('a zone nobody knows is read as that of this computer', () => {
  expect(utcOffset('Not/AZone', winter)).toBe(-new Date(winter).getTimezoneOffset());
});

test('every minute of the day comes back from local time', () => {
  for (const offset of [-720, -300, 0, 330, 840]) {
    for (let minute = 0; minute < 1_440; minute += 1) {
      expect(toUtc(toLocal(minute, offset), offset)).toBe(minute);
    }
  }
});

test('a time whose day is another one in UTC is told apart', () => {
  expect(isOtherDay(23 * 60, 120)).toBe(true);
  expect(isOtherDay(2 * 60, -300)).toBe(true);
  expect(isOtherDay(12 * 60, 120)).toBe(false);
});

test('a time field is read and written, a half-typed one is none', () => {
  expect(toField(fromField('06:05') ?? 0)).toBe('06:05');
  expect(fromField('')).toBeNull();
});

test.each([
  [weekdays, 'Every day'],
  [['mon', 'tue', 'wed', 'thu', 'fri'], 'Monday to Friday'],
  [['sun', 'sat'], 'Weekend'],
  [['wed', 'mon'], 'Mon, Wed'],
] as const)('%s reads as %s', (days, words) => {
  expect(daysWords(days)).toBe(words);
});

test('a schedule that is opened and saved is what it was', () => {
  const { id, networkId, name, entries } = nightly;
  const edited = { id, networkId, name, entries: draftEntries(nightly, 120) };
  expect(toDraft(edited, 120)).toEqual({ id, networkId, name, entries });
});

test('what is missing is named before anything is asked', () => {
  const { networkId } = nightly;
  const entry = newEntry(0);
  const edited = { id: null, networkId, name: 'Nights', entries: [entry] };
  expect(missingIn(edited)).toBeNull();
  const broken = [
    { ...edited, name: '  ' },
    { ...edited, entries: [] },
    { ...edited, entries: [{ ...entry, localMinute: null }] },
    { ...edited, entries: [{ ...entry, days: [] }] },
  ].map(missingIn);
  expect(new Set(broken).size).toBe(4);
  expect(broken).not.toContain(null);
});
