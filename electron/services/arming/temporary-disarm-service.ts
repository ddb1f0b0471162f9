import type { AppState, TargetState } from '../../../shared/app-state.ts';
import { AppError, toAppError, type AppErrorCode } from '../../../shared/errors.ts';
import { isNetworkId, type NetworkId } from '../../../shared/ids.ts';
import type { Timestamp } from '../../../shared/models.ts';
import { minutes, type Clock } from '../../lib/clock.ts';
import type { Dispose } from '../../lib/dispose.ts';
import { findNetwork, type AppStore } from '../../store/app-store.ts';
import type { KeptDisarm, KeptDisarms } from '../../store/settings-schema.ts';
import type { SettingsStore } from '../../store/settings.ts';
import type { RearmEvent } from '../notifications/notification-events.ts';
import { shownDisarms } from '../settings/settings-to-state.ts';
import { reportedState } from './arming-machine.ts';
import type { ArmingService } from './arming-service.ts';
import {
  forgetAfterMs,
  nextDisarmMove,
  remainingMs,
  notifyLateAfterMs,
} from './temporary-disarm-rules.ts';

/**
 * Disarms until a given time. Blink has nothing like it: this computer keeps the time, through restarts and sleep, and
 * arms again when it is due, or as soon as it can.
 */
export interface TemporaryDisarmService {
  /** Brings back those of earlier runs. */
  start(): void;
  /**
   * Rejects with `invalid-argument` for a time that is past or more than 7 days away, with a disk error when it cannot
   * be kept (then nothing is disarmed), and as `disarm` does.
   */
  disarmUntil(id: NetworkId, rearmAt: Timestamp): Promise<void>;
  /** Stays disarmed: nothing will be armed by itself. */
  stayDisarmed(id: NetworkId): Promise<void>;
  stop(): void;
}

export interface TemporaryDisarmDeps {
  readonly store: AppStore;
  readonly settings: SettingsStore;
  readonly clock: Clock;
  readonly arming: Pick<ArmingService, 'arm' | 'disarm'>;
  readonly onRearmEvent: (news: RearmEvent) => void;
}

export function createTemporaryDisarmService(deps: TemporaryDisarmDeps): TemporaryDisarmService {
  const { store, settings, clock, arming: network, onRearmEvent: onRearmNews } = deps;
  const runs = new Map<NetworkId, Run>();
  const record = createDisarmRecord(settings, store);
  let unsubscribe: Dispose = () => undefined;

  const { kept, save, saveOrHold } = record;
  const all = () => entriesOf(kept());
  const keptOf = (id: NetworkId): KeptDisarm | undefined => kept()[id];

  const keep = (id: NetworkId, one: KeptDisarm): void => saveOrHold({ ...kept(), [id]: one });

  function drop(id: NetworkId): void {
    runs.get(id)?.cancel();
    runs.delete(id);
    if (keptOf(id) === undefined) return;
    const { [id]: _dropped, ...rest } = kept();
    saveOrHold(rest);
  }

  /** Starts the timer, which does not follow changes of the computer's clock. */
  function begin(id: NetworkId, one: KeptDisarm): Run {
    runs.get(id)?.cancel();
    const run: Run = {
      busyWith: null,
      isWaiting: false,
      hasRunOut: false,
      hasNotifiedFailure: false,
      tries: 0,
      cancel: () => undefined,
    };
    runs.set(id, run);
    run.cancel = clock.after(remainingMs(one, clock.now()), () => {
      run.hasRunOut = true;
      run.cancel = clock.after(notifyLateAfterMs, () => {
        check(id);
        // Published again although only the time has changed: "in 1 min" must not stay in the menu.
        store.set('temporaryDisarms', shownDisarms(kept()));
      });
      check(id);
    });
    return run;
  }

  function check(id: NetworkId): void {
    const one = keptOf(id);
    const run = runs.get(id);
    const { home, arming } = store.get();
    if (one === undefined || run?.busyWith !== null) return;
    // A click is being carried out: its outcome decides.
    if (arming[id]?.phase === 'asking') return;
    // One answer without the network proves nothing; a week after its end it is taken for removed.
    const isUnknown = !home.isStale && !home.networks.some((each) => each.id === id);
    if (isUnknown && clock.now() - one.rearmAt > forgetAfterMs) drop(id);
    const wasTried = run.tries > 0;
    const reported = reportedState(home, id);
    const move = nextDisarmMove({
      kept: one,
      now: clock.now(),
      hasRunOut: run.hasRunOut,
      wasTried,
      reported,
      reportedAt: home.checkedAt,
    });
    // What was tried and could not be confirmed at once was done after all.
    if (move === 'drop' && wasTried && reported === 'armed') endArmed(id, one);
    else if (move === 'drop') drop(id);
    if (move === 'start-counting') keep(id, { ...one, phase: 'counting' });
    if (move === 'rearm' && !run.isWaiting) void rearm(id, one, run);
    if (move === 'notify-late') notifyFailure(id, run, whyNoAnswer(store.get()));
    if (move === 'ask') {
      keep(id, { ...one, phase: 'asking' });
      onRearmNews({ kind: 'asking', network: findNetwork(store, id), rearmAt: one.rearmAt });
    }
  }

  function endArmed(id: NetworkId, one: KeptDisarm, known = findNetwork(store, id)): void {
    drop(id);
    const lateMs = Math.max(0, clock.now() - one.rearmAt);
    onRearmNews({ kind: 'rearmed', network: known, lateMs });
  }

  /** Once, and only when the network's name is known. */
  function notifyFailure(id: NetworkId, run: Run, problem: AppErrorCode): void {
    const known = store.get().home.networks.find((each) => each.id === id);
    if (known === undefined || run.hasNotifiedFailure) return;
    run.hasNotifiedFailure = true;
    onRearmNews({ kind: 'failed', network: known, problem });
  }

  async function rearm(id: NetworkId, one: KeptDisarm, run: Run): Promise<void> {
    const known = findNetwork(store, id);
    const problem = await whileBusy(run, 'armed', () => network.arm(id));
    if (runs.get(id) !== run) return;
    // Only the homescreen counts: a command that ended well may have been followed by another one.
    const reported = reportedState(store.get().home, id);
    if (reported === 'armed') {
      endArmed(id, one, known);
      return;
    }
    // Tried for ever, since the home should be armed; one notification is enough.
    if (problem !== null || reported === 'disarmed')
      notifyFailure(id, run, problem ?? 'command-failed');
    run.isWaiting = true;
    run.cancel();
    run.cancel = clock.after(retryMs[Math.min(run.tries, retryMs.length - 1)] ?? 0, () => {
      run.isWaiting = false;
      check(id);
    });
    run.tries += 1;
  }

  function onChange({ slice }: { readonly slice: string }): void {
    if (slice === 'home' && !record.isSaved()) saveOrHold(kept());
    const { account, arming } = store.get();
    for (const [id] of all()) {
      const isOwn = runs.get(id)?.busyWith === 'disarmed';
      const isPlainDisarm = arming[id]?.phase === 'asking' && arming[id].targetState === 'disarmed';
      // A plain click on "disarm" has no end and replaces this one, also while this arms again.
      if (account.phase === 'signed-out' || (slice === 'arming' && isPlainDisarm && !isOwn))
        drop(id);
      else if (slice === 'home' || slice === 'arming') check(id);
    }
  }

  return {
    start() {
      for (const [id, one] of all()) begin(id, one);
      unsubscribe = store.subscribe(onChange);
    },
    async disarmUntil(id, rearmAt) {
      const startedAt = clock.now();
      findNetwork(store, id);
      if (rearmAt <= startedAt || rearmAt > startedAt + longestMs) {
        throw new AppError('invalid-argument', 'no such time');
      }
      const one = { rearmAt, startedAt, phase: 'starting' } as const;
      // Saved before disarming: one that is not saved would never end after a crash.
      save({ ...kept(), [id]: one });
      const run = begin(id, one);
      const problem = await whileBusy(run, 'disarmed', () => network.disarm(id));
      if (runs.get(id) === run) {
        if (reportedState(store.get().home, id) === 'armed') drop(id);
        else check(id);
      }
      if (problem !== null) throw new AppError(problem, id);
    },
    async stayDisarmed(id) {
      drop(id);
      // Rejects although it holds for this run: after a restart it would arm again.
      if (!record.isSaved()) save(kept());
    },
    stop() {
      unsubscribe();
      for (const run of runs.values()) run.cancel();
    },
  };
}

