import { isAbsolute } from 'node:path';
import * as v from 'valibot';
import type { KeepPolicy, TemporaryDisarm, TrayStyle } from '../../shared/app-state.ts';
import {
  historyPaces,
  noLimits,
  type ArchiveLimits,
  type HistoryPace,
} from '../../shared/archive.ts';
import { isNetworkId, type AccountId, type NetworkId } from '../../shared/ids.ts';
import type { Timestamp } from '../../shared/models.ts';
import { usualNotifications, type NotificationSettings } from '../../shared/notifications.ts';
import {
  resetTopics,
  shortcutNames,
  type ResetTopic,
  type ShortcutName,
} from '../../shared/preferences.ts';
import { notificationSettings } from '../lib/notification-schema.ts';
import { entries, items, one, parts, type ReadField } from './settings-fields.ts';

const natural = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** A live view as it is kept until the cloud has confirmed its end: by the command that opened it. */
export const openLiveView = v.object({
  networkId: v.custom<NetworkId>(isNetworkId),
  commandId: natural,
  openedAt: natural,
});

export type OpenLiveView = Readonly<v.InferOutput<typeof openLiveView>>;

/** What the person chose, and what has to be remembered between two runs. */
export interface Settings {
  /** Accounts that have an entry in the keyring. */
  readonly accountIds: readonly AccountId[];
  readonly keepPolicy: KeepPolicy | null;
  readonly isArchivePaused: boolean;
  readonly historyPace: HistoryPace;
  /** A refusal holds the pace back until then. */
  readonly gentleUntil: Timestamp | null;
  readonly limits: ArchiveLimits;
  readonly binDays: number;
  /** Null: the usual place. */
  readonly archiveFolder: string | null;
  /** What marks the folder as ours; null before the first run. */
  readonly archiveMark: string | null;
  /** The index was lost, and no rebuild has come to its end since. */
  readonly isRebuildOwed: boolean;
  readonly window: WindowPlace;
  readonly trayStyle: TrayStyle;
  /** "Mute here"; null while banners are shown. */
  readonly mutedUntil: Timestamp | null;
  readonly temporaryDisarms: KeptDisarms;
  readonly notifications: NotificationSettings;
  readonly isArmedOnLock: boolean;
  readonly shortcuts: Readonly<Partial<Record<ShortcutName, string>>>;
  readonly hasLocalChecks: boolean;
  /** The cloud has not confirmed their end. */
  readonly openLiveViews: readonly OpenLiveView[];
  /** Said once: that closing the window does not end the program. */
  readonly hasToldOfTray: boolean;
  /** What could not be read and has its usual value again, until the person has seen that. */
  readonly resetTopics: readonly ResetTopic[];
}

/** Where the window was, in pixels; without x and y the system chooses. */
export interface WindowPlace {
  readonly x: number | null;
  readonly y: number | null;
  readonly width: number;
  readonly height: number;
  readonly isMaximized: boolean;
}

/** A temporary disarm as it survives a restart. */
export interface KeptDisarm extends TemporaryDisarm {
  readonly startedAt: Timestamp;
}

export type KeptDisarms = Readonly<Partial<Record<NetworkId, KeptDisarm>>>;

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
  openLiveViews: [],
  hasToldOfTray: false,
  resetTopics: [],
};

export const schemaVersion = 1;

/** A settings file, field by field. */
export interface ReadSettings {
  readonly settings: Settings;
  /** Everything the file says, also what this version does not know. */
  readonly content: Readonly<Record<string, unknown>>;
  /** Written by a newer Porchlight. */
  readonly isNewer: boolean;
  /** What of it could not be read. */
  readonly lost: readonly SettingName[];
}

export type SettingName = keyof Settings;

/** Null when it is not a settings file at all. A field that cannot be read takes nothing else with it. */
export function readSettings(bytes: Uint8Array): ReadSettings | null {
  const file = v.safeParse(settingsFile, new TextDecoder().decode(bytes));
  if (!file.success) return null;
  const content = file.output;
  const version = versionOf(content);
  if (version === null) return null;
  const lost: SettingName[] = [];
  const read = <K extends SettingName>(name: K): Settings[K] => {
    const { value, isWhole } = fields[name](content[name]);
    if (!isWhole) lost.push(name);
    return value;
  };
  const settings = Object.fromEntries(settingNames.map((name) => [name, read(name)]));
  return {
    settings: { ...defaultSettings, ...settings },
    content,
    isNewer: version > schemaVersion,
    lost,
  };
}

/** Of a change, the names of the fields that must not be written: they could not be read again. */
export const invalidIn = (change: Partial<Settings>): readonly SettingName[] =>
  settingNames.filter((name) => name in change && !fields[name](change[name]).isWhole);

const settingsFile = v.pipe(v.string(), v.parseJson(), v.looseObject({}));

