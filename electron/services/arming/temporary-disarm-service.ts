import type { RearmEvent } from '../notifications/notification-events.ts';
import type { AppState, ArmedWish } from '../../../shared/app-state.ts';
import { AppError, toAppError, type AppErrorCode } from '../../../shared/errors.ts';
import { isNetworkId, type NetworkId } from '../../../shared/ids.ts';
import type { Timestamp } from '../../../shared/models.ts';
import { minutes, type Clock } from '../../lib/clock.ts';
import type { Dispose } from '../../lib/dispose.ts';
import { findNetwork, type AppStore } from '../../store/app-store.ts';
import type { KeptDisarm, KeptDisarms } from '../../store/settings-schema.ts';
import type { SettingsStore } from '../../store/settings.ts';
import { shownDisarms } from '../settings/settings-to-state.ts';
import { truthOf } from './arming-machine.ts';
import type { ArmingService } from './arming-service.ts';
import {
  forgetAfterMs,
  nextDisarmMove,
  remainingMs,
  tellLateAfterMs,
} from './temporary-disarm-rules.ts';

/**
 * Disarms with an end. Blink knows nothing like it: this computer keeps the time, through restarts and sleep, and arms
 * again when it is due, or as soon as it can.
 */
export interface TemporaryDisarmService {
  /** Brings back those of earlier runs. */
  start(): void;
  /**
   * Rejects with `invalid-argument` for a time that is past or more than 7 days away, with a disk error when it cannot
   * be kept (then nothing is disarmed), and as `disarm` does.
   */
  disarmUntil(id: NetworkId, rearmAt: Timestamp): Promise<void>;
  /** Makes it last: nothing will be armed by itself. */
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
  const record = createDisarmRecord({ settings, store });
  let unsubscribe: Dispose = () => undefined;

  const { kept, save, hold } = record;
  const all = () => entriesOf(kept());
  const keptOf = (id: NetworkId): KeptDisarm | undefined => kept()[id];

  const keep = (id: NetworkId, one: KeptDisarm): void => hold({ ...kept(), [id]: one });

  function drop(id: NetworkId): void {
    runs.get(id)?.cancel();
    runs.delete(id);
    if (keptOf(id) === undefined) return;
    const { [id]: _dropped, ...rest } = kept();
    hold(rest);
  }

  /** Counts anew from here: the timer of a run knows nothing of the wall. */
  function begin(id: NetworkId, one: KeptDisarm): Run {
    runs.get(id)?.cancel();
    const run: Run = {
      ...{ busyWith: null, isWaiting: false, hasRunOut: false, hasToldFailure: false, tries: 0 },
      cancel: () => undefined,
    };
    runs.set(id, run);
    run.cancel = clock.after(remainingMs(one, clock.now()), () => {
      run.hasRunOut = true;
      run.cancel = clock.after(tellLateAfterMs, () => {
        look(id);
        // Nothing may have changed but the time: "in 1 min" must not stay in the menu.
        store.set('temporaryDisarms', shownDisarms(kept()));
      });
      look(id);
    });
    return run;
  }

