import type { ArchiveState } from '../../../shared/app-state.ts';
import { gentleAfterRefusalMs, type HistoryPace } from '../../../shared/archive.ts';
import type { AppErrorCode } from '../../../shared/errors.ts';
import type { Timestamp } from '../../../shared/models.ts';
import { minutes, type Clock, type Timers } from '../../lib/clock.ts';
import type { Dispose } from '../../lib/dispose.ts';
import type { AppStore, ReadonlyAppStore } from '../../store/app-store.ts';
import { withinLastHour } from '../polling/request-budget.ts';

/** What a failed download is blamed on. Only failures of the clip itself count towards `damaged`. */
export type Blame = 'clip' | 'disk' | 'cloud';

/** `new`: just recorded, or requested by a person. `usb`: clips that are on USB storage only. `history`: all others. */
export type DownloadKind = 'new' | 'history' | 'usb';

/** Parallel downloads of each kind, beside the API requests. A sync module delivers one clip at a time. */
export type StreamLimits = Readonly<Record<DownloadKind, number>>;

/** The history leaves one of three streams to new clips. At the fast pace it takes all three, and a new clip gets the next free one. */
export const defaultStreams = (pace: HistoryPace): StreamLimits => ({
  new: 3,
  history: pace === 'fast' ? 3 : 2,
  usb: 1,
});

/** Of all kinds together. */
export const maxStreams = (streams: StreamLimits): number => Math.max(...Object.values(streams));

/** The pause of all downloads when the disk is full, broken or away. */
export const diskPauseMs = minutes(1);

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

/** A sync module renumbers its clips when it restarts: these errors mean that the number is outdated, not that the clip is bad. */
export const isOutdatedUsbNumber = (code: AppErrorCode): boolean =>
  code === 'clip-gone' || code === 'not-found' || code === 'local-clip-not-ready';

/** How long until another clip of the history may be downloaded, in ms; 0 for now. */
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

/** Limits downloads of the history per hour. */
export interface HistoryRation {
  /** True: one more may start, and is counted. False: `onFree` is called when one may. */
  tryTake(): boolean;
}

export function createHistoryRation(deps: {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly perHour: () => number;
  readonly onFree: () => void;
}): HistoryRation {
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
    tryTake() {
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