/** Null for the file of another program: one of ours has a version, or at least fields of ours. */
function versionOf(content: Readonly<Record<string, unknown>>): number | null {
  const version = v.safeParse(v.pipe(v.number(), v.integer(), v.minValue(1)), content.version);
  if (version.success) return version.output;
  return settingNames.some((name) => name in content) ? schemaVersion : null;
}

const flag = v.boolean();
const time = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const amount = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const pixels = v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(20_000));
const position = v.optional(v.nullable(v.pipe(v.number(), v.safeInteger())), null);

const windowPlace = v.object({
  width: pixels,
  height: pixels,
  // A window of an older file has a size only.
  x: position,
  y: position,
  isMaximized: v.optional(flag, false),
});

const keptDisarm = v.object({
  rearmAt: time,
  startedAt: time,
  phase: v.picklist(['starting', 'counting', 'asking']),
});

const mostBinDays = 365;
const binDays = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(mostBinDays));

/** `quick` was the word for 600 an hour before there were three. */
const historyPace = v.pipe(
  v.picklist([...historyPaces, 'quick']),
  v.transform((pace): HistoryPace => (pace === 'quick' ? 'normal' : pace)),
);

const isShortcutName = (key: unknown): key is ShortcutName =>
  shortcutNames.some((name) => name === key);

const { cameras: cameraRules, ...rules } = notificationSettings.entries;
const [{ key: ruleKey, value: cameraRule }] = cameraRules.pipe;

const notifications = parts<NotificationSettings>({
  isOn: one(rules.isOn, usualNotifications.isOn),
  isOnlyWhileArmed: one(rules.isOnlyWhileArmed, usualNotifications.isOnlyWhileArmed),
  quietHours: one(rules.quietHours, usualNotifications.quietHours),
  hasPicturesWhenLocked: one(rules.hasPicturesWhenLocked, usualNotifications.hasPicturesWhenLocked),
  hasHealthAlerts: one(rules.hasHealthAlerts, usualNotifications.hasHealthAlerts),
  cameras: entries((key) => v.is(ruleKey, key), cameraRule),
});

const fields: { readonly [K in SettingName]: ReadField<Settings[K]> } = {
  accountIds: items(time),
  keepPolicy: one(v.nullable(v.picklist(['every', 'opened'])), null),
  isArchivePaused: one(flag, false),
  historyPace: one(historyPace, defaultSettings.historyPace),
  gentleUntil: one(v.nullable(time), null),
  limits: parts<ArchiveLimits>({
    maxBytes: one(v.nullable(amount), noLimits.maxBytes),
    maxAgeDays: one(v.nullable(v.pipe(amount, v.maxValue(36_500))), noLimits.maxAgeDays),
  }),
  // Unreadable, it may have been more than usual: what lies in the bin must not go too early.
  binDays: one(binDays, defaultSettings.binDays, mostBinDays),
  archiveFolder: one(v.nullable(v.pipe(v.string(), v.check(isAbsolute))), null),
  archiveMark: one(v.nullable(v.pipe(v.string(), v.uuid())), null),
  isRebuildOwed: one(flag, false),
  window: one(windowPlace, defaultSettings.window),
  trayStyle: one(v.picklist(['colour', 'light', 'dark']), defaultSettings.trayStyle),
  mutedUntil: one(v.nullable(time), null),
  temporaryDisarms: entries(isNetworkId, keptDisarm),
  notifications,
  isArmedOnLock: one(flag, false),
  shortcuts: entries(isShortcutName, v.string()),
  hasLocalChecks: one(flag, true),
  openLiveViews: items(openLiveView),
  hasToldOfTray: one(flag, false),
  resetTopics: items(v.picklist(resetTopics)),
};

const settingNames = Object.keys(fields) as readonly SettingName[];

/** The topic a reset is shown under; null for what is not shown. */
export const topicOf = (name: SettingName): ResetTopic | null => topics[name];

const topics: Readonly<Record<SettingName, ResetTopic | null>> = {
  accountIds: 'account',
  keepPolicy: 'archive',
  isArchivePaused: 'archive',
  historyPace: 'archive',
  gentleUntil: null,
  limits: 'archive',
  binDays: 'archive',
  archiveFolder: 'archive',
  archiveMark: null,
  isRebuildOwed: null,
  window: 'appearance',
  trayStyle: 'appearance',
  mutedUntil: 'notifications',
  temporaryDisarms: 'timed-disarms',
  notifications: 'notifications',
  isArmedOnLock: 'arm-on-lock',
  shortcuts: 'shortcuts',
  hasLocalChecks: 'archive',
  openLiveViews: null,
  hasToldOfTray: null,
  resetTopics: null,
};

/** The keyring. Every call answers or rejects within 5 s with `no-keyring` or `keyring-locked`. */
export interface SecretStore {
  get(account: string): Promise<string | null>;
  set(account: string, secret: string): Promise<void>;
  delete(account: string): Promise<void>;
}
