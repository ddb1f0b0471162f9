const minuteMs = 60_000;
const morningHour = 7;
/** Blink takes no longer snooze. */
const longestMinutes = 1_439;

/** Whole minutes to 7 o'clock, local time, of the next day, as far as Blink allows. */
export function minutesUntilTomorrow(now: number): number {
  const morning = new Date(now);
  morning.setDate(morning.getDate() + 1);
  morning.setHours(morningHour, 0, 0, 0);
  return Math.min(longestMinutes, Math.round((morning.getTime() - now) / minuteMs));
}
