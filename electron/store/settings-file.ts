import { isAbsolute, join } from 'node:path';
import Store from 'electron-store';
import * as v from 'valibot';
import { historyPaces, noLimits, type HistoryPace } from '../../shared/archive.ts';
import { isNetworkId } from '../../shared/ids.ts';
import type { NetworkId } from '../../shared/ids.ts';
import { usualNotifications } from '../../shared/notifications.ts';
import { shortcutNames } from '../../shared/preferences.ts';
import type { Timestamp } from '../../shared/models.ts';
import { notificationSettings } from '../lib/notification-schema.ts';
import { onDisk, setAside, toDiskError } from './disk.ts';
import type { FileSystem } from './file-system.ts';
import type { Settings, SettingsFile } from './settings-port.ts';
import { openReserve, type Reserve } from './reserve.ts';

export interface SettingsFileOptions {
  readonly fs: FileSystem;
  readonly folder: string;
  readonly now: Timestamp;
  /** Writes what lies on the disk: electron-store in every build. */
  readonly openWriter?: (folder: string) => WriteSettings;
}

/** Replaces the file as a whole, before it answers. Errors are Node's own. */
export type WriteSettings = (content: Readonly<Record<string, unknown>>) => void;

export interface OpenedSettings {
  readonly settings: SettingsFile;
  /** Also for others who must save on a full disk. */
  readonly reserve: Reserve;
  /** Where an unreadable file was moved before the defaults were used, else null. */
  readonly setAside: string | null;
}

export const defaultSettings: Settings = {
  accountIds: [],
  keepPolicy: null,
  isArchivePaused: false,
  historyPace: 'gentle',
  gentleUntil: null,
  limits: noLimits,
  binDays: 30,
  archiveFolder: null,
  archiveMark: null,
  isRebuildOwed: false,
  window: { x: null, y: null, width: 1180, height: 780, isMaximized: false },
  trayStyle: 'colour',
  mutedUntil: null,
  temporaryDisarms: {},
  notifications: usualNotifications,
  isArmedOnLock: false,
  shortcuts: {},
  hasLocalChecks: true,
  hasToldOfTray: false,
};

/** `settings.json` in a folder of ours, with room in reserve for a full disk. `update` rejects nothing: it throws `disk-full` or `disk-error`, and the change holds for this run. */
export async function openSettingsFile(options: SettingsFileOptions): Promise<OpenedSettings> {
  const { fs, folder, now } = options;
  const path = join(folder, `${fileName}.json`);
  await onDisk(fs.makeFolder(folder));
  const bytes = await onDisk(fs.read(path));
  const stored = bytes === null ? defaultSettings : parseSettings(bytes);
  const aside = stored === null ? await setAside(fs, path, 'unreadable', now) : null;
  const write = (options.openWriter ?? electronStore)(folder);
  const reserve = await openReserve(fs, folder);
  const settings = createSettingsFile(stored ?? defaultSettings, sparing(write, reserve));
  return { settings, reserve, setAside: aside };
}

/** What a file says, null if it is not ours or damaged. */
export function parseSettings(bytes: Uint8Array): Settings | null {
  const result = v.safeParse(storedSettings, new TextDecoder().decode(bytes));
  if (!result.success) return null;
  const { version: _version, ...settings } = result.output;
  return settings;
}

/** Writes, and on a full disk once more with the room that was kept for this. */
function sparing(write: WriteSettings, reserve: Reserve): WriteSettings {
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
const schemaVersion = 1;

const pixels = v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(20_000));

const time = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const keptDisarm = v.object({
  rearmAt: time,
  startedAt: time,
  phase: v.picklist(['starting', 'counting', 'asking']),
});

const position = v.optional(v.nullable(v.pipe(v.number(), v.safeInteger())), null);

const amount = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

const limits = v.object({
  maxBytes: v.nullable(amount),
  maxAgeDays: v.nullable(v.pipe(amount, v.maxValue(36_500))),
});

const binDays = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(365));

const windowPlace = v.object({
  width: pixels,
  height: pixels,
  // A window of an older file has a size only.
  x: position,
  y: position,
  isMaximized: v.optional(v.boolean(), false),
});

/** `quick` was the word for 600 an hour before there were three. */
const historyPace = v.pipe(
  v.picklist([...historyPaces, 'quick']),
  v.transform((pace): HistoryPace => (pace === 'quick' ? 'normal' : pace)),
);

const storedSettings = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    version: v.literal(schemaVersion),
    accountIds: v.array(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
    keepPolicy: v.nullable(v.picklist(['every', 'opened'])),
    window: windowPlace,
    // What came later is absent in older files.
    isArchivePaused: v.optional(v.boolean(), defaultSettings.isArchivePaused),
    historyPace: v.optional(historyPace, defaultSettings.historyPace),
    gentleUntil: v.optional(v.nullable(time), null),
    limits: v.optional(limits, noLimits),
    binDays: v.optional(binDays, defaultSettings.binDays),
    archiveFolder: v.optional(v.nullable(v.pipe(v.string(), v.check(isAbsolute))), null),
    archiveMark: v.optional(v.nullable(v.pipe(v.string(), v.uuid())), null),
    isRebuildOwed: v.optional(v.boolean(), defaultSettings.isRebuildOwed),
    trayStyle: v.optional(v.picklist(['colour', 'light', 'dark']), defaultSettings.trayStyle),
    mutedUntil: v.optional(v.nullable(time), null),
    temporaryDisarms: v.optional(v.record(v.custom<NetworkId>(isNetworkId), keptDisarm), {}),
    notifications: v.optional(notificationSettings, usualNotifications),
    isArmedOnLock: v.optional(v.boolean(), defaultSettings.isArmedOnLock),
    shortcuts: v.optional(v.record(v.picklist(shortcutNames), v.string()), {}),
    hasLocalChecks: v.optional(v.boolean(), defaultSettings.hasLocalChecks),
    hasToldOfTray: v.optional(v.boolean(), defaultSettings.hasToldOfTray),
  }),
);

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

function createSettingsFile(initial: Settings, write: WriteSettings): SettingsFile {
  let settings = initial;
  return {
    get: () => settings,
    update(change) {
      settings = { ...settings, ...change };
      try {
        write({ version: schemaVersion, ...settings });
      } catch (error) {
        throw toDiskError(error);
      }
    },
  };
}
