import type { AppErrorCode } from '../../../shared/errors.ts';
import type { Dispose } from '../../lib/dispose.ts';
import type { AppStore } from '../../store/app-store.ts';
import { archiveAccounts } from '../../store/archive/archive-folders.ts';
import type { OpenedDatabase } from '../../store/clips/database.ts';
import type { FileSystem } from '../../store/file-system.ts';
import type { SettingsStore } from '../../store/settings.ts';
import type { ArchiveWork } from './job-runner.ts';

/** Begins the rebuild of a lost index: at the start, and again when an archive that was away is back. */
export interface PendingRebuild {
  start(): void;
  stop(): void;
  /** The same rebuild; once it has succeeded none is pending any more. */
  clearingAfter(work: ArchiveWork): ArchiveWork;
}

export function createPendingRebuild({
  store,
  settings,
  begin,
}: {
  readonly store: AppStore;
  readonly settings: SettingsStore;
  /** Begins it; called only while no job runs. */
  readonly begin: () => void;
}): PendingRebuild {
  let isDue = false;
  let wasAway = false;
  let unsubscribe: Dispose | null = null;

  /** Each time the archive was away counts, even if it is back before this is called. */
  function check(problem: AppErrorCode | null): void {
    const { job, isRebuildPending, isReadOnly } = store.get().archive;
    const isAway = problem === 'archive-away';
    if (wasAway && !isAway) isDue = true;
    wasAway = isAway;
    if (!isDue || !isRebuildPending || isReadOnly || job !== null) return;
    // Once: cancelled or failed, it waits for the next occasion.
    isDue = false;
    begin();
  }

  return {
    start() {
      isDue = true;
      unsubscribe = store.subscribe('archive', ({ problem }) => check(problem));
      check(store.get().archive.problem);
    },
    stop: () => unsubscribe?.(),
    clearingAfter: (work) => async (run) => {
      await work(run);
      if (!store.get().archive.isRebuildPending) return;
      try {
        settings.update({ isRebuildOwed: false });
      } catch {
        // It holds for this run; one more rebuild at the next start does no harm.
      }
      store.update('archive', (archive) => ({ ...archive, isRebuildPending: false }));
    },
  };
}

export interface LostIndexDeps {
  readonly fs: FileSystem;
  readonly settings: SettingsStore;
  /** The archive's folder. */
  readonly archive: string;
  readonly onUnsaved?: (error: unknown) => void;
}

/**
 * Notes when the index was lost while the archive holds clips. Saved in the settings, because the next start finds a
 * sound but empty index: only a rebuild that has succeeded clears the note. Called before the archive is opened, since
 * that makes the archive's mark. Answers whether a rebuild is pending; where that cannot be saved it holds for this run.
 */
export async function notePendingRebuild(
  { fs, settings, archive, onUnsaved = () => undefined }: LostIndexDeps,
  { setAside, isNew }: Pick<OpenedDatabase, 'setAside' | 'isNew'>,
): Promise<boolean> {
  // The clips of a disk that is away cannot be seen; the mark in the settings shows that there was an archive.
  const isLost =
    setAside !== null ||
    (isNew && (settings.get().archiveMark !== null || (await holdsClips(fs, archive))));
  if (!isLost || settings.get().isRebuildOwed) return settings.get().isRebuildOwed;
  try {
    settings.update({ isRebuildOwed: true });
  } catch (error) {
    onUnsaved(error);
  }
  return true;
}

const holdsClips = async (fs: FileSystem, archive: string): Promise<boolean> =>
  (await archiveAccounts(fs, archive).catch(() => [])).length > 0;
