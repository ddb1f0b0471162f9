import { minutes, seconds, type Random } from '../../lib/clock.ts';

/** What decides how often the cloud is asked. */
export interface PaceConditions {
  readonly isAnyArmed: boolean;
  /** The screen is locked or the computer runs on battery. */
  readonly isResting: boolean;
  /** Something just happened that makes the next minutes interesting. */
  readonly isQuick: boolean;
}

/** Periods in ms, before the jitter. */
export interface Pace {
  readonly mediaMs: number;
  readonly homescreenMs: number;
  /** An answer older than this is no longer the truth. */
  readonly staleAfterMs: number;
}

/** The pace that keeps accounts out of trouble: 90 requests an hour at most while armed. */
export function paceFor({ isAnyArmed, isResting, isQuick }: PaceConditions): Pace {
  const factor = isResting ? 2 : 1;
  const calmMediaMs = isAnyArmed ? seconds(60) : minutes(5);
  const mediaMs = isQuick ? seconds(30) : calmMediaMs;
  const homescreenMs = minutes(2) * factor;
  return { mediaMs: mediaMs * factor, homescreenMs, staleAfterMs: 2 * homescreenMs };
}

/** Up to 10 % later, so that many installations do not ask in step. */
export const withJitter = (delayMs: number, random: Random): number =>
  Math.floor(delayMs * (1 + 0.1 * random.number()));
