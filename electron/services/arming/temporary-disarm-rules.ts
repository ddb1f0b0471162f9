import type { TargetState } from '../../../shared/app-state.ts';
import type { Timestamp } from '../../../shared/models.ts';
import { minutes } from '../../lib/clock.ts';
import type { KeptDisarm } from '../../store/settings-schema.ts';

/** What the rule decides on. */
export interface DisarmFacts {
  readonly kept: KeptDisarm;
  readonly now: Timestamp;
  /** Its time has passed by this run's own timer, whatever the computer's clock says now. */
  readonly hasRunOut: boolean;
  /** Arming again has been tried in this run. */
  readonly wasTried: boolean;
  /** What a fresh homescreen says; null while there is none. */
  readonly reported: TargetState | null;
  /** When that homescreen was asked for. */
  readonly reportedAt: Timestamp | null;
}

/**
 * `ask`: so late that arming by itself might surprise those who are at home by now. `notify-late`: it is due, but the
 * cloud gives no fresh answer.
 */
export type DisarmMove = 'wait' | 'drop' | 'start-counting' | 'rearm' | 'ask' | 'notify-late';

/** A short outage is not worth a notification. */
export const notifyLateAfterMs = minutes(2);

/** So long after its end it is removed, if the cloud no longer lists the network. */
export const forgetAfterMs = minutes(7 * 24 * 60);

/** Later than this after its time, the person is asked first. */
export const askAfterMs = minutes(60);

/** The whole rule. Nothing is decided on stale answers: somebody may have armed meanwhile, which ends it. */
export function nextDisarmMove(facts: DisarmFacts): DisarmMove {
  const { kept, now, reported, reportedAt } = facts;
  if (reported === null || reportedAt === null) {
    const isLate = kept.phase === 'counting' && now - kept.rearmAt >= notifyLateAfterMs;
    return isLate ? 'notify-late' : 'wait';
  }
  if (kept.phase === 'starting') {
    if (reportedAt < kept.startedAt) return 'wait';
    return reported === 'armed' ? 'drop' : 'start-counting';
  }
  if (reported === 'armed') return 'drop';
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
