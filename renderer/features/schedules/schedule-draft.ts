import type { NetworkId } from '../../../shared/ids.ts';
import {
  weekdays,
  type Schedule,
  type ScheduleDraft,
  type ScheduleEntry,
} from '../../../shared/schedules.ts';
import { m } from '../../../shared/messages/compiled/messages.js';
import { toLocal, toUtc } from './schedule-time.ts';

/** An entry while it is edited. */
export interface EntryDraft {
  /** Tells the entries of one editor apart. */
  readonly key: number;
  readonly days: ScheduleEntry['days'];
  /** Minutes after local midnight; null while half typed. */
  readonly localMinute: number | null;
  readonly action: ScheduleEntry['action'];
}

const evening = 22 * 60;

/** The entries of a schedule in local time; a new one begins with arming in the evening. */
export function draftEntries(schedule: Schedule | null, offset: number): readonly EntryDraft[] {
  if (schedule === null) return [newEntry(0)];
  return schedule.entries.map(({ days, minuteUtc, action }, key) => ({
    key,
    days,
    localMinute: toLocal(minuteUtc, offset),
    action,
  }));
}

export const newEntry = (key: number): EntryDraft => ({
  key,
  days: weekdays,
  localMinute: evening,
  action: 'arm',
});

export interface EditedSchedule {
  readonly id: number | null;
  readonly networkId: NetworkId;
  readonly name: string;
  readonly entries: readonly EntryDraft[];
}

/** What is still missing, as a sentence; null when it can be saved. */
export function missingIn({ name, entries }: EditedSchedule): string | null {
  if (name.trim() === '') return m.schedule_needs_name();
  if (entries.length === 0) return m.schedule_needs_time();
  if (entries.some(({ localMinute }) => localMinute === null)) return m.schedule_half_time();
  return entries.some(({ days }) => days.length === 0) ? m.schedule_needs_day() : null;
}

/** As the cloud is asked to keep it. */
export const toDraft = (edited: EditedSchedule, offset: number): ScheduleDraft => ({
  id: edited.id,
  networkId: edited.networkId,
  name: edited.name.trim(),
  entries: edited.entries.map(({ days, localMinute, action }) => ({
    days: weekdays.filter((day) => days.includes(day)),
    minuteUtc: toUtc(localMinute ?? 0, offset),
    action,
  })),
});
