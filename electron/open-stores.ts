import path from 'node:path';
import { toAppError } from '../shared/errors.ts';
import type { Environment } from './desktop/system/environment.ts';
import type { Logger } from './lib/logger.ts';
import { systemClock as clock, systemRandom as random } from './lib/clock.ts';
import { openDiskArchive } from './store/archive/disk-archive.ts';
import { createClipIndex } from './store/clips/sqlite-clip-index.ts';
import { openDatabase } from './store/clips/database.ts';
import { nodeFileSystem as fs } from './store/file-system.ts';
import { notePendingRebuild } from './services/archive/pending-rebuild.ts';
import { migrations } from './store/clips/migrations.ts';
import { createPictureFiles } from './store/picture-cache.ts';
import { openSettings, type SettingsStore } from './store/settings.ts';
import { createSecretStore, serviceName } from './store/secret-store.ts';

interface StoreOptions extends Pick<Environment, 'dataFolder' | 'archiveFolder'> {
  /** The cloud is a simulator on this computer. */
  readonly isSimulated: boolean;
}

export type Stores = Awaited<ReturnType<typeof openStores>>;

/** Everything kept on this computer, opened; what is damaged is set aside and said in the log. */
export async function openStores(
  { dataFolder, archiveFolder, isSimulated }: StoreOptions,
  log: Logger,
) {
  const at = { fs, folder: dataFolder, now: clock.now() };
  const { settings, setAside } = await openSettings(at);
  const archive = settings.get().archiveFolder ?? archiveFolder;
  const file = path.join(dataFolder, 'clips.db');
  const opened = await openDatabase({ ...at, file, steps: migrations });
  if (setAside !== null) log.error('the settings were damaged and set aside');
  if (opened.setAside !== null) log.error('the clip index was damaged and set aside');
  const onUnsaved = (error: unknown) =>
    log.error('a rebuild is owed for this run only', { reason: toAppError(error).message });
  const isRebuildOwed = await notePendingRebuild({ fs, settings, archive, onUnsaved }, opened);
  return {
    isRebuildOwed,
    settings,
    secrets: createSecretStore({ service: serviceName(dataFolder, isSimulated), clock }),
    index: createClipIndex(opened.database),
    files: await openDiskArchive({ fs, archive, random, mark: rememberedIn(settings) }),
    pictures: createPictureFiles({ fs, folder: path.join(dataFolder, 'pictures') }),
  };
}

const rememberedIn = (settings: SettingsStore) => ({
  get: () => settings.get().archiveMark,
  set: (archiveMark: string) => settings.update({ archiveMark }),
});
