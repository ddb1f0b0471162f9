import { armedDisplay } from '../../../shared/armed-display.ts';
import { toAppError } from '../../../shared/errors.ts';
import type { NetworkId } from '../../../shared/ids.ts';
import { seconds, type Clock } from '../../lib/clock.ts';
import { disposeAll, type Dispose } from '../../lib/dispose.ts';
import type { ReadonlyAppStore } from '../../store/app-store.ts';
import type { NotificationEvent, DeliveryResult } from '../notifications/notification-events.ts';
import type { ArmingService } from './arming-service.ts';

/** Arms when the screen is locked, if the person wants that; after the unlock it asks whether to disarm, and never disarms by itself. */
export interface ArmOnLock {
  locked(): void;
  unlocked(): void;
  /** The computer goes to sleep: a lock that still waits arms at once. Calls `suspend` when that is done, after 5 s at the latest. */
  suspending(suspend: () => void): void;
  /** Called before the session resumes: suspends it now if that is still to come. */
  resumed(): void;
  stop(): void;
}

export interface ArmOnLockDeps {
  readonly store: ReadonlyAppStore;
  readonly clock: Clock;
  readonly arming: Pick<ArmingService, 'arm'>;
  readonly notify: (event: NotificationEvent) => Promise<DeliveryResult>;
}

export function createArmOnLock(deps: ArmOnLockDeps): ArmOnLock {
  const { store, clock, arming: network } = deps;
  const question = createLockQuestion(deps);
  const sleep = createDelayedSleep(clock);
  let step: Step = 'off';
  let isAsleep = false;
  let armedHere: ReadonlySet<NetworkId> = new Set();
  let running: Promise<void> | null = null;
  let cancel: Dispose = () => undefined;

  function wait(): void {
    cancel();
    step = 'waiting';
    // A screen that locked by itself in front of somebody is unlocked again within this time.
    cancel = clock.after(lockDelayMs, arm);
  }

  function arm(): void {
    cancel();
    step = 'due';
    // Nothing is decided on a stale homescreen: the next fresh one will do, while the lock lasts.
    if (store.get().home.isStale) return;
    step = 'arming';
    // What this lock has armed and is disarmed by now was disarmed by a person.
    const ids = disarmedIn(store).filter((id) => !armedHere.has(id));
    const work = Promise.all(ids.map(armOne)).then((all) => {
      if (running !== work) return;
      running = null;
      if (step === 'arming') step = all.every(Boolean) || !isAsleep ? 'over' : 'due';
    });
    running = work;
    question.add(ids);
  }

  async function armOne(id: NetworkId): Promise<boolean> {
    const isArmed = await isDone(network.arm(id));
    if (isArmed) armedHere = new Set([...armedHere, id]);
    return isArmed;
  }

  function onStateChange(): void {
    question.check();
    if (step === 'due' && !isAsleep && !store.get().home.isStale) arm();
  }

  return {
    locked() {
      question.screenLocked();
      armedHere = new Set();
      if (store.get().preferences.isArmedOnLock) wait();
    },
    unlocked() {
      cancel();
      step = 'off';
      question.screenUnlocked();
    },
    suspending(suspend) {
      if (step === 'waiting') arm();
      isAsleep = true;
      sleep.begin(suspend, running);
    },
    resumed() {
      sleep.beginNow();
      isAsleep = false;
      // Whoever wakes the computer gets the same time to unlock as after a lock.
      if (step !== 'off' && step !== 'over') wait();
    },
    stop: disposeAll(store.subscribe(onStateChange), sleep.cancel, () => cancel()),
  };
}

/** `due`: arms with the next fresh homescreen; what a sleep has interrupted is due again. */
type Step = 'off' | 'waiting' | 'due' | 'arming' | 'over';

/** Without those disarmed until a given time: they are armed again then. */
function disarmedIn(store: ReadonlyAppStore): readonly NetworkId[] {
  const { home, temporaryDisarms } = store.get();
  return home.networks.flatMap((one) =>
    armedDisplay(store.get(), one) === 'disarmed' && temporaryDisarms[one.id] === undefined
      ? [one.id]
      : [],
  );
}

/** Armed without a camera that detects motion is armed all the same. */
const isDone = (work: Promise<void>): Promise<boolean> =>
  work.then(
    () => true,
    (error: unknown) => toAppError(error).code === 'no-motion-cameras',
  );

/** A suspended session sends nothing: a running command gets some time first, as far as the computer allows. */
function createDelayedSleep(clock: Clock) {
  let suspend: (() => void) | null = null;
  let cancel: Dispose = () => undefined;

  function beginNow(): void {
    cancel();
    const begin = suspend;
    suspend = null;
    begin?.();
  }

  return {
    begin(next: () => void, work: Promise<void> | null): void {
      suspend = next;
      if (work === null) {
        beginNow();
        return;
      }
      cancel();
      cancel = clock.after(longestSuspendDelayMs, beginNow);
      void work.then(() => {
        if (suspend === next) beginNow();
      });
    },
    beginNow,
    cancel: () => cancel(),
  };
}

const lockDelayMs = seconds(30);
const longestSuspendDelayMs = seconds(5);

/**
 * The question about what the lock has armed, once somebody is back. Asked once for all networks, and only when a fresh
 * homescreen shows each of them as armed: after a resume or a lost answer that takes a while.
 */
function createLockQuestion({ store, notify }: Pick<ArmOnLockDeps, 'store' | 'notify'>) {
  let pending: ReadonlySet<NetworkId> = new Set();
  let isAway = false;

  const shown = (id: NetworkId) => {
    const known = store.get().home.networks.find((one) => one.id === id);
    return known === undefined ? null : armedDisplay(store.get(), known);
  };

  /** Networks that a fresh homescreen shows as not armed are not asked about. */
  function dropNotArmed(): void {
    if (store.get().home.isStale) return;
    pending = new Set([...pending].filter((id) => !notArmed.has(shown(id))));
  }

  function check(): void {
    dropNotArmed();
    if (isAway || pending.size === 0) return;
    const armed = [...pending].filter((id) => shown(id)?.startsWith('armed') === true);
    if (armed.length < pending.size) return;
    const networks = store.get().home.networks.filter(({ id }) => pending.has(id));
    pending = new Set();
    void notify({ kind: 'armed-on-lock', networks });
  }

  return {
    add(ids: readonly NetworkId[]): void {
      pending = new Set([...pending, ...ids]);
      check();
    },
    screenLocked(): void {
      isAway = true;
    },
    screenUnlocked(): void {
      isAway = false;
      check();
    },
    check,
  };
}

const notArmed: ReadonlySet<string | null> = new Set(['disarmed', null]);
