import { m } from '../../../shared/messages/compiled/messages.js';

const dayMs = 86_400_000;

const clock = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });
const shortDay = new Intl.DateTimeFormat(undefined, {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
});
const longDay = new Intl.DateTimeFormat(undefined, {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
});
const otherYear = new Intl.DateTimeFormat(undefined, { dateStyle: 'long' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });
const fahrenheitRegions = ['US', 'BS', 'BZ', 'KY', 'LR', 'PW', 'FM', 'MH', 'PR', 'GU', 'VI'];

/** Midnight, local time, of the day `at` lies in. */
export const dayStart = (at: number): number => new Date(at).setHours(0, 0, 0, 0);

/** Whole days from the day of `at` to the day of `now`; a day of 23 or 25 hours counts as one. */
export const daysAgo = (at: number, now: number): number =>
  Math.round((dayStart(now) - dayStart(at)) / dayMs);

/** `14:02` or `2:02 PM`, as the system's language has it. */
export const clockTime = (at: number): string => clock.format(at);

/** The time, with the day in front when it is not today. */
export const moment = (at: number, now: number): string =>
  daysAgo(at, now) === 0 ? clockTime(at) : `${shortDay.format(at)}, ${clockTime(at)}`;

/** Day and month, with the year when it is another one. */
export const dayName = (at: number, now: number): string =>
  (new Date(at).getFullYear() === new Date(now).getFullYear() ? longDay : otherYear).format(at);

/** Everything, for a tooltip. */
export const fullTime = (at: number): string => full.format(at);

/** The clock time in another zone; null when it reads the same here, or the zone is unknown. */
export function clockTimeIn(at: number, timeZone: string): string | null {
  try {
    const options = { hour: 'numeric', minute: '2-digit', timeZone } as const;
    const there = new Intl.DateTimeFormat(undefined, options).format(at);
    return there === clockTime(at) ? null : there;
  } catch {
    return null; // The cloud's word for the zone is none that Intl knows.
  }
}

/** Megabytes, or gigabytes from one on, with one decimal while it tells something. */
export function fileSize(bytes: number): string {
  const isLarge = bytes >= gigabyte;
  const value = bytes / (isLarge ? gigabyte : megabyte);
  return unit(isLarge ? 'gigabyte' : 'megabyte', value);
}

/** Megabytes in a second, or kilobytes below a tenth of one. */
export const speed = (bytesPerSecond: number): string =>
  bytesPerSecond < megabyte / 10
    ? unit('kilobyte-per-second', bytesPerSecond / kilobyte)
    : unit('megabyte-per-second', bytesPerSecond / megabyte);

const unit = (name: string, value: number): string =>
  new Intl.NumberFormat(undefined, {
    style: 'unit',
    unit: name,
    maximumFractionDigits: value < 100 ? 1 : 0,
  }).format(value);

const kilobyte = 1_000;
const megabyte = 1_000_000;
const gigabyte = 1_000_000_000;

/** Whether people of this region think in Fahrenheit. */
export const isFahrenheitRegion = (language = navigator.language): boolean =>
  fahrenheitRegions.includes(new Intl.Locale(language).region ?? '');

/** Degrees as people of this region read them. */
export function temperature(fahrenheit: number, language = navigator.language): string {
  const isFahrenheit = isFahrenheitRegion(language);
  const value = Math.round(isFahrenheit ? fahrenheit : ((fahrenheit - 32) * 5) / 9);
  const unit = isFahrenheit ? 'fahrenheit' : 'celsius';
  return new Intl.NumberFormat(language, { style: 'unit', unit }).format(value);
}

/** The same; where it is not sure that Blink meant Fahrenheit, what either unit would mean. */
export function measuredTemperature(value: number, isUnsure = false): string {
  if (!isUnsure) return temperature(value);
  const one = temperature(value);
  return m.temperature_unsure({ one, other: temperature((value * 9) / 5 + 32) });
}
