import type { RequestReport } from '../../../shared/request-report.ts';
import type { AppErrorCode } from '../../../shared/errors.ts';
import type { Timestamp } from '../../../shared/models.ts';
import { minutes, type Clock } from '../../lib/clock.ts';

/** Counts the requests to the cloud, for the person to see. */
export interface RequestBudget {
  /** A request is being sent; `kind` is what it is for. */
  count(kind: string): void;
  lastHour(): number;
  /** Requests of the last hour by kind, the most frequent first. */
  byKind(): Readonly<Record<string, number>>;
  /** The cloud has refused a request. */
  noteRefusal(code: AppErrorCode): void;
  /** The last refusal since the program started. */
  lastRefusal(): RequestReport['lastRefusal'];
}

export function createRequestBudget(clock: Clock): RequestBudget {
  let sent: readonly SentRequest[] = [];
  let lastRefusal: RequestReport['lastRefusal'] = null;

  const recent = () => {
    const now = clock.now();
    return sent.filter(({ at }) => isWithinLastHour(at, now));
  };

  return {
    count(kind) {
      sent = [...recent(), { kind, at: clock.now() }];
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

interface SentRequest {
  readonly kind: string;
  readonly at: Timestamp;
}

const isWithinLastHour = (time: Timestamp, now: Timestamp): boolean =>
  time <= now && now - time < minutes(60);
