import type { RequestReport } from '../../../shared/request-report.ts';
import type { AppErrorCode } from '../../../shared/errors.ts';
import type { Timestamp } from '../../../shared/models.ts';
import { minutes, type Clock } from '../../lib/clock.ts';

/** How much was asked of the cloud, for the person to see. */
export interface RequestBudget {
  /** One request is on its way; `kind` is what it is for. */
  count(kind: string): void;
  lastHour(): number;
  /** Of the last hour, the most frequent first. */
  byKind(): Readonly<Record<string, number>>;
  /** The cloud did not want to be asked. */
  noteRefusal(code: AppErrorCode): void;
  /** The last one of this run. */
  lastRefusal(): RequestReport['lastRefusal'];
}

export function createRequestBudget(clock: Clock): RequestBudget {
  let asked: readonly Asked[] = [];
  let lastRefusal: RequestReport['lastRefusal'] = null;

  const recent = () => {
    const now = clock.now();
    return asked.filter(({ at }) => isWithinLastHour(at, now));
  };

  return {
    count(kind) {
      asked = [...recent(), { kind, at: clock.now() }];
    },
    lastHour: () => recent().length,
    byKind() {
      const counts = new Map<string, number>();
      for (const { kind } of recent()) counts.set(kind, (counts.get(kind) ?? 0) + 1);
      return Object.fromEntries([...counts].sort(([, one], [, other]) => other - one));
    },
    noteRefusal(code) {
      lastRefusal = { code, at: clock.now() };
    },
    lastRefusal: () => lastRefusal,
  };
}

/** Times of the last hour; times of a clock that has since been set back do not count. */
export const withinLastHour = (times: readonly Timestamp[], now: Timestamp): readonly Timestamp[] =>
  times.filter((time) => isWithinLastHour(time, now));

interface Asked {
  readonly kind: string;
  readonly at: Timestamp;
}

const isWithinLastHour = (time: Timestamp, now: Timestamp): boolean =>
  time <= now && now - time < minutes(60);
