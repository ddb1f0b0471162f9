import type { AppErrorCode } from '../../shared/errors.ts';
import type { Timestamp } from '../../shared/models.ts';
import { minutes } from '../lib/timing.ts';
import { withinLastHour } from './request-budget.ts';

/** Whose fault a failed download is. Only a clip's own failures count towards `damaged`. */
export type Blame = 'clip' | 'disk' | 'cloud';

/** `new` also carries what a person asked for. */
export type Lane = 'new' | 'history';

/** Media streams at once, beside the API requests. */
export const streams: Readonly<Record<Lane, number>> = { new: 3, history: 2 };

/** Clips of the past fetched in an hour, unless the person raises it. */
export const defaultHistoryPerHour = 120;

/** How long the queue rests when the disk is full or broken. */
export const diskRestMs = minutes(1);

export function blameFor(code: AppErrorCode): Blame {
  switch (code) {
    case 'clip-damaged':
    case 'clip-gone':
    case 'not-found':
    case 'bad-answer':
      return 'clip';
    case 'disk-full':
    case 'disk-error':
    case 'unexpected':
      return 'disk';
    default:
      return 'cloud';
  }
}

/** How long until another clip of the past may be fetched, in ms; 0 for now. */
export function historyWaitMs(
  starts: readonly Timestamp[],
  perHour: number,
  now: Timestamp,
): number {
  const recent = withinLastHour(starts, now);
  if (recent.length < perHour) return 0;
  const freeing = recent[recent.length - perHour];
  return freeing === undefined ? minutes(60) : freeing + minutes(60) - now;
}
