import type { ArmedWish, TemporaryDisarms } from '../../shared/app-state.ts';
import { AppError, toAppError } from '../../shared/errors.ts';
import type { AppErrorCode } from '../../shared/errors.ts';
import { isNetworkId } from '../../shared/ids.ts';
import type { NetworkId } from '../../shared/ids.ts';
import type { Network, Timestamp } from '../../shared/models.ts';
import type { Dispose } from '../lib/dispose.ts';
import { minutes } from '../lib/timing.ts';
import type { Clock } from '../lib/timing.ts';
import type { AppStore } from '../store/app-store.ts';
import type { KeptDisarm, SettingsFile } from '../store/settings-port.ts';
import { truthOf } from './arming.ts';
import { networkIn } from './lookup.ts';
import type { NetworkService } from './network.ts';
import { nextDisarmMove, remainingMs } from './temporary-disarm-rule.ts';

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

/** What has to be told to somebody who is not looking. */
export type RearmNews =
  | { readonly kind: 'rearmed'; readonly network: Network; readonly lateMs: number }
  | { readonly kind: 'asking'; readonly network: Network; readonly rearmAt: Timestamp }
  | { readonly kind: 'failed'; readonly network: Network; readonly problem: AppErrorCode };

export interface TemporaryDisarmDeps {
  readonly store: AppStore;
  readonly settings: SettingsFile;
  readonly clock: Clock;
  readonly network: Pick<NetworkService, 'arm' | 'disarm'>;
  readonly onRearmNews: (news: RearmNews) => void;
}

export function createTemporaryDisarms(deps: TemporaryDisarmDeps): TemporaryDisarmService {
  const { store, settings, clock, network, onRearmNews } = deps;
  const runs = new Map<NetworkId, Run>();
  let unsubscribe: Dispose = () => undefined;

  const all = () => keptDisarms(settings);
  const keptOf = (id: NetworkId): KeptDisarm | undefined => settings.get().temporaryDisarms[id];

  function keep(id: NetworkId, kept: KeptDisarm): void {
    settings.update({ temporaryDisarms: { ...settings.get().temporaryDisarms, [id]: kept } });
    show();
  }

  function drop(id: NetworkId): void {
    runs.get(id)?.cancel();
    runs.delete(id);
    if (keptOf(id) === undefined) return;
    const { [id]: _dropped, ...rest } = settings.get().temporaryDisarms;
    settings.update({ temporaryDisarms: rest });
    show();
  }

  const show = () => store.set('temporaryDisarms', shown(all()));

  /** Counts anew from here: the timer of a run knows nothing of the wall. */
  function begin(id: NetworkId, kept: KeptDisarm): Run {
    runs.get(id)?.cancel();
    const run: Run = {
      ...{ busyWith: null, isWaiting: false, hasRunOut: false, hasToldFailure: false, tries: 0 },
      cancel: () => undefined,
    };
    runs.set(id, run);
    run.cancel = clock.after(remainingMs(kept, clock.now()), () => {
      run.hasRunOut = true;
      look(id);
    });
    return run;
  }

  function look(id: NetworkId): void {
    const kept = keptOf(id);
    const run = runs.get(id);
    const { home, arming } = store.get();
    if (kept === undefined || run?.busyWith !== null) return;
    // Somebody's click is on its way: its end decides.
    if (arming[id]?.phase === 'asking') return;
    if (!home.isStale && !home.networks.some((each) => each.id === id)) {
      drop(id);
      return;
    }
    const facts = { kept, now: clock.now(), hasRunOut: run.hasRunOut, wasTried: run.tries > 0 };
    const truth = truthOf(home, id);
    const move = nextDisarmMove({ ...facts, truth, truthAt: home.checkedAt });
    // What was tried and could not be proved at once has come to pass.
    if (move === 'drop' && facts.wasTried && truth === 'armed') endArmed(id, kept);
    else if (move === 'drop') drop(id);
    if (move === 'count') keep(id, { ...kept, phase: 'counting' });
    if (move === 'rearm' && !run.isWaiting) void rearm(id, kept, run);
    if (move === 'ask') {
      keep(id, { ...kept, phase: 'asking' });
      onRearmNews({ kind: 'asking', network: networkIn(store, id), rearmAt: kept.rearmAt });
    }
  }

  function endArmed(id: NetworkId, kept: KeptDisarm, known = networkIn(store, id)): void {
    drop(id);
    const lateMs = Math.max(0, clock.now() - kept.rearmAt);
    onRearmNews({ kind: 'rearmed', network: known, lateMs });
  }

  async function rearm(id: NetworkId, kept: KeptDisarm, run: Run): Promise<void> {
    const known = networkIn(store, id);
    const problem = await whileBusy(run, 'armed', () => network.arm(id));
    if (runs.get(id) !== run) return;
    // Only the cloud's own word counts: a command that ended well may have been followed by another one.
    const truth = truthOf(store.get().home, id);
    if (truth === 'armed') {
      endArmed(id, kept, known);
      return;
    }
    // Nobody gives up on a home that should be armed; it is told once.
    const isFailure = problem !== null || truth === 'disarmed';
    if (isFailure && !run.hasToldFailure) {
      onRearmNews({ kind: 'failed', network: known, problem: problem ?? 'command-failed' });
      run.hasToldFailure = true;
    }
    run.isWaiting = true;
    run.cancel = clock.after(retryMs[Math.min(run.tries, retryMs.length - 1)] ?? 0, () => {
      run.isWaiting = false;
      look(id);
    });
    run.tries += 1;
  }

  function onChange({ slice }: { readonly slice: string }): void {
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
      for (const [id, kept] of all()) begin(id, kept);
      show();
      unsubscribe = store.subscribe(onChange);
    },
    async disarmUntil(id, rearmAt) {
      const startedAt = clock.now();
      networkIn(store, id);
      if (rearmAt <= startedAt || rearmAt > startedAt + longestMs) {
        throw new AppError('invalid-argument', 'no such time');
      }
      const kept = { rearmAt, startedAt, phase: 'starting' } as const;
      // Kept first: a disarm nobody remembers to end would last for ever.
      keep(id, kept);
      const run = begin(id, kept);
      const problem = await whileBusy(run, 'disarmed', () => network.disarm(id));
      if (runs.get(id) === run) {
        if (truthOf(store.get().home, id) === 'armed') drop(id);
        else look(id);
      }
      if (problem !== null) throw new AppError(problem, id);
    },
    async stayDisarmed(id) {
      drop(id);
    },
    stop() {
      unsubscribe();
      for (const run of runs.values()) run.cancel();
    },
  };
}

function keptDisarms(settings: SettingsFile): readonly (readonly [NetworkId, KeptDisarm])[] {
  return Object.entries(settings.get().temporaryDisarms).flatMap(([id, kept]) =>
    isNetworkId(id) && kept !== undefined ? [[id, kept] as const] : [],
  );
}

const shown = (all: ReturnType<typeof keptDisarms>): TemporaryDisarms =>
  Object.fromEntries(all.map(([id, { rearmAt, phase }]) => [id, { rearmAt, phase }]));

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
