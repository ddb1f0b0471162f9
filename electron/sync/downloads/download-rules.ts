import type { ArchiveState } from '../../../shared/app-state.ts';
import { gentleAfterRefusalMs, type HistoryPace } from '../../../shared/archive.ts';
import type { AppErrorCode } from '../../../shared/errors.ts';
import type { Timestamp } from '../../../shared/models.ts';
import { minutes, type Clock, type Timers } from '../../lib/clock.ts';
import type { Dispose } from '../../lib/dispose.ts';
import type { AppStore, ReadonlyAppStore } from '../../store/app-store.ts';
import { withinLastHour } from '../polling/request-budget.ts';

/** Whose fault a failed download is. Only a clip's own failures count towards `damaged`. */
export type Blame = 'clip' | 'disk' | 'cloud';

/** `new` also carries what a person asked for; `stick` what lies on a sync module only. */
export type Lane = 'new' | 'history' | 'stick';

/** Media streams of each lane, beside the API requests. A hub hands over one clip at a time. */
export type Streams = Readonly<Record<Lane, number>>;

/**
 * Of three, the past leaves one to what is new. Whoever chose the fast pace wants the past soon: there it takes all
 * three, and what is new gets the next one that is free.
 */
export const usualStreams = (pace: HistoryPace): Streams => ({
  new: 3,
  history: pace === 'fast' ? 3 : 2,
  stick: 1,
});

/** Of all lanes together. */
export const mostStreams = (streams: Streams): number => Math.max(...Object.values(streams));

/** How long the queue rests when the disk is full, broken or away. */
export const diskRestMs = minutes(1);

export function blameFor(code: AppErrorCode): Blame {
  switch (code) {
    case 'clip-damaged':
    case 'clip-gone':
    case 'not-found':
    case 'bad-answer':
      return 'clip';
    case 'disk-full':
    case 'disk-error':
    case 'archive-away':
    case 'archive-busy':
    case 'index-newer':
    case 'unexpected':
      return 'disk';
    default:
      return 'cloud';
  }
}

/** A hub numbers its clips anew when it restarts: these say that the number does not hold, not that the clip is bad. */
export const isOutdatedNumber = (code: AppErrorCode): boolean =>
  code === 'clip-gone' || code === 'not-found' || code === 'local-clip-not-ready';

/** How long until another clip of the past may be fetched, in ms; 0 for now. */
export function historyWaitMs(
  starts: readonly Timestamp[],
  perHour: number,
  now: Timestamp,
): number {
  const recent = withinLastHour(starts, now);
  if (recent.length < perHour) return 0;
  const freeing = recent[recent.length - perHour];
  return freeing === undefined ? minutes(60) : freeing + minutes(60) - now;
}

/** Rations the past by the hour. */
export interface HistoryTurns {
  /** True: one more may begin, and is counted. False: `onFree` is called when one may. */
  take(): boolean;
}

export interface HistoryTurnsDeps {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly perHour: () => number;
  readonly onFree: () => void;
}

export function createHistoryTurns(deps: HistoryTurnsDeps): HistoryTurns {
  const { clock, timers, perHour, onFree } = deps;
  let starts: readonly Timestamp[] = [];
  let isWaiting = false;

  function wait(waitMs: number): void {
    if (isWaiting) return;
    isWaiting = true;
    timers.after(waitMs, () => {
      isWaiting = false;
      onFree();
    });
  }

  return {
    take() {
      const now = clock.now();
      const waitMs = historyWaitMs(starts, perHour(), now);
      if (waitMs > 0) wait(waitMs);
      else starts = [...withinLastHour(starts, now), now];
      return waitMs <= 0;
    },
  };
}

/** After a refusal for too many requests the history is downloaded at the gentle pace for a day. */
export function slowHistoryDown(store: AppStore, now: Timestamp): void {
  const gentleUntil = now + gentleAfterRefusalMs;
  store.update('archive', (archive) => ({ ...archive, gentleUntil }));
}

/**
 * Calls `onChange` when something that decides what may be downloaded has changed. Counts, rates and progress in the
 * same slice change all the time and are left out.
 */
export function watchDownloadSwitches(store: ReadonlyAppStore, onChange: () => void): Dispose {
  let before = switchesOf(store.get().archive);
  return store.subscribe('archive', () => {
    const now = switchesOf(store.get().archive);
    if (now === before) return;
    before = now;
    onChange();
  });
}

const switchesOf = (archive: ArchiveState): string => {
  const { policy, isPaused, historyPace, gentleUntil, job, isRebuildPending } = archive;
  return JSON.stringify([policy, isPaused, historyPace, gentleUntil, job?.kind, isRebuildPending]);
};
