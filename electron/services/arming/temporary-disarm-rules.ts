import type { ArmedWish } from '../../../shared/app-state.ts';
import type { Timestamp } from '../../../shared/models.ts';
import { minutes } from '../../lib/clock.ts';
import type { KeptDisarm } from '../../store/settings-schema.ts';

/** What is known when a temporary disarm is looked at. */
export interface DisarmFacts {
  readonly kept: KeptDisarm;
  readonly now: Timestamp;
  /** Its time has passed by this run's own count, whatever the wall says now. */
  readonly hasRunOut: boolean;
  /** Arming again has been tried in this run. */
  readonly wasTried: boolean;
  /** What a fresh homescreen says; null while nothing fresh is known. */
  readonly truth: ArmedWish | null;
  /** When that homescreen was asked for. */
  readonly truthAt: Timestamp | null;
}

/**
 * `ask`: it is so late that arming by itself might surprise those who are at home by now. `tell-late`: it is due, and
 * nobody can be asked whether anything may be done.
 */
export type DisarmMove = 'wait' | 'drop' | 'count' | 'rearm' | 'ask' | 'tell-late';

/** A short outage is not worth a banner. */
export const tellLateAfterMs = minutes(2);

/** So long after its end it is forgotten for good, if the cloud knows no such system any more. */
export const forgetAfterMs = minutes(7 * 24 * 60);

/** Later than this after its time, the person is asked first. */
export const askAfterMs = minutes(60);

/** The whole rule. Nothing is decided on old answers: who has armed meanwhile has ended the temporary disarm. */
export function nextDisarmMove(facts: DisarmFacts): DisarmMove {
  const { kept, now, truth, truthAt } = facts;
  if (truth === null || truthAt === null) {
    const isLate = kept.phase === 'counting' && now - kept.rearmAt >= tellLateAfterMs;
    return isLate ? 'tell-late' : 'wait';
  }
  if (kept.phase === 'starting') {
    if (truthAt < kept.startedAt) return 'wait';
    return truth === 'armed' ? 'drop' : 'count';
  }
  if (truth === 'armed') return 'drop';
  if (kept.phase === 'asking') return 'wait';
  if (now < kept.rearmAt && !facts.hasRunOut) return 'wait';
  return now - kept.rearmAt > askAfterMs && !facts.wasTried ? 'ask' : 'rearm';
}

/**
 * How long until it is due, in ms. A clock that was set back must not make it longer than it was meant to be: armed too
 * early is the safer mistake.
 */
export const remainingMs = ({ rearmAt, startedAt }: KeptDisarm, now: Timestamp): number =>
  Math.max(0, Math.min(rearmAt - now, rearmAt - startedAt));
