import { randomBytes, randomUUID } from 'node:crypto';
import type { Clock, Random } from './clock.ts';

/** The computer's clock and timers. */
export const systemClock: Clock = {
  now: Date.now,
  after(delayMs, callback) {
    const timer = setTimeout(callback, Math.min(delayMs, longestTimerMs));
    return () => clearTimeout(timer);
  },
};

/** The computer's chance. */
export const systemRandom: Random = {
  number: Math.random,
  uuid: randomUUID,
  bytes: (count) => randomBytes(count),
};

// Node fires at once when asked to wait longer than this.
const longestTimerMs = 2_147_483_647;
