import { ownAccounts } from './archive/archive-folders.ts';
import type { OpenedDatabase } from './clips/database.ts';
import type { FileSystem } from './file-system.ts';
import type { SettingsStore } from './settings.ts';

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
export async function noteLostIndex(
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
  (await ownAccounts(fs, archive).catch(() => [])).length > 0;
