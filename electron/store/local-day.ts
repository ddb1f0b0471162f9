import type { Timestamp } from '../../shared/models.ts';

/** The day of a moment on the clocks of a time zone, `YYYY-MM-DD`; an unknown zone counts as UTC. */
export function localDay(at: Timestamp, timeZone: string): string {
  const parts = formatter(timeZone).formatToParts(at);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
}

// Building one costs a thousand times more than using it.
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known !== undefined) return known;
  const made = makeFormatter(timeZone);
  formatters.set(timeZone, made);
  return made;
}

function makeFormatter(timeZone: string): Intl.DateTimeFormat {
  const digits = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  try {
    return new Intl.DateTimeFormat('en-CA', { ...digits, calendar: 'gregory', timeZone });
  } catch {
    return new Intl.DateTimeFormat('en-CA', { ...digits, calendar: 'gregory', timeZone: 'UTC' });
  }
}
