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
import type { AccountService } from '../account/account-service.ts';
import { createJobRunner, type ArchiveWork } from './job-runner.ts';
import { moveJob, rebuildJob, verifyJob } from './archive-jobs.ts';
import { createGentleDay } from './gentle-day.ts';
import { createPendingRebuild } from './pending-rebuild.ts';
import { createSpaceMeasure } from '../clips/clip-counts.ts';

/** What a person can ask of the archive as a whole. */
export interface ArchiveService {
  /** Brings where it lies into the state; begins a rebuild that is owed, on show when this answers. */
  start(): void;
  /** How much is free where the clips lie, and whether they are there at all. Never rejects. */
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
  /** Calls off what is running; resolves when it has ended. */
  stop(): Promise<void>;
}

export interface ArchiveDeps {
  readonly index: ClipIndex;
  readonly files: ClipArchive;
  readonly settings: SettingsStore;
  readonly store: AppStore;
  readonly clock: Clock;
  readonly account: Pick<AccountService, 'whenSignedIn'>;
  /** What tidies the archive by itself. */
  readonly housekeeping: {
    wake(): void;
    preview(limits: ArchiveLimits): Promise<LimitsPreview>;
    emptyBin(): Promise<void>;
    /** With a job on show it begins nothing; then this answers when it touches no file any more. */
    whenQuiet(): Promise<void>;
  };
}

export function createArchiveService(deps: ArchiveDeps): ArchiveService {
  const { index, files, settings, store, housekeeping, account } = deps;
  const jobs = createJobRunner(deps);
  const measure = createSpaceMeasure(deps);
  const gentle = createGentleDay(deps);
  const owed = createPendingRebuild({ ...deps, begin: beginRebuild });

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

  /** What is tidied up meanwhile would be missed in its old place, or left behind there. */
  function begin(kind: ArchiveJobKind, work: ArchiveWork): void {
    jobs.begin(kind, async (run) => {
      await housekeeping.whenQuiet();
      // It has met the disk: whether that is there is known anew.
      await work(run).finally(measure);
    });
  }

  function beginRebuild(): void {
    begin('rebuild', owed.clearingAfter(rebuildJob(deps)));
  }

  async function moveTo(folder: string): Promise<void> {
    requireChangeable();
    const move = moveJob({
      files,
      folder,
      // What cannot be saved does not hold either: the archive stays where it is.
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
    // It may hold more than the index knows. One that is owed has begun by itself.
    if (store.get().archive.job?.kind !== 'rebuild') beginRebuild();
  }

  return {
    start() {
      show();
      gentle.start();
      owed.start();
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
      await index.wantAgain(place);
      account.whenSignedIn((cloud) => cloud.checkClips());
    },
    async folder() {
      await files.space();
      return files.folder();
    },
    async stop() {
      owed.stop();
      gentle.stop();
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

/** `Videos › Porchlight`: enough to know it by. */
const folderLabel = (path: string): string =>
  path
    .split(/[\\/]/)
    .filter((name) => name !== '')
    .slice(-2)
    .join(' › ');

/** What is on its way goes on after the move; nothing begins meanwhile. */
async function endDownloads(account: ArchiveDeps['account']): Promise<void> {
  const over: Promise<void>[] = [];
  account.whenSignedIn((cloud) => over.push(cloud.downloads.pauseAll()));
  await Promise.all(over);
}
