import type {
  ArchiveJobKind,
  ArchiveLimits,
  HistoryPace,
  LimitsPreview,
} from '../../../shared/archive.ts';
import { AppError, toAppError } from '../../../shared/errors.ts';
import type { Clock } from '../../lib/clock.ts';
import type { AppStore } from '../../store/app-store.ts';
import type { ClipArchive } from '../../store/archive/clip-archive.ts';
import type { ClipIndex } from '../../store/clips/clip-index.ts';
import type { SettingsStore } from '../../store/settings.ts';
import { createGentlePace } from '../../sync/downloads/gentle-pace.ts';
import type { AccountService } from '../account/account-service.ts';
import { createSpaceMeasure } from '../clips/clip-counts.ts';
import { createJobRunner, type ArchiveWork } from './job-runner.ts';
import { moveJob, rebuildJob, verifyJob } from './archive-jobs.ts';
import { createPendingRebuild } from './pending-rebuild.ts';

/** What a person can ask of the archive as a whole. */
export interface ArchiveService {
  /** Brings where it lies into the state; begins a pending rebuild, which the state shows when this answers. */
  start(): void;
  /** Brings the free space of the archive's disk into the state, and whether it is there at all. Never rejects. */
  measure(): Promise<void>;
  setPaused(isPaused: boolean): Promise<void>;
  setHistoryPace(pace: HistoryPace): Promise<void>;
  previewLimits(limits: ArchiveLimits): Promise<LimitsPreview>;
  setLimits(limits: ArchiveLimits): Promise<void>;
  setBinDays(days: number): Promise<void>;
  emptyBin(): Promise<void>;
  /** These answer once they have begun, `archive-busy` while another one runs; the rest is in the state. */
  verify(): Promise<void>;
  rebuild(): Promise<void>;
  moveTo(folder: string): Promise<void>;
  /** The archive lies in one of these folders; `archive-away` when none holds one. */
  findIn(folders: readonly string[]): Promise<void>;
  cancelJob(): Promise<void>;
  fetchAgain(place: 'missing' | 'damaged'): Promise<void>;
  /** Where it lies, for the desktop's file manager; `archive-away` when it is not there. */
  folder(): Promise<string>;
  /** Cancels the running job; resolves when it has ended. */
  stop(): Promise<void>;
}

export interface ArchiveDeps {
  readonly index: ClipIndex;
  readonly files: ClipArchive;
  readonly settings: SettingsStore;
  readonly store: AppStore;
  readonly clock: Clock;
  readonly account: Pick<AccountService, 'whenSignedIn'>;
  /** Removes and moves files by itself, in the background. */
  readonly housekeeping: {
    wake(): void;
    preview(limits: ArchiveLimits): Promise<LimitsPreview>;
    emptyBin(): Promise<void>;
    /** While a job is shown it begins nothing; this answers when it has stopped touching files. */
    whenQuiet(): Promise<void>;
  };
}

export function createArchiveService(deps: ArchiveDeps): ArchiveService {
  const { index, files, settings, store, housekeeping, account } = deps;
  const jobs = createJobRunner(deps);
  const measure = createSpaceMeasure(deps);
  const gentlePace = createGentlePace({ store, settings, clock: deps.clock });
  const pendingRebuild = createPendingRebuild({ store, settings, begin: beginRebuild });

  function show(): void {
    const found = { folder: folderLabel(files.folder()), isReadOnly: index.isReadOnly };
    store.update('archive', (archive) => ({ ...archive, ...found }));
  }

  function requireChangeable(): void {
    if (index.isReadOnly) throw new AppError('index-newer');
  }

  function requireIdle(): void {
    if (store.get().archive.job !== null) throw new AppError('archive-busy');
  }

  /** Waits for housekeeping: files that it moves meanwhile would be missed, or left behind in the old folder. */
  function begin(kind: ArchiveJobKind, work: ArchiveWork): void {
    jobs.begin(kind, async (run) => {
      await housekeeping.whenQuiet();
      // The job has used the disk: whether that is there may have changed.
      await work(run).finally(measure);
    });
  }

  function beginRebuild(): void {
    begin('rebuild', pendingRebuild.clearingAfter(rebuildJob(deps)));
  }

  async function moveTo(folder: string): Promise<void> {
    requireChangeable();
    const move = moveJob({
      files,
      folder,
      // When this cannot be saved the archive stays where it is.
      onSwitch: async () => settings.update({ archiveFolder: folder }),
    });
    begin('move', async (run) => {
      await endDownloads(account);
      await move(run).finally(show);
    });
  }

  async function findIn(folders: readonly string[]): Promise<void> {
    requireChangeable();
    requireIdle();
    await adopt(files, folders);
    settings.update({ archiveFolder: files.folder() });
    show();
    await measure();
    // It may hold more than the index knows. A pending rebuild has begun by itself.
    if (store.get().archive.job?.kind !== 'rebuild') beginRebuild();
  }

  return {
    start() {
      show();
      gentlePace.start();
      pendingRebuild.start();
    },
    measure,
    async setPaused(isArchivePaused) {
      settings.update({ isArchivePaused });
    },
    async setHistoryPace(historyPace) {
      settings.update({ historyPace });
    },
    previewLimits: (limits) => housekeeping.preview(limits),
    async setLimits(limits) {
      requireChangeable();
      settings.update({ limits });
      housekeeping.wake();
    },
    async setBinDays(binDays) {
      settings.update({ binDays });
      housekeeping.wake();
    },
    async emptyBin() {
      requireChangeable();
      if (store.get().archive.job?.kind === 'move') throw new AppError('archive-busy', 'moving');
      await housekeeping.emptyBin();
      await measure();
    },
    async verify() {
      requireChangeable();
      begin('verify', verifyJob(deps));
    },
    async rebuild() {
      requireChangeable();
      beginRebuild();
    },
    moveTo,
    findIn,
    cancelJob: jobs.cancel,
    async fetchAgain(place) {
      await index.retryDownloads(place);
      account.whenSignedIn((cloud) => cloud.checkClips());
    },
    async folder() {
      await files.space();
      return files.folder();
    },
    async stop() {
      pendingRebuild.stop();
      gentlePace.stop();
      await jobs.cancel();
    },
  };
}

async function adopt(files: Pick<ClipArchive, 'adopt'>, folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    const failure = await files.adopt(folder).then(() => null, toAppError);
    if (failure === null) return;
    if (failure.code !== 'not-found') throw failure;
  }
  throw new AppError('archive-away', 'no archive there');
}

/** `Videos › Porchlight`: enough to recognise it. */
const folderLabel = (path: string): string =>
  path
    .split(/[\\/]/)
    .filter((name) => name !== '')
    .slice(-2)
    .join(' › ');

/** They go on after the move; none begins meanwhile. */
async function endDownloads(account: ArchiveDeps['account']): Promise<void> {
  const over: Promise<void>[] = [];
  account.whenSignedIn((cloud) => over.push(cloud.downloads.pauseAll()));
  await Promise.all(over);
}
