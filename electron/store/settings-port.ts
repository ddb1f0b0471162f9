import type { KeepPolicy, TemporaryDisarm, TrayStyle } from '../../shared/app-state.ts';
import type { AccountId, NetworkId } from '../../shared/ids.ts';
import type { NotificationSettings } from '../../shared/notifications.ts';
import type { ShortcutName } from '../../shared/preferences.ts';
import type { ArchiveLimits, HistoryPace } from '../../shared/archive.ts';
import type { Timestamp } from '../../shared/models.ts';

/** The keyring. Every call answers or rejects within 5 s with `no-keyring` or `keyring-locked`. */
export interface SecretStore {
  get(account: string): Promise<string | null>;
  set(account: string, secret: string): Promise<void>;
  delete(account: string): Promise<void>;
}

/** What the person chose. Unreadable files are set aside and defaults are used. */
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
  readonly temporaryDisarms: Readonly<Partial<Record<NetworkId, KeptDisarm>>>;
  readonly notifications: NotificationSettings;
  readonly isArmedOnLock: boolean;
  readonly shortcuts: Readonly<Partial<Record<ShortcutName, string>>>;
  readonly hasLocalChecks: boolean;
  /** Said once: that closing the window does not end the program. */
  readonly hasToldOfTray: boolean;
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

export interface SettingsFile {
  get(): Settings;
  update(change: Partial<Settings>): void;
}
