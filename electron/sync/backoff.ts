import { minutes, seconds, type Random } from '../lib/clock.ts';

/** The longest wait between two tries, in ms. */
export const backoffCapMs = minutes(15);

/** The wait in ms after so many failures in a row: anywhere from 0 up to a limit that doubles. */
export function backoffMs(failures: number, random: Random): number {
  const limitMs = Math.min(backoffCapMs, firstLimitMs * 2 ** Math.max(0, failures));
  return Math.floor(random.number() * limitMs);
}

const firstLimitMs = seconds(2);
