import type { HomeState } from '../../../shared/app-state.ts';
import { AppError } from '../../../shared/errors.ts';
import type { DeviceId } from '../../../shared/ids.ts';
import type { Network, Timestamp } from '../../../shared/models.ts';
import type { CloudStorage, Homescreen, MediaRef } from '../../blink/models.ts';
import type { Clock } from '../../lib/clock.ts';
import { disposeAll, type Dispose } from '../../lib/dispose.ts';
import { coalesce } from '../../lib/throttle.ts';
import type { AppStore } from '../../store/app-store.ts';
import { isEmptied, withMissing } from './missing-rows.ts';
import type { RequestGate } from './request-gate.ts';
import { saveHome, type SavedHomescreenDeps } from './saved-homescreen.ts';
import { createSortOrderSync } from './sort-order.ts';

/** Reads the cloud's homescreen into the home slice. */
export interface HomescreenSync {
  /** Resolves when the answer to a request sent after this call is in the store. */
  refresh(): Promise<void>;
  /** The same, and then the person's sort order, if it is due. */
  poll(signal: AbortSignal): Promise<void>;
  /** The address of the device's current picture in the last homescreen. */
  pictureRef(id: DeviceId): MediaRef | null;
  /** How full the cloud storage is, from the last homescreen; null before the first. */
  storage(): CloudStorage | null;
  /** The last answer may be outdated: shown as stale until the next one. */
  markStale(): void;
}

export interface HomescreenDeps extends SavedHomescreenDeps {
  readonly gate: RequestGate;
  readonly clock: Clock;
  readonly staleAfterMs: () => number;
  readonly onWarning: (message: string, error: unknown) => void;
}

export function createHomescreenSync(deps: HomescreenDeps): HomescreenSync {
  const { gate, store, clock, onWarning } = deps;
  const order = createSortOrderSync(deps);
  let last: Homescreen | null = null;
  let staleMarks = 0;

  const refresh = coalesce(async () => {
    // The answer is as old as its request: the computer may have slept in between.
    const askedAt = clock.now();
    const staleMarksBefore = staleMarks;
    const answer = await gate.ask((client, signal) => client.homescreen(signal));
    if (isEmptied(answer, store.get().home)) {
      throw new AppError('bad-answer', 'homescreen: everything is missing');
    }
    last = answer;
    // Marked stale during the request: the answer may be older than the reason for the mark.
    const isMarkedStale = staleMarks !== staleMarksBefore;
    const home = { ...toHome(last, askedAt, store.get().home), isStale: isMarkedStale };
    // An answer that is too old already is never shown as fresh.
    const isStale = freshForMs(home, clock.now(), deps.staleAfterMs()) <= 0;
    await show({ ...home, isStale });
  });

  async function show(answer: HomeState): Promise<void> {
    const home = order.arrange(answer, store.get().home);
    store.set('home', home);
    // The answer is shown already; a failure to save it for the next start must not undo that.
    await saveHome(deps, home).catch((error: unknown) => onWarning('homescreen not saved', error));
  }

  return {
    refresh,
    async poll(signal) {
      await refresh();
      if (await order.refreshIfDue(signal)) await show(store.get().home);
    },
    pictureRef: (id) => last?.pictureRefs.get(id) ?? null,
    storage: () => last?.storage ?? null,
    markStale() {
      staleMarks += 1;
      store.update('home', (home) => (home.isStale ? home : { ...home, isStale: true }));
    },
  };
}

function toHome(answer: Homescreen, checkedAt: Timestamp, before: HomeState) {
  const snoozedUntil = (id: DeviceId) => {
    const leftMs = answer.snoozedMs.get(id);
    return leftMs === undefined ? null : checkedAt + leftMs;
  };
  const devices = answer.devices.map((each) => ({ ...each, snoozedUntil: snoozedUntil(each.id) }));
  const home = withMissing({ ...answer, devices }, before);
  return { ...home, changedAt: findChangeTimes(home.networks, checkedAt, before), checkedAt };
}

/** When each network changed to its present state. A change between two runs, or without a connection, has no time. */
function findChangeTimes(
  networks: readonly Network[],
  checkedAt: Timestamp,
  before: HomeState,
): HomeState['changedAt'] {
  const seen = networks.flatMap(({ id, isArmed }) => {
    const known = before.networks.find((network) => network.id === id);
    if (known === undefined) return [];
    const since = known.isArmed === isArmed ? before.changedAt[id] : checkedAt;
    const isUnseen = known.isArmed !== isArmed && (before.isStale || known.doubt !== undefined);
    return since === undefined || isUnseen ? [] : [[id, since] as const];
  });
  return Object.fromEntries(seen);
}

/** Marks the home slice stale when its answer has become too old. */
export interface StalenessTimer {
  start(): void;
  /** Compares with the wall clock: timers are late after a sleep. */
  check(): void;
  stop(): void;
}

/** How long until this answer is stale, in ms; 0 when it is. An answer with a time in the future is stale. */
export function freshForMs(home: HomeState, now: Timestamp, staleAfterMs: number): number {
  if (home.isStale || home.checkedAt === null || home.checkedAt > now) return 0;
  return Math.max(0, home.checkedAt + staleAfterMs - now);
}

/** The timer of one answer, with the shortest limit since it arrived. */
interface ActiveTimer {
  readonly checkedAt: Timestamp | null;
  readonly limitMs: number;
  readonly cancel: Dispose;
}

export function createStalenessTimer({
  store,
  clock,
  staleAfterMs,
}: {
  readonly store: AppStore;
  readonly clock: Clock;
  readonly staleAfterMs: () => number;
}): StalenessTimer {
  let active: ActiveTimer | null = null;
  let unsubscribe: Dispose | null = null;

  function check(): void {
    const { home } = store.get();
    if (home.isStale) return;
    const limitMs = staleAfterMs();
    const leftMs = freshForMs(home, clock.now(), limitMs);
    if (leftMs <= 0) {
      expire();
      return;
    }
    const isSameAnswer = active?.checkedAt === home.checkedAt;
    // Neither a clock that was set back nor a longer limit may give an answer more time.
    if (isSameAnswer && active !== null && active.limitMs <= limitMs) return;
    const before = isSameAnswer ? active : null;
    if (!isSameAnswer) active?.cancel();
    active = {
      checkedAt: home.checkedAt,
      limitMs,
      cancel: disposeAll(clock.after(leftMs, expire), () => before?.cancel()),
    };
  }

  function expire(): void {
    active?.cancel();
    active = null;
    store.update('home', (home) => (home.isStale ? home : { ...home, isStale: true }));
  }

  return {
    start() {
      unsubscribe = store.subscribe(({ slice }) => {
        if (slice === 'home') check();
      });
      check();
    },
    check,
    stop() {
      unsubscribe?.();
      active?.cancel();
    },
  };
}
