import { weekdays, type ScheduleEntry, type Weekday } from '../../../shared/schedules.ts';
import { m } from '../../../shared/messages/compiled/messages.js';

const dayMinutes = 1_440;
const minuteMs = 60_000;
/** A Monday, for the names of the days. */
const mondayMs = Date.UTC(2024, 0, 1);

/** Minutes by which a zone is ahead of UTC at a moment; of this computer's zone when the name is unknown. */
export function utcOffset(timeZone: string, at: number): number {
  try {
    const written = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
      .formatToParts(at)
      .find(({ type }) => type === 'timeZoneName')?.value;
    const [, sign = '+', hours = '0', minutes = '0'] =
      /GMT(?:([+-])(\d{2}):(\d{2}))?/.exec(written ?? '') ?? [];
    return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  } catch {
    return -new Date(at).getTimezoneOffset();
  }
}

const wrap = (minute: number): number => ((minute % dayMinutes) + dayMinutes) % dayMinutes;

/** Minutes after local midnight. */
export const toLocal = (minuteUtc: number, offset: number): number => wrap(minuteUtc + offset);

/** Minutes after midnight, UTC. */
export const toUtc = (localMinute: number, offset: number): number => wrap(localMinute - offset);

/** Whether the local day and the day in UTC differ then: Blink may count either. */
export const isOtherDay = (minuteUtc: number, offset: number): boolean =>
  Math.floor((minuteUtc + offset) / dayMinutes) !== 0;

const clock = new Intl.DateTimeFormat(undefined, {
  hour: 'numeric',
  minute: '2-digit',
  timeZone: 'UTC',
});

/** `22:00`, as the system's language has it. */
export const minuteWords = (minute: number): string => clock.format(minute * minuteMs);

/** `22:00` as a time field has it, whatever the language. */
export const toField = (minute: number): string =>
  new Date(minute * minuteMs).toISOString().slice(11, 16);

/** Null for an empty or half-typed field. */
export function fromField(text: string): number | null {
  const [, hours, minutes] = /^(\d{2}):(\d{2})/.exec(text) ?? [];
  return hours === undefined ? null : Number(hours) * 60 + Number(minutes);
}

/** The day's name, `long` or `short`. */
export const dayWords = (day: Weekday, width: 'long' | 'short'): string =>
  new Intl.DateTimeFormat(undefined, { weekday: width, timeZone: 'UTC' }).format(
    mondayMs + weekdays.indexOf(day) * dayMinutes * minuteMs,
  );

const working = weekdays.slice(0, 5);
const isSame = (some: readonly Weekday[], others: readonly Weekday[]): boolean =>
  some.length === others.length && others.every((day) => some.includes(day));

/** `Every day`, `Monday to Friday`, `Weekend`, or the days. */
export function daysWords(days: ScheduleEntry['days']): string {
  if (isSame(days, weekdays)) return m.days_every();
  if (isSame(days, working)) return m.days_working();
  if (isSame(days, weekdays.slice(5))) return m.days_weekend();
  const inOrder = weekdays.filter((day) => days.includes(day));
  return inOrder.map((day) => dayWords(day, 'short')).join(', ');
}
