import type { ConnectionState } from '../../../shared/app-state.ts';
import type { AppErrorCode } from '../../../shared/errors.ts';
import type { AppStore } from '../../store/app-store.ts';
import type { Refusal } from './refusals.ts';
import type { RequestBudget } from './request-budget.ts';

/** What is known of the connection to the cloud. */
export interface ConnectionFacts {
  readonly refusal: Refusal | null;
  /** The last failure of each poller, most important first; null where the last poll went well. */
  readonly problems: readonly (AppErrorCode | null)[];
  readonly requestsLastHour: number;
}

/** The connection slice for these facts. */
export function connectionFor(facts: ConnectionFacts): ConnectionState {
  const { refusal, requestsLastHour } = facts;
  // A 401 is a problem with our token, no pause the server asked for, although it is handled the same way.
  if (refusal !== null && refusal.code !== 'unauthorized') {
    const { code, untilAt } = refusal;
    return { status: 'paused', problem: code, pausedUntil: untilAt, requestsLastHour };
  }
  const problem = refusal?.code ?? facts.problems.find((found) => found !== null) ?? null;
  const status = problem === null ? 'online' : 'trouble';
  return { status, problem, pausedUntil: null, requestsLastHour };
}

/** Keeps the connection slice up to date. */
export interface ConnectionStatus {
  /** The result of a poll: null for success. */
  note(poller: PollerName, problem: AppErrorCode | null): void;
  publish(): void;
  stop(): void;
}

export type PollerName = 'home' | 'media';

export function createConnectionStatus(deps: {
  readonly store: AppStore;
  readonly budget: RequestBudget;
  readonly refusal: () => Refusal | null;
}): ConnectionStatus {
  const { store, budget, refusal } = deps;
  const problems: Record<PollerName, AppErrorCode | null> = { home: null, media: null };
  let isStopped = false;

  function publish(): void {
    const next = connectionFor({
      refusal: refusal(),
      problems: [problems.home, problems.media],
      requestsLastHour: budget.lastHour(),
    });
    if (!isStopped && !isSame(next, store.get().connection)) store.set('connection', next);
  }

  return {
    note(poller, problem) {
      problems[poller] = problem;
      publish();
    },
    publish,
    stop: () => (isStopped = true),
  };
}

const isSame = (one: ConnectionState, other: ConnectionState): boolean =>
  one.status === other.status &&
  one.problem === other.problem &&
  one.pausedUntil === other.pausedUntil &&
  one.requestsLastHour === other.requestsLastHour;
