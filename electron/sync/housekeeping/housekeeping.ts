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

/** Keeps the archive in order, signed in or not: the bin, and the limits the person has set. */
export interface Housekeeping {
  /** At once, then every hour and whenever something has changed. */
  start(): void;
  /** Something was deleted or brought back, or the person has other limits. */
  wake(): void;
  /** What these limits would remove now; nothing is removed. */
  preview(limits: ArchiveLimits): Promise<LimitsPreview>;
  /** All that was deleted until now, however short ago, is gone when this answers. */
  emptyBin(): Promise<void>;
  /** With a job on show in the archive's state nothing is begun: then this answers when nothing is touched any more. */
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
  const { index, settings, store, clock, onWarning } = deps;
  function isHeld(): boolean {
    const { job, isRebuildPending } = store.get().archive;
    return isOver || index.isReadOnly || job !== null || isRebuildPending;
  }

  const work = createFileBatches({ isPaused: isHeld, onWarning });
  const bin = createBinFiles({ ...deps, work });
  const writeLateRows = createOrphanReconciler({ ...deps, work });
  const limits = createLimitEnforcer({ ...deps, work, newestAt: agesFrom });
  const inTurn = createMutex();
  /** Resolves when everything asked for so far has ended. */
  const whenQuiet = () => inTurn(async () => undefined);
  const afterKeeps = createThrottled(clock, keepGapMs, () => void tidy());
  let isOver = false;
  let cancelHourly: Dispose | null = null;
  let cancelGrace: Dispose | null = null;
  let unsubscribe: Dispose | null = null;

  const tidy = coalesce(() => inTurn(tidyOnce));

  async function tidyOnce(): Promise<void> {
    const steps = [
      writeLateRows,
      bin.moveOut,
      () => bin.moveIn(clock.now() - undoWindowMs),
      emptyOld,
      () => limits.apply(settings.get().limits),
    ];
    for (const step of steps) {
      if (isHeld()) return;
      await step().catch((error: unknown) => onWarning('the archive is not in order', error));
    }
  }

  async function emptyOld(): Promise<void> {
    // As for the limits: a clock that runs ahead must not empty the bin.
    const now = await agesFrom();
    if (now !== null) await bin.empty(now - daysMs(settings.get().binDays));
  }

  async function newestOfCloud(): Promise<Timestamp | null> {
    const { accountIds } = settings.get();
    const marks = await Promise.all(
      accountIds.flatMap((id) => [index.mark(id, 'media-cursor'), index.mark(id, 'cloud-time')]),
    );
    const times = marks.map(toTime).filter((time) => time !== null);
    return times.length === 0 ? null : Math.max(...times);
  }

  async function agesFrom(): Promise<Timestamp | null> {
    const newest = await newestOfCloud();
    return newest === null ? null : Math.min(newest, clock.now());
  }

  /** What is deleted after the click has its time to be undone like everything else. */
  async function emptyAll(clickedAt: Timestamp): Promise<void> {
    const until = clickedAt + 1;
    if (index.isReadOnly) throw new AppError('index-newer', 'nothing can be deleted');
    if (isHeld()) throw new AppError('archive-busy', 'long work on the archive');
    await bin.moveOut();
    await bin.moveIn(clickedAt);
    await bin.empty(until);
    const isEmpty = (await index.inBin(until, 1)).length === 0;
    if (!isEmpty) throw new AppError(isHeld() ? 'archive-busy' : 'disk-error', 'not all of it');
  }

  function everyHour(): void {
    void tidy().finally(() => {
      if (!isOver) cancelHourly = clock.after(minutes(60), everyHour);
    });
  }

  function wake(): void {
    if (isOver) return;
    void tidy();
    cancelGrace?.();
    cancelGrace = clock.after(undoWindowMs + seconds(1), () => void tidy());
  }

  /** Tells what the state has to say to housekeeping: long work is over, or clips have come. */
  function watch(): Dispose {
    let before: ArchiveState = store.get().archive;
    return store.subscribe('archive', (archive) => {
      if (archive.job === null && before.job !== null) wake();
      else if (archive.usedBytes > before.usedBytes) afterKeeps.call();
      before = archive;
    });
  }

  return {
    start() {
      unsubscribe = watch();
      everyHour();
    },
    wake,
    preview: limits.preview,
    emptyBin() {
      const clickedAt = clock.now();
      return inTurn(() => emptyAll(clickedAt));
    },
    whenQuiet,
    async stop() {
      isOver = true;
      unsubscribe?.();
      cancelHourly?.();
      cancelGrace?.();
      afterKeeps.stop();
      await whenQuiet();
    },
  };
}

const keepGapMs = minutes(1);
