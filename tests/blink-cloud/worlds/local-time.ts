const MORNING_HOUR = 7;
const EVENING_HOUR = 18;

/** A moment as people at that place read it: `2026-11-22 17:20:01`. */
export const localTime = (at: number, timeZone: string) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(
    at,
  );

/** Whether cameras at that place see by infrared. */
export function isNight(at: number, timeZone: string): boolean {
  const hour = Number(localTime(at, timeZone).slice(11, 13));
  return hour < MORNING_HOUR || hour >= EVENING_HOUR;
}
