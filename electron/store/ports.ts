import type { KeepPolicy, TemporaryDisarm, TrayStyle } from '../../shared/app-state.ts';
import type { AppErrorCode } from '../../shared/errors.ts';
import type { AccountId, ClipId, NetworkId } from '../../shared/ids.ts';
import type { NotificationSettings } from '../../shared/notifications.ts';
import type { ShortcutName } from '../../shared/preferences.ts';
import type { Clip, ClipKind, ClipPage, ClipQuery, Timestamp } from '../../shared/models.ts';

/** A sighting of a recording, ready for the index. */
export interface ListedClip {
  readonly accountId: AccountId;
  /** `cloud` now; local storage later. */
  readonly originKind: 'cloud' | 'local';
  readonly remoteId: string;
  readonly networkId: Clip['networkId'];
  readonly networkName: string;
  readonly deviceId: Clip['deviceId'];
  readonly deviceName: string;
  readonly deviceType: string;
  readonly recordedAt: Timestamp;
  readonly updatedAt: Timestamp;
  readonly timeZone: string;
  readonly source: string;
  readonly kind: ClipKind;
  readonly isWatched: boolean;
  readonly isDeleted: boolean;
  readonly labels: readonly string[];
  readonly description: string | null;
  readonly clipRef: string | null;
  readonly stillRef: string | null;
}

/** What one page of the cloud's list changed here. */
export interface ListingOutcome {
  /** Clips never seen before and not deleted, oldest first. */
  readonly added: readonly Clip[];
  readonly changed: number;
}

/** Where a kept clip lies and what it is. */
export interface KeptFile {
  /** Relative to the archive folder, with `/`. */
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** What a download needs to know of a clip. */
export interface ClipSource {
  readonly clip: Clip;
  /** Where it lies: in the cloud, or on a sync module's stick. */
  readonly originKind: 'cloud' | 'local';
  readonly clipRef: string | null;
  readonly stillRef: string | null;
  readonly file: KeptFile | null;
  readonly attempts: number;
}

export interface DayCount {
  /** `YYYY-MM-DD` in the clip's own time zone. */
  readonly day: string;
  readonly clips: number;
}

/** Every clip ever seen, on disk. Asynchronous, so that its body can move to a worker unseen. */
export interface ClipIndex {
  /** One transaction: rows, sightings and deletions of a page. Ids decide, order does not matter. */
  recordListing(clips: readonly ListedClip[], listedAt: Timestamp): Promise<ListingOutcome>;
  get(id: ClipId): Promise<Clip | null>;
  source(id: ClipId): Promise<ClipSource | null>;
  /** Newest first; deleted-here clips are left out. `limit` is cut to 200. */
  page(query: ClipQuery): Promise<ClipPage>;
  dayCounts(): Promise<readonly DayCount[]>;
  /** When the newest clip of a system that the cloud has listed was recorded; null when it never listed one. */
  newestInCloud(id: NetworkId): Promise<Timestamp | null>;
  /** Clips in the cloud still to be fetched, newest first; those tried too often are left out. */
  wanted(accountId: AccountId, now: Timestamp, limit: number): Promise<readonly ClipSource[]>;
  setKept(id: ClipId, file: KeptFile, keptAt: Timestamp): Promise<void>;
  /** The file is not there any more or not what it was: back to `listed`, or `gone` if the cloud has it no more. */
  setMissing(id: ClipId): Promise<void>;
  /** A failed try; not before `retryAt` again. After 8 tries the clip is `damaged`. */
  setFailed(id: ClipId, problem: AppErrorCode, retryAt: Timestamp): Promise<void>;
  setSeen(id: ClipId, seenAt: Timestamp): Promise<void>;
  /** True for the first caller only: whoever gets true may show the banner. Durable before it answers. */
  claimNotification(id: ClipId, at: Timestamp): Promise<boolean>;
  counts(accountId: AccountId | null): Promise<{ kept: number; waiting: number; unseen: number }>;
  /** Removes every row of an account and answers the archive paths its files had. */
  forgetAccount(accountId: AccountId): Promise<readonly string[]>;
  mark(accountId: AccountId, name: MarkName): Promise<string | null>;
  setMark(accountId: AccountId, name: MarkName, value: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * `media-cursor`: largest server time seen, ms. `last-home`: the last homescreen as JSON with its age. `health`: what has
 * been told of the health of cameras, as JSON. `local-listed`: systems whose stick has been listed once, as JSON.
 */
export type MarkName =
  'media-cursor' | 'last-home' | 'first-listing-done' | 'health' | 'local-listed';

/** The clips on disk. */
export interface ClipFiles {
  /** Streams a body into `.part`, verifies it is a complete MP4, syncs, renames. Rejects with `clip-damaged`, `disk-full`, `disk-error` or the body's own failure; then nothing lies under the final name. */
  keep(clip: Clip, body: AsyncIterable<Uint8Array>, sizeBytes: number | null): Promise<KeptFile>;
  /** Absolute path of a kept file that is there with the right size, else null; `disk-error` when the archive is away. */
  locate(file: KeptFile): Promise<string | null>;
  /** Deletes files of the archive; paths outside it are refused. */
  remove(paths: readonly string[]): Promise<void>;
}

/** Stills, fetched once ever. */
export interface PictureFiles {
  /** Null when never stored. `key` is ours, not a path. */
  read(key: string): Promise<Uint8Array | null>;
  write(key: string, bytes: Uint8Array): Promise<void>;
  clear(): Promise<void>;
}

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
