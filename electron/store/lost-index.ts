import { ownAccounts } from './archive-ours.ts';
import type { OpenedDatabase } from './database.ts';
import type { FileSystem } from './file-system.ts';
import type { SettingsFile } from './settings-port.ts';

export interface LostIndexDeps {
  readonly fs: FileSystem;
  readonly settings: SettingsFile;
  /** The archive's folder. */
  readonly archive: string;
}

/**
 * Notes when the index knows nothing of what the archive holds. In the settings, because the next start finds a sound
 * index: only a rebuild that came to its end takes the note away. Before the archive is opened, which makes a mark.
 */
export async function noteLostIndex(
  { fs, settings, archive }: LostIndexDeps,
  { setAside, isNew }: Pick<OpenedDatabase, 'setAside' | 'isNew'>,
): Promise<void> {
  // A disk that is away holds nothing for now; that there was an archive, the mark tells.
  const isLost =
    setAside !== null ||
    (isNew && (settings.get().archiveMark !== null || (await holdsClips(fs, archive))));
  if (isLost) settings.update({ isRebuildOwed: true });
}

const holdsClips = async (fs: FileSystem, archive: string): Promise<boolean> =>
  (await ownAccounts(fs, archive).catch(() => [])).length > 0;
