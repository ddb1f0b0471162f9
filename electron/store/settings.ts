import { toDiskError, type FileSystem } from './file-system.ts';
import { join } from 'node:path';
import Store from 'electron-store';
import { AppError } from '../../shared/errors.ts';
import type { Timestamp } from '../../shared/models.ts';
import { resetTopics, type ResetTopic } from '../../shared/preferences.ts';
import type { Dispose } from '../lib/dispose.ts';
import { createEmitter } from '../lib/emitter.ts';
import { keepCopyAside, setAside } from './file-utils.ts';
import { openReserve, type Reserve } from './full-disk-reserve.ts';
import {
  defaultSettings,
  invalidIn,
  readSettings,
  schemaVersion,
  topicOf,
  type ReadSettings,
  type SettingName,
  type Settings,
} from './settings-schema.ts';

/** What the person chose, on disk and in memory. */
export interface SettingsStore {
  get(): Settings;
  /** Called after every change that is on disk. */
  subscribe(listener: (settings: Settings) => void): Dispose;
  /**
   * Written first, applied then. Throws `disk-full`, `disk-error`, or `invalid-argument` for a value that could not be
   * read again: then nothing has changed, here or on disk.
   */
  update(change: Partial<Settings>): void;
}

export interface SettingsOptions {
  readonly fs: FileSystem;
  readonly folder: string;
  readonly now: Timestamp;
  /** Writes what lies on the disk: electron-store in every build. */
  readonly openWriter?: (folder: string) => WriteSettings;
}

/** Replaces the file as a whole, before it answers. Errors are Node's own. */
export type WriteSettings = (content: Readonly<Record<string, unknown>>) => void;

export interface OpenedSettings {
  readonly settings: SettingsStore;
  /** Also for others who must save on a full disk. */
  readonly reserve: Reserve;
  /** Where the file, or a copy of it, lies as it was when something in it could not be read; else null. */
  readonly setAside: string | null;
}

/** `settings.json` in a folder of ours, with room in reserve for a full disk. */
export async function openSettings(options: SettingsOptions): Promise<OpenedSettings> {
  const { fs, folder, now, openWriter = electronStore } = options;
  const path = join(folder, `${fileName}.json`);
  await fs.makeFolder(folder);
  const bytes = await fs.read(path);
  const read = bytes === null ? null : readSettings(bytes);
  const isDamaged = read !== null && read.lost.length > 0 && !read.isNewer;
  const broken = { path, word: 'unreadable', at: now };
  let aside: string | null = null;
  if (bytes !== null && read === null) aside = await setAside(fs, broken);
  // A newer version can read it all: its file stays as it is.
  if (bytes !== null && isDamaged) aside = await keepCopyAside(fs, broken, bytes);
  const reserve = await openReserve(fs, folder);
  const first = aside !== null && read === null ? allReset : toLoaded(read);
  const settings = createSettings(first, withReserve(openWriter(folder), reserve));
  if (aside !== null) saveIfPossible(settings, { resetTopics: first.settings.resetTopics });
  return { settings, reserve, setAside: aside };
}

/** What holds, and what the file says besides. */
interface LoadedSettings {
  readonly settings: Settings;
  readonly content: Readonly<Record<string, unknown>>;
}

const allReset: LoadedSettings = {
  settings: { ...defaultSettings, resetTopics: ['everything'] },
  content: { ...defaultSettings, version: schemaVersion },
};

/** Of a newer version's file everything is written back as it is, but what is changed here. */
function toLoaded(read: ReadSettings | null): LoadedSettings {
  if (read === null) return { ...allReset, settings: defaultSettings };
  const { settings, content, isNewer, lost } = read;
  const loaded = { ...settings, resetTopics: topicsOf(lost, settings.resetTopics) };
  return {
    settings: loaded,
    content: isNewer ? content : { ...content, ...loaded, version: schemaVersion },
  };
}

function topicsOf(
  lost: readonly SettingName[],
  before: readonly ResetTopic[],
): readonly ResetTopic[] {
  const found = new Set([...before, ...lost.map(topicOf)]);
  return resetTopics.filter((topic) => found.has(topic));
}

function saveIfPossible(settings: SettingsStore, change: Partial<Settings>): void {
  try {
    settings.update(change);
  } catch {
    // It holds for this run; the next change that can be written brings it along.
  }
}

function createSettings(start: LoadedSettings, write: WriteSettings): SettingsStore {
  let { settings, content } = start;
  const { on, emit } = createEmitter<Settings>();
  return {
    get: () => settings,
    subscribe: on,
    update(change) {
      const invalid = invalidIn(change);
      if (invalid.length > 0) throw new AppError('invalid-argument', invalid.join(', '));
      const next = { ...content, ...change };
      try {
        write(next);
      } catch (error) {
        throw toDiskError(error);
      }
      content = next;
      settings = { ...settings, ...change };
      emit(settings);
    },
  };
}

/** Writes, and on a full disk once more with the room that was kept for this. */
function withReserve(write: WriteSettings, reserve: Reserve): WriteSettings {
  return (content) => {
    try {
      write(content);
    } catch (error) {
      if (toDiskError(error).code !== 'disk-full' || !reserve.giveUp()) throw error;
      write(content);
      return;
    }
    void reserve.renew();
  };
}

const fileName = 'settings';

/** A plain writer: its own schema would fail as a whole, and the door it opens to the pages is closed in `ipc/serve.ts`. */
const electronStore = (folder: string): WriteSettings => {
  const store = new Store<Record<string, unknown>>({
    cwd: folder,
    name: fileName,
    configFileMode: 0o600,
    accessPropertiesByDotNotation: false,
  });
  return (content) => {
    store.store = content;
  };
};
