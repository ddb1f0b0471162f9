import type { AppErrorCode } from '../../../shared/errors.ts';
import type { Dispose } from '../../lib/dispose.ts';
import type { AppStore } from '../../store/app-store.ts';
import { archiveAccounts } from '../../store/archive/archive-folders.ts';
import type { OpenedDatabase } from '../../store/clips/database.ts';
import type { FileSystem } from '../../store/file-system.ts';
import type { SettingsStore } from '../../store/settings.ts';
import type { ArchiveWork } from './job-runner.ts';

export interface OwedRebuildDeps {
  readonly store: AppStore;
  readonly settings: SettingsStore;
  /** Begins it; nothing else runs. */
  readonly begin: () => void;
}

/** The rebuild an index that was lost asks for: at the start, and again when an archive that was away is back. */
export interface PendingRebuild {
  start(): void;
  stop(): void;
  /** A rebuild as it is; when it came to its end nothing is owed any more. */
  clearingAfter(work: ArchiveWork): ArchiveWork;
}

export function createPendingRebuild({ store, settings, begin }: OwedRebuildDeps): PendingRebuild {
  let isDue = false;
  let wasAway = false;
  let unsubscribe: Dispose | null = null;

  /** Each time the archive was away counts, even if it is back before this is told. */
  function look(problem: AppErrorCode | null): void {
    const { job, isRebuildPending, isReadOnly } = store.get().archive;
    const isAway = problem === 'archive-away';
    if (wasAway && !isAway) isDue = true;
    wasAway = isAway;
    if (!isDue || !isRebuildPending || isReadOnly || job !== null) return;
    // Once: called off by the person, or failed, it waits for the next occasion.
    isDue = false;
    begin();
  }

  return {
    start() {
      isDue = true;
      unsubscribe = store.subscribe('archive', ({ problem }) => look(problem));
      look(store.get().archive.problem);
    },
    stop: () => unsubscribe?.(),
    clearingAfter: (work) => async (run) => {
      await work(run);
      if (!store.get().archive.isRebuildPending) return;
      try {
        settings.update({ isRebuildOwed: false });
      } catch {
        // It holds for this run; one rebuild too many at the next start does no harm.
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
 * Notes when the index knows nothing of what the archive holds. In the settings, because the next start finds a sound
 * index: only a rebuild that came to its end takes the note away. Before the archive is opened, which makes a mark.
 * Answers whether a rebuild is owed; where that cannot be saved it holds for this run.
 */
export async function notePendingRebuild(
  { fs, settings, archive, onUnsaved = () => undefined }: LostIndexDeps,
  { setAside, isNew }: Pick<OpenedDatabase, 'setAside' | 'isNew'>,
): Promise<boolean> {
  // A disk that is away holds nothing for now; that there was an archive, the mark tells.
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
