import type { ArchiveLimits, LimitsPreview } from '../../../shared/archive.ts';
import type { ArchiveState } from '../../../shared/app-state.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Timestamp } from '../../../shared/models.ts';
import type { Dispose } from '../../lib/dispose.ts';
import { minutes, seconds, type Clock } from '../../lib/clock.ts';
import { createMutex } from '../../lib/mutex.ts';
import type { ReadonlyAppStore } from '../../store/app-store.ts';
import type { ClipArchive } from '../../store/archive/clip-archive.ts';
import type { ClipIndex } from '../../store/clips/clip-index.ts';
import type { SettingsStore } from '../../store/settings.ts';
import { createBinFiles, undoWindowMs, type BinFileDeps } from './bin-files.ts';
import { createFileBatches } from './file-batches.ts';
import { createOrphanReconciler, type OrphanFileDeps } from './reconcile-orphan-files.ts';
import { createLimitEnforcer, type LimitEnforcerDeps } from './apply-limits.ts';
import { daysMs } from './retention.ts';
import { toTime } from '../media/media-cursor.ts';
import { coalesce, createThrottled } from '../../lib/throttle.ts';

/** Looks after the archive, signed in or not: orphan files, the bin, and the limits the person has set. */
export interface Housekeeping {
  /** Runs now, then every hour and whenever something has changed. */
  start(): void;
  /** Something was deleted or restored, or the limits have changed. */
  wake(): void;
  /** What these limits would remove now; nothing is removed. */
  preview(limits: ArchiveLimits): Promise<LimitsPreview>;
  /** Deletes for good everything deleted until now, without waiting for the time to undo. */
  emptyBin(): Promise<void>;
  /** Resolves when the running steps have ended. While the archive's state has a job none is started. */
  whenQuiet(): Promise<void>;
  stop(): Promise<void>;
}

export interface HousekeepingDeps {
  readonly index: BinFileDeps['index'] &
    LimitEnforcerDeps['index'] &
    OrphanFileDeps['index'] &
    Pick<ClipIndex, 'mark' | 'isReadOnly'>;
  readonly files: BinFileDeps['files'] & OrphanFileDeps['files'] & Pick<ClipArchive, 'remove'>;
  readonly settings: Pick<SettingsStore, 'get'>;
  readonly store: ReadonlyAppStore;
  readonly clock: Clock;
  readonly onWarning: (message: string, error: unknown) => void;
}

export function createHousekeeping(deps: HousekeepingDeps): Housekeeping {
  const { index, files, settings, store, clock, onWarning } = deps;
  function isPaused(): boolean {
    const { job, isRebuildPending } = store.get().archive;
    return isStopped || index.isReadOnly || job !== null || isRebuildPending;
  }

  const batches = createFileBatches(isPaused, onWarning);
  const bin = createBinFiles({ index, files, batches });
  const reconcileOrphanFiles = createOrphanReconciler({ index, files, clock, batches });
  const limits = createLimitEnforcer({ index, files, clock, batches, newestAt: latestTime });
  const inTurn = createMutex();
  const whenQuiet = () => inTurn(async () => undefined);
  const afterDownloads = createThrottled(clock, downloadGapMs, () => void run());
  let isStopped = false;
  let cancelHourly: Dispose | null = null;
  let cancelUndoTimer: Dispose | null = null;
  let unsubscribe: Dispose | null = null;

  const run = coalesce(() => inTurn(runOnce));

  async function runOnce(): Promise<void> {
    const steps = [
      reconcileOrphanFiles,
      bin.moveOut,
      () => bin.moveIn(clock.now() - undoWindowMs),
      emptyOldBin,
      () => limits.apply(settings.get().limits),
    ];
    for (const step of steps) {
      if (isPaused()) return;
      await step().catch((error: unknown) => onWarning('housekeeping failed', error));
    }
  }

  async function emptyOldBin(): Promise<void> {
    // As for the limits: a clock that runs ahead must not empty the bin.
    const now = await latestTime();
    if (now !== null) await bin.empty(now - daysMs(settings.get().binDays));
  }

  async function latestCloudTime(): Promise<Timestamp | null> {
    const { accountIds } = settings.get();
    const marks = await Promise.all(
      accountIds.flatMap((id) => [index.mark(id, 'media-cursor'), index.mark(id, 'cloud-time')]),
    );
    const times = marks.map(toTime).filter((time) => time !== null);
    return times.length === 0 ? null : Math.max(...times);
  }

  async function latestTime(): Promise<Timestamp | null> {
    const newest = await latestCloudTime();
    return newest === null ? null : Math.min(newest, clock.now());
  }

  /** Clips deleted after the click keep their time to be undone. */
  async function emptyAll(clickedAt: Timestamp): Promise<void> {
    const until = clickedAt + 1;
    if (index.isReadOnly) throw new AppError('index-newer', 'nothing can be deleted');
    if (isPaused()) throw new AppError('archive-busy', 'a job runs on the archive');
    await bin.moveOut();
    await bin.moveIn(clickedAt);
    await bin.empty(until);
    const isEmpty = (await index.inBin(until, 1)).length === 0;
    if (!isEmpty)
      throw new AppError(isPaused() ? 'archive-busy' : 'disk-error', 'not everything was deleted');
  }

  function runHourly(): void {
    void run().finally(() => {
      if (!isStopped) cancelHourly = clock.after(minutes(60), runHourly);
    });
  }

  function wake(): void {
    if (isStopped) return;
    void run();
    cancelUndoTimer?.();
    cancelUndoTimer = clock.after(undoWindowMs + seconds(1), () => void run());
  }

  /** Runs after a job on the archive has ended, and after downloads. */
  function watchArchive(): Dispose {
    let before: ArchiveState = store.get().archive;
    return store.subscribe('archive', (archive) => {
      if (archive.job === null && before.job !== null) wake();
      else if (archive.usedBytes > before.usedBytes) afterDownloads.call();
      before = archive;
    });
  }

  return {
    start() {
      unsubscribe = watchArchive();
      runHourly();
    },
    wake,
    preview: limits.preview,
    emptyBin() {
      const clickedAt = clock.now();
      return inTurn(() => emptyAll(clickedAt));
    },
    whenQuiet,
    async stop() {
      isStopped = true;
      unsubscribe?.();
      cancelHourly?.();
      cancelUndoTimer?.();
      afterDownloads.stop();
      await whenQuiet();
    },
  };
}

const downloadGapMs = minutes(1);