/** Why there is no fresh answer of the cloud. */
const whyNoAnswer = ({ account, connection }: AppState): AppErrorCode =>
  account.phase === 'needs-sign-in' ? account.problem : (connection.problem ?? 'offline');

/** One temporary disarm in this run of the application. */
interface Run {
  /** The target of our own command while it runs. */
  busyWith: TargetState | null;
  isWaiting: boolean;
  hasRunOut: boolean;
  hasNotifiedFailure: boolean;
  tries: number;
  cancel: Dispose;
}

async function whileBusy(
  run: Run,
  target: TargetState,
  work: () => Promise<void>,
): Promise<AppErrorCode | null> {
  run.busyWith = target;
  try {
    await work();
    return null;
  } catch (error) {
    return toAppError(error).code;
  } finally {
    run.busyWith = null;
  }
}

const longestMs = minutes(7 * 24 * 60);
const retryMs = [1, 2, 5, 10, 15].map(minutes);

/** The temporary disarms in force: those on disk, or in this run what could not be saved. */
interface DisarmRecord {
  kept(): KeptDisarms;
  /** Throws when it cannot be saved; nothing has changed then. */
  save(next: KeptDisarms): void;
  /** Holds for this run when it cannot be saved: the end of one must not be lost on a full disk. */
  saveOrHold(next: KeptDisarms): void;
  isSaved(): boolean;
}

function createDisarmRecord(settings: SettingsStore, store: AppStore): DisarmRecord {
  let unsaved: KeptDisarms | null = null;

  function save(temporaryDisarms: KeptDisarms): void {
    settings.update({ temporaryDisarms });
    unsaved = null;
  }

  return {
    kept: () => unsaved ?? settings.get().temporaryDisarms,
    save,
    saveOrHold(next) {
      try {
        save(next);
      } catch {
        unsaved = next;
        store.set('temporaryDisarms', shownDisarms(next));
      }
    },
    isSaved: () => unsaved === null,
  };
}

const entriesOf = (all: KeptDisarms): readonly (readonly [NetworkId, KeptDisarm])[] =>
  Object.entries(all).flatMap(([id, one]) =>
    isNetworkId(id) && one !== undefined ? [[id, one] as const] : [],
  );
