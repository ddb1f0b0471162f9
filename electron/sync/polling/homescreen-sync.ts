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

/** Brings the cloud's homescreen into the home slice. */
export interface HomescreenSync {
  /** Resolves when an answer asked for after this call is in the store. */
  refresh(): Promise<void>;
  /** The same, and then the person's order of things, if it is time to ask for it. */
  poll(signal: AbortSignal): Promise<void>;
  /** Where the device's current picture lies, as the last homescreen told. */
  pictureRef(id: DeviceId): MediaRef | null;
  /** How full the cloud is, as the last homescreen told; null before the first. */
  storage(): CloudStorage | null;
  /** Something was sent whose outcome nobody knows: the old answer is no longer the truth. */
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
  let doubts = 0;

  const refresh = coalesce(async () => {
    // As old as the question: an answer that slept with the computer is not fresh.
    const askedAt = clock.now();
    const doubtsBefore = doubts;
    const answer = await gate.ask((client, signal) => client.homescreen(signal));
    if (isEmptied(answer, store.get().home)) {
      throw new AppError('bad-answer', 'homescreen: everything is missing');
    }
    last = answer;
    // An answer on its way while the doubt came up may be older than what it is doubted for.
    const isDoubtful = doubts !== doubtsBefore;
    const home = { ...toHome(last, askedAt, store.get().home), isStale: isDoubtful };
    // Never on show as fresh, not even until the next look at the time.
    const isStale = freshForMs(home, clock.now(), deps.staleAfterMs()) <= 0;
    await show({ ...home, isStale });
  });

  async function show(answer: HomeState): Promise<void> {
    const home = order.arrange(answer, store.get().home);
    store.set('home', home);
    // The truth is on show already; that it will not survive a restart must not undo it.
    await saveHome(deps, home).catch((error: unknown) => onWarning('homescreen not kept', error));
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
      doubts += 1;
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
  return { ...home, changedAt: changesSeen(home.networks, checkedAt, before), checkedAt };
}

/** When each system came to its present state. A change between two runs, or while nobody was heard, has no time. */
function changesSeen(
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

/** Takes the word "truth" from the home slice when it has grown too old. */
export interface StalenessTimer {
  start(): void;
  /** After a sleep the timers are late: looks at the wall clock instead. */
  check(): void;
  stop(): void;
}

export interface StalenessDeps {
  readonly store: AppStore;
  readonly clock: Clock;
  readonly staleAfterMs: () => number;
}

/** How long until this answer is stale, in ms; 0 when it is. An answer from the future is. */
export function freshForMs(home: HomeState, now: Timestamp, staleAfterMs: number): number {
  if (home.isStale || home.checkedAt === null || home.checkedAt > now) return 0;
  return Math.max(0, home.checkedAt + staleAfterMs - now);
}

/** The time given to one answer: by the shortest limit since it came. */
interface Timed {
  readonly checkedAt: Timestamp | null;
  readonly limitMs: number;
  readonly cancel: Dispose;
}

export function createStalenessTimer({
  store,
  clock,
  staleAfterMs,
}: StalenessDeps): StalenessTimer {
  let timed: Timed | null = null;
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
    const isSameAnswer = timed?.checkedAt === home.checkedAt;
    // A clock that is set back in between must not give an answer more time, and neither must a longer limit.
    if (isSameAnswer && timed !== null && timed.limitMs <= limitMs) return;
    const before = isSameAnswer ? timed : null;
    if (!isSameAnswer) timed?.cancel();
    timed = {
      checkedAt: home.checkedAt,
      limitMs,
      cancel: disposeAll(clock.after(leftMs, expire), () => before?.cancel()),
    };
  }

  function expire(): void {
    timed?.cancel();
    timed = null;
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
      timed?.cancel();
    },
  };
}
