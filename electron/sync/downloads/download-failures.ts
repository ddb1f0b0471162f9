import { toAppError, type AppError, type AppErrorCode } from '../../../shared/errors.ts';
import type { ClipId } from '../../../shared/ids.ts';
import type { Clip } from '../../../shared/models.ts';
import type { Clock, Random, Timers } from '../../lib/clock.ts';
import type { AppStore } from '../../store/app-store.ts';
import type { ClipArchive } from '../../store/archive/clip-archive.ts';
import type { ClipIndex, ClipSource } from '../../store/clips/clip-index.ts';
import { blameFor, diskPauseMs, isOutdatedUsbNumber } from './download-rules.ts';
import { backoffCapMs, backoffMs } from '../polling/pace.ts';
import type { DiskGuard } from './disk-guard.ts';
import type { UsbDownloads } from './usb-downloads.ts';

/** What follows from failed downloads: the clip, the disk or the cloud gets a pause, and the person sees a disk problem. */
export interface DownloadFailures {
  /** All downloads are paused. */
  isPaused(): boolean;
  /** This clip waits for its next try; the others need not. */
  isWaiting(id: ClipId): boolean;
  waitingCount(): number;
  /** True when the clip itself was not to blame. */
  noteFailure(id: ClipId, error: AppError): Promise<boolean>;
  noteSuccess(): void;
  pauseFor(delayMs: number): void;
  /** Whether a download may start as far as the disk is concerned; checks it. */
  isDiskReady(): Promise<boolean>;
  /** Takes back a shown disk problem that is solved, although nothing is to be downloaded. */
  recheckDisk(): Promise<void>;
}

export interface DownloadFailureDeps {
  readonly index: Pick<ClipIndex, 'source' | 'setFailed'>;
  readonly files: Pick<ClipArchive, 'dropPart'>;
  readonly store: AppStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly timers: Timers;
  readonly guard: DiskGuard;
  readonly usb: UsbDownloads;
  readonly wake: () => void;
}

export function createDownloadFailures(deps: DownloadFailureDeps): DownloadFailures {
  const { index, files, store, clock, random, timers, guard, usb, wake } = deps;
  const waiting = new Set<ClipId>();
  /** Clips the disk did not take: while one of them is still to be downloaded, its next try shows how the disk is. */
  const refusedByDisk = new Set<ClipId>();
  let failuresInRow = 0;
  let isPaused = false;
  // A problem found by the disk guard may be taken back by the guard; one found by a download only by a successful
  // download, or when nothing is left to be tried again.
  let isFoundByGuard = false;

  function pauseFor(delayMs: number): void {
    if (isPaused) return;
    isPaused = true;
    timers.after(delayMs, () => {
      isPaused = false;
      wake();
    });
  }

  function pauseClip(id: ClipId, delayMs: number): void {
    waiting.add(id);
    timers.after(delayMs, () => {
      waiting.delete(id);
      wake();
    });
  }

  function showProblem(problem: AppErrorCode | null): void {
    const { archive } = store.get();
    if (archive.problem !== problem) store.set('archive', { ...archive, problem });
  }

  function blameDisk(code: AppErrorCode): void {
    // A job on the archive is shown by itself.
    if (code !== 'archive-busy') showProblem(code === 'unexpected' ? 'disk-error' : code);
    pauseFor(diskPauseMs);
  }

  const isGuardSatisfied = () =>
    guard.check().then(
      () => true,
      () => false,
    );

  const isDiskReady = () => isReady(guard.check());

  async function isReady(check: Promise<void>): Promise<boolean> {
    const failure = await check.then(() => null, toAppError);
    if (failure === null) return true;
    isFoundByGuard = true;
    blameDisk(failure.code);
    return false;
  }

  /** Meanwhile the file may have got its row in another way, or the person has deleted the clip: no download follows then. */
  async function hasNothingToRetry(): Promise<boolean> {
    if (store.get().archive.policy !== 'every') return true;
    for (const id of refusedByDisk) {
      const source = await index.source(id);
      if (source !== null && isToDownload(source.clip)) return false;
      refusedByDisk.delete(id);
    }
    return true;
  }

  async function mayBeSolved(): Promise<boolean> {
    const { problem } = store.get().archive;
    if (problem === null || isPaused) return false;
    // Other parts may have found that the disk is away.
    return isFoundByGuard || problem === 'archive-away' || (await hasNothingToRetry());
  }

  async function blameClip(source: ClipSource, error: AppError): Promise<void> {
    const { clip, attempts } = source;
    const delayMs = backoffMs(attempts + 1, random);
    await index.setFailed(clip.id, error.code, clock.now() + delayMs);
    const now = (await index.source(clip.id))?.clip ?? clip;
    if (now.place === 'damaged') await dropPart(now);
    timers.after(delayMs, wake);
  }

  // A part that nobody continues takes room; that it stays for a while is no failure.
  const dropPart = (clip: Clip) => files.dropPart(clip).catch(() => undefined);

  async function noteUsbFailure(source: ClipSource, error: AppError): Promise<boolean> {
    const isOutdated = isOutdatedUsbNumber(error.code);
    if (blameFor(error.code) === 'clip' && !isOutdated) {
      await blameClip(source, error);
      return false;
    }
    if (isOutdated) usb.noteOutdated(source);
    else pauseClip(source.clip.id, backoffCapMs);
    failuresInRow += 1;
    usb.pauseFor(backoffMs(failuresInRow, random));
    return true;
  }

  return {
    isPaused: () => isPaused,
    isWaiting: (id) => waiting.has(id),
    waitingCount: () => waiting.size,
    pauseFor,
    async noteFailure(id, error) {
      const blame = blameFor(error.code);
      const source = blame === 'disk' ? null : await index.source(id);
      if (blame === 'clip' && (source === null || hasNothingToDownload(source.clip))) {
        if (source?.clip.place === 'gone') await dropPart(source.clip);
        return false;
      }
      if (source?.originKind === 'local') return noteUsbFailure(source, error);
      if (blame === 'clip' && source !== null) {
        await blameClip(source, error);
        return false;
      }
      failuresInRow += 1;
      const delayMs = backoffMs(failuresInRow, random);
      // Others may go first: one clip the cloud cannot deliver must not hold up the rest.
      pauseClip(id, delayMs);
      if (blame === 'disk') {
        refusedByDisk.add(id);
        isFoundByGuard = error.code === 'archive-away' || !(await isGuardSatisfied());
        blameDisk(error.code);
      } else pauseFor(delayMs);
      return true;
    },
    noteSuccess() {
      failuresInRow = 0;
      isFoundByGuard = false;
      refusedByDisk.clear();
      showProblem(null);
    },
    isDiskReady,
    async recheckDisk() {
      if (!(await mayBeSolved()) || !(await isReady(guard.checkNow()))) return;
      isFoundByGuard = false;
      showProblem(null);
    },
  };
}

const isToDownload = ({ place, binnedAt }: Clip): boolean =>
  place === 'listed' && binnedAt === null;

/** A request for a clip that is kept or gone is no failed try. */
const hasNothingToDownload = ({ place }: Clip): boolean => place === 'gone' || place === 'kept';
