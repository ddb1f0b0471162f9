import type { Timestamp } from '../models.ts';
import { m } from './compiled/messages.js';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** `17:20` or `5:20 PM`, as the person's system writes it. */
export function timeOfDay(at: Timestamp, timeZone?: string): string {
  return clockOf(timeZone).format(at);
}

/** The time of day, with the day where it is not today: `12:00 PM`, `12:00 PM tomorrow`, `12:00 PM on Fri 27 Nov`. */
export function timeWithDay(at: Timestamp, now: Timestamp): string {
  const time = timeOfDay(at);
  const days = Math.round((noonOf(at) - noonOf(now)) / dayMs);
  if (days === 0) return time;
  if (days === 1) return m.time_tomorrow({ time });
  return m.time_on_day({ time, day: dayOf(at) });
}

/** Days are counted from noon to noon, so that summer time moves none of them. */
const noonOf = (at: Timestamp): number => new Date(at).setHours(12, 0, 0, 0);

const dayOf = (at: Timestamp): string =>
  new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', month: 'short' }).format(
    at,
  );

// Each of these takes longer to make than a whole menu.
const clocks = new Map<string | undefined, Intl.DateTimeFormat>();

function clockOf(timeZone: string | undefined): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(undefined, { timeStyle: 'short', timeZone });
  clocks.set(timeZone, made);
  return made;
}

/** `just now`, `12 min ago`, `3 h ago`; after a day the day itself. */
export function ago(at: Timestamp, now: Timestamp): string {
  const ageMs = now - at;
  if (ageMs < minuteMs) return m.ago_now();
  if (ageMs < hourMs) return m.ago_minutes({ count: Math.floor(ageMs / minuteMs) });
  if (ageMs < 24 * hourMs) return m.ago_hours({ count: Math.floor(ageMs / hourMs) });
  return m.ago_since({ day: dayOf(at) });
}

/** A timed disarm whose end has passed by more than the minute that arming may take. */
export const isOverdue = ({ rearmAt }: { readonly rearmAt: Timestamp }, now: Timestamp): boolean =>
  now - rearmAt >= minuteMs;

/** `in 23 min`, `in 2 h 5 min`; never less than a minute. */
export function inTime(at: Timestamp, now: Timestamp): string {
  const minutes = Math.max(1, Math.ceil((at - now) / minuteMs));
  if (minutes < 60) return m.in_minutes({ count: minutes });
  return m.in_hours({ hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}
