import type { Timestamp } from '../../shared/models.ts';
import { minutes } from '../lib/timing.ts';
import type { Clock } from '../lib/timing.ts';

/** How much was asked of the cloud, for the person to see. */
export interface RequestBudget {
  count(): void;
  lastHour(): number;
}

export function createRequestBudget(clock: Clock): RequestBudget {
  let askedAt: readonly Timestamp[] = [];
  const recent = () => withinLastHour(askedAt, clock.now());
  return {
    count() {
      askedAt = [...recent(), clock.now()];
    },
    lastHour: () => recent().length,
  };
}

/** Times of the last hour; times of a clock that has since been set back do not count. */
export const withinLastHour = (times: readonly Timestamp[], now: Timestamp): readonly Timestamp[] =>
  times.filter((time) => time <= now && now - time < minutes(60));