  function look(id: NetworkId): void {
    const one = keptOf(id);
    const run = runs.get(id);
    const { home, arming } = store.get();
    if (one === undefined || run?.busyWith !== null) return;
    // Somebody's click is on its way: its end decides.
    if (arming[id]?.phase === 'asking') return;
    // One answer without it proves nothing; a system that is gone for good has no need of it a week after its end.
    const isUnknown = !home.isStale && !home.networks.some((each) => each.id === id);
    if (isUnknown && clock.now() - one.rearmAt > forgetAfterMs) drop(id);
    const facts = {
      kept: one,
      now: clock.now(),
      hasRunOut: run.hasRunOut,
      wasTried: run.tries > 0,
    };
    const truth = truthOf(home, id);
    const move = nextDisarmMove({ ...facts, truth, truthAt: home.checkedAt });
    // What was tried and could not be proved at once has come to pass.
    if (move === 'drop' && facts.wasTried && truth === 'armed') endArmed(id, one);
    else if (move === 'drop') drop(id);
    if (move === 'count') keep(id, { ...one, phase: 'counting' });
    if (move === 'rearm' && !run.isWaiting) void rearm(id, one, run);
    if (move === 'tell-late') tellFailure(id, run, whyUnheard(store.get()));
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

  /** Once. Of a system whose name is not known nothing can be told yet. */
  function tellFailure(id: NetworkId, run: Run, problem: AppErrorCode): void {
    const known = store.get().home.networks.find((each) => each.id === id);
    if (known === undefined || run.hasToldFailure) return;
    run.hasToldFailure = true;
    onRearmNews({ kind: 'failed', network: known, problem });
  }

  async function rearm(id: NetworkId, one: KeptDisarm, run: Run): Promise<void> {
    const known = findNetwork(store, id);
    const problem = await whileBusy(run, 'armed', () => network.arm(id));
    if (runs.get(id) !== run) return;
    // Only the cloud's own word counts: a command that ended well may have been followed by another one.
    const truth = truthOf(store.get().home, id);
    if (truth === 'armed') {
      endArmed(id, one, known);
      return;
    }
    // Nobody gives up on a home that should be armed; it is told once.
    if (problem !== null || truth === 'disarmed') tellFailure(id, run, problem ?? 'command-failed');
    run.isWaiting = true;
    run.cancel();
    run.cancel = clock.after(retryMs[Math.min(run.tries, retryMs.length - 1)] ?? 0, () => {
      run.isWaiting = false;
      look(id);
    });
    run.tries += 1;
  }

  function onChange({ slice }: { readonly slice: string }): void {
    if (slice === 'home' && !record.isSaved()) hold(kept());
    const { account, arming } = store.get();
    for (const [id] of all()) {
      const isOwn = runs.get(id)?.busyWith === 'disarmed';
      const isLastingWish = arming[id]?.phase === 'asking' && arming[id].wish === 'disarmed';
      // A plain click on "disarm" is the last wish, also while this arms again: it has no end.
      if (account.phase === 'signed-out' || (slice === 'arming' && isLastingWish && !isOwn))
        drop(id);
      else if (slice === 'home' || slice === 'arming') look(id);
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
      // Kept first, or not at all: a disarm nobody remembers to end would last for ever.
      save({ ...kept(), [id]: one });
      const run = begin(id, one);
      const problem = await whileBusy(run, 'disarmed', () => network.disarm(id));
      if (runs.get(id) === run) {
        if (truthOf(store.get().home, id) === 'armed') drop(id);
        else look(id);
      }
      if (problem !== null) throw new AppError(problem, id);
    },
    async stayDisarmed(id) {
      drop(id);
      // Said although it holds: after a restart it would count again.
      if (!record.isSaved()) save(kept());
    },
    stop() {
      unsubscribe();
      for (const run of runs.values()) run.cancel();
    },
  };
}

/** Why nobody has heard the cloud. */
const whyUnheard = ({ account, connection }: AppState): AppErrorCode =>
  account.phase === 'needs-sign-in' ? account.problem : (connection.problem ?? 'offline');

/** One temporary disarm in this run of the application. */
interface Run {
  /** What a command of ours on its way asks for. */
  busyWith: ArmedWish | null;
  isWaiting: boolean;
  hasRunOut: boolean;
  hasToldFailure: boolean;
  tries: number;
  cancel: Dispose;
}

async function whileBusy(
  run: Run,
  wish: ArmedWish,
  work: () => Promise<void>,
): Promise<AppErrorCode | null> {
  run.busyWith = wish;
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

/** The temporary disarms that hold: those on disk, or what could not be saved of them in this run. */
export interface DisarmRecord {
  kept(): KeptDisarms;
  /** Throws when it cannot be saved; nothing has changed then. */
  save(next: KeptDisarms): void;
  /** What has come to pass holds, saved or not: the end of one must not be forgotten for want of space. */
  hold(next: KeptDisarms): void;
  isSaved(): boolean;
}

export function createDisarmRecord(deps: {
  readonly settings: SettingsStore;
  readonly store: AppStore;
}): DisarmRecord {
  const { settings, store } = deps;
  let unsaved: KeptDisarms | null = null;

  function save(temporaryDisarms: KeptDisarms): void {
    settings.update({ temporaryDisarms });
    unsaved = null;
  }

  return {
    kept: () => unsaved ?? settings.get().temporaryDisarms,
    save,
    hold(next) {
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

export const entriesOf = (all: KeptDisarms): readonly (readonly [NetworkId, KeptDisarm])[] =>
  Object.entries(all).flatMap(([id, one]) =>
    isNetworkId(id) && one !== undefined ? [[id, one] as const] : [],
  );
