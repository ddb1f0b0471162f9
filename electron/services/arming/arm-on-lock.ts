import { armedDisplay } from '../../../shared/armed-display.ts';
import { toAppError } from '../../../shared/errors.ts';
import type { NetworkId } from '../../../shared/ids.ts';
import { seconds, type Clock } from '../../lib/clock.ts';
import { disposeAll, type Dispose } from '../../lib/dispose.ts';
import type { ReadonlyAppStore } from '../../store/app-store.ts';
import type { NotificationEvent, DeliveryResult } from '../notifications/notification-events.ts';
import type { ArmingService } from './arming-service.ts';

/** Arms when the screen is locked, if the person wants that; after the unlock it asks, and never disarms by itself. */
export interface ArmOnLock {
  locked(): void;
  unlocked(): void;
  /** The computer falls asleep: a lock that still waits arms at once. Calls `suspend` when that is done, or soon. */
  suspending(suspend: () => void): void;
  /** Before the session resumes: if it is not suspended yet it is now. */
  resumed(): void;
  stop(): void;
}

export interface ArmOnLockDeps {
  readonly store: ReadonlyAppStore;
  readonly clock: Clock;
  readonly arming: Pick<ArmingService, 'arm'>;
  readonly notify: (news: NotificationEvent) => Promise<DeliveryResult>;
}

export function createArmOnLock(deps: ArmOnLockDeps): ArmOnLock {
  const { store, clock, arming: network } = deps;
  const question = createLockQuestion(deps);
  const sleep = createDelayedSleep(clock);
  let step: Step = 'off';
  let isAsleep = false;
  let armedHere: ReadonlySet<NetworkId> = new Set();
  let onItsWay: Promise<void> | null = null;
  let cancel: Dispose = () => undefined;

  function wait(): void {
    cancel();
    step = 'waiting';
    // A screen that locks by itself under somebody's eyes is unlocked at once.
    cancel = clock.after(graceMs, arm);
  }

  function arm(): void {
    cancel();
    step = 'due';
    // Nothing is decided on an old answer: the next fresh one will do, while the lock lasts.
    if (store.get().home.isStale) return;
    step = 'arming';
    // Who was armed by this lock and is disarmed by now was disarmed by somebody.
    const ids = disarmedIn(store).filter((id) => !armedHere.has(id));
    const work = Promise.all(ids.map(armOne)).then((all) => {
      if (onItsWay !== work) return;
      onItsWay = null;
      if (step === 'arming') step = all.every(Boolean) || !isAsleep ? 'over' : 'due';
    });
    onItsWay = work;
    question.owe(ids);
  }

  async function armOne(id: NetworkId): Promise<boolean> {
    const isArmed = await isDone(network.arm(id));
    if (isArmed) armedHere = new Set([...armedHere, id]);
    return isArmed;
  }

  function look(): void {
    question.look();
    if (step === 'due' && !isAsleep && !store.get().home.isStale) arm();
  }

  return {
    locked() {
      question.away();
      armedHere = new Set();
      if (store.get().preferences.isArmedOnLock) wait();
    },
    unlocked() {
      cancel();
      step = 'off';
      question.back();
    },
    suspending(suspend) {
      if (step === 'waiting') arm();
      isAsleep = true;
      sleep.begin(suspend, onItsWay);
    },
    resumed() {
      sleep.beginNow();
      isAsleep = false;
      // Who has just come back gets the same moment to unlock as after a lock.
      if (step !== 'off' && step !== 'over') wait();
    },
    stop: disposeAll(store.subscribe(look), sleep.cancel, () => cancel()),
  };
}

/** `due`: as soon as something fresh is known; what a sleep has cut off is due again. */
type Step = 'off' | 'waiting' | 'due' | 'arming' | 'over';

/** Who disarmed for a while has said until when. */
function disarmedIn(store: ReadonlyAppStore): readonly NetworkId[] {
  const { home, temporaryDisarms } = store.get();
  return home.networks.flatMap((one) =>
    armedDisplay(store.get(), one) === 'disarmed' && temporaryDisarms[one.id] === undefined
      ? [one.id]
      : [],
  );
}

/** Armed without a camera that watches is armed all the same. */
const isDone = (work: Promise<void>): Promise<boolean> =>
  work.then(
    () => true,
    (error: unknown) => toAppError(error).code === 'no-motion-cameras',
  );

/** A suspended session sends nothing: what is on its way gets a moment, as far as the computer itself grants one. */
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
      cancel = clock.after(mostDelayMs, beginNow);
      void work.then(() => {
        if (suspend === next) beginNow();
      });
    },
    beginNow,
    cancel: () => cancel(),
  };
}

const graceMs = seconds(30);
const mostDelayMs = seconds(5);

/** Which systems the lock has armed, and the question about them once somebody is back. */
export interface LockQuestion {
  /** The lock asks for these to be armed; what came of it a homescreen will say. */
  owe(ids: readonly NetworkId[]): void;
  away(): void;
  back(): void;
  /** After every change of the state. */
  look(): void;
}

export interface LockQuestionDeps {
  readonly store: ReadonlyAppStore;
  readonly notify: (news: NotificationEvent) => Promise<DeliveryResult>;
}

/** Asks once, about all of them, and only when the truth is known of each: after a resume or a lost answer that takes a while. */
export function createLockQuestion({ store, notify }: LockQuestionDeps): LockQuestion {
  let owed: ReadonlySet<NetworkId> = new Set();
  let isAway = false;

  const shown = (id: NetworkId) => {
    const known = store.get().home.networks.find((one) => one.id === id);
    return known === undefined ? null : armedDisplay(store.get(), known);
  };

  /** Whom a homescreen shows as not armed after all, or no more, nobody is asked about. */
  function forgetDisproved(): void {
    if (store.get().home.isStale) return;
    owed = new Set([...owed].filter((id) => !notArmed.has(shown(id))));
  }

  function look(): void {
    forgetDisproved();
    if (isAway || owed.size === 0) return;
    const armed = [...owed].filter((id) => shown(id)?.startsWith('armed') === true);
    if (armed.length < owed.size) return;
    const networks = store.get().home.networks.filter(({ id }) => owed.has(id));
    owed = new Set();
    void notify({ kind: 'armed-on-lock', networks });
  }

  return {
    owe(ids) {
      owed = new Set([...owed, ...ids]);
      look();
    },
    away() {
      isAway = true;
    },
    back() {
      isAway = false;
      look();
    },
    look,
  };
}

const notArmed: ReadonlySet<string | null> = new Set(['disarmed', null]);
