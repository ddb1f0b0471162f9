import type { Timestamp } from '../models.ts';
import { m } from './compiled/messages.js';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** `17:20` or `5:20 PM`, as the person's system writes it. */
export function timeOfDay(at: Timestamp, timeZone?: string): string {
  return clockOf(timeZone).format(at);
}

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
  const day = { weekday: 'short', day: 'numeric', month: 'short' } as const;
  return m.ago_since({ day: new Intl.DateTimeFormat(undefined, day).format(at) });
}

/** `in 23 min`, `in 2 h 5 min`; never less than a minute. */
export function inTime(at: Timestamp, now: Timestamp): string {
  const minutes = Math.max(1, Math.ceil((at - now) / minuteMs));
  if (minutes < 60) return m.in_minutes({ count: minutes });
  return m.in_hours({ hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}
