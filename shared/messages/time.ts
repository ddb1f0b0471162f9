import type { Timestamp } from '../models.ts';

/** `17:20` or `5:20 PM`, as the person's system writes it; with the day when it is not within the last 20 hours. */
export function timeOfDay(at: Timestamp, timeZone?: string): string {
  return new Intl.DateTimeFormat(undefined, { timeStyle: 'short', timeZone }).format(at);
}
