import type { Timestamp } from './models.ts';

const minuteMs = 60_000;

/** Evening and noon: when people come back, or go to bed. */
const usualHours = [12, 18, 22];
const morningHour = 7;
/** Nearer than this is said in minutes. */
const nearMs = 20 * minuteMs;

export const minutesFrom = (now: Timestamp, minutes: number): Timestamp => now + minutes * minuteMs;

/** `hour:minute`, local time, today or, if that has passed, tomorrow. */
export function nextTimeAt(now: Timestamp, hour: number, minute = 0): Timestamp {
  const at = new Date(now);
  at.setHours(hour, minute, 0, 0);
  if (at.getTime() <= now) {
    at.setDate(at.getDate() + 1);
    at.setHours(hour, minute, 0, 0);
  }
  return at.getTime();
}

/** 7 o'clock, local time, of the next day. */
export function tomorrowMorning(now: Timestamp): Timestamp {
  const at = new Date(now);
  at.setDate(at.getDate() + 1);
  at.setHours(morningHour, 0, 0, 0);
  return at.getTime();
}

/** The next two times of the day that people think in, soonest first. */
export const usualTimes = (now: Timestamp): readonly Timestamp[] =>
  usualHours
    .map((hour) => nextTimeAt(now, hour))
    .filter((at) => at - now > nearMs)
    .sort((one, other) => one - other)
    .slice(0, 2);
