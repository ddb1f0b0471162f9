import type { KeepPolicy, TemporaryDisarm, TrayStyle } from '../../shared/app-state.ts';
import type { AppErrorCode } from '../../shared/errors.ts';
import type { AccountId, ClipId, NetworkId } from '../../shared/ids.ts';
import type { NotificationSettings } from '../../shared/notifications.ts';
import type { ShortcutName } from '../../shared/preferences.ts';
import type { ArchiveLimits, HistoryPace } from '../../shared/archive.ts';
import type {
  Clip,
  ClipCursor,
  ClipKind,
  ClipPage,
  ClipQuery,
  Timestamp,
} from '../../shared/models.ts';

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
  /** Rows, sightings and deletions of a page; a long one in several transactions. Ids decide, order does not matter, and what is listed again is not written again. */
  recordListing(clips: readonly ListedClip[], listedAt: Timestamp): Promise<ListingOutcome>;
  get(id: ClipId): Promise<Clip | null>;
  source(id: ClipId): Promise<ClipSource | null>;
  /** Newest first; deleted-here clips are on their own shelf. `limit` is cut to 200. */
  page(query: ClipQuery): Promise<ClipPage>;
  dayCounts(): Promise<readonly DayCount[]>;
  /** When the newest clip of a system that the cloud has listed was recorded; null when it never listed one. */
  newestInCloud(id: NetworkId): Promise<Timestamp | null>;
  /** Clips still to be fetched, newest first: at most `limit` of the cloud's, then at most `limit` that lie on sticks only. Those tried too often are left out. */
  wanted(accountId: AccountId, now: Timestamp, limit: number): Promise<readonly ClipSource[]>;
  setKept(id: ClipId, file: KeptFile, keptAt: Timestamp): Promise<void>;
  /** The file is not there any more: `missing`, and not fetched again by itself, because the person may have deleted it. What is known of the file stays, for a later look. */
  setMissing(id: ClipId): Promise<void>;
  /** The file is not what it was: fetched again by itself if the cloud has the clip, else `damaged`. */
  setSpoiled(id: ClipId): Promise<void>;
  /** These are removed to save space: `pruned`, and not fetched again by themselves. Answers which: those starred, binned or lost meanwhile are left out. */
  setPruned(ids: readonly ClipId[]): Promise<readonly ClipId[]>;
  /** Back among the wanted, as far as the cloud has them, with no failed tries; answers how many. */
  wantAgain(place: 'missing' | 'damaged'): Promise<number>;
  setStarred(id: ClipId, starredAt: Timestamp | null): Promise<void>;
  /** Hidden from now on; those in the cloud are to be deleted there. */
  bin(ids: readonly ClipId[], at: Timestamp): Promise<void>;
  /** Shown again; a deletion not yet carried out is called off. */
  unbin(ids: readonly ClipId[]): Promise<void>;
  /** Deletions asked for until then and still to be carried out, oldest first. */
  toDelete(accountId: AccountId, until: Timestamp, limit: number): Promise<readonly Deletion[]>;
  /** When the oldest of them was asked for; null without any. */
  oldestDeletion(accountId: AccountId): Promise<Timestamp | null>;
  /** The cloud has deleted these. */
  setDeleted(ids: readonly ClipId[], at: Timestamp): Promise<void>;
  /** The cloud did not; asked again later, 8 times at most. */
  setDeletionFailed(ids: readonly ClipId[], problem: AppErrorCode): Promise<void>;
  /** Kept files of clips binned until then that do not lie in the bin yet. */
  toBin(until: Timestamp, limit: number): Promise<readonly KeptClip[]>;
  /** The file lies in the bin now. */
  setInBin(id: ClipId, path: string): Promise<void>;
  /** Files in the bin whose clips are shown again: a crash, or a change of mind, came between. */
  toUnbin(limit: number): Promise<readonly KeptClip[]>;
  /** The file lies among the others again. */
  setOutOfBin(id: ClipId, path: string): Promise<void>;
  /** What lies in the bin since before then; all of it with Infinity. */
  inBin(until: Timestamp, limit: number): Promise<readonly KeptClip[]>;
  /** Where a clip's file lies in the bin; null when it does not. */
  binFile(id: ClipId): Promise<KeptFile | null>;
  /** Their files are gone for good. The rows stay, hidden, so that no later listing brings the clips back. */
  setErased(ids: readonly ClipId[]): Promise<void>;
  /** Every kept file in the order of ids, for a look at all of them; those found missing or spoiled before too. */
  keptFiles(after: ClipId | null, limit: number): Promise<readonly KeptClip[]>;
  /** A file thought missing or spoiled is there and good. */
  setFound(id: ClipId): Promise<void>;
  /** Kept, neither starred nor binned, oldest first: what limits may remove. */
  prunable(after: ClipCursor | null, limit: number): Promise<readonly PrunableClip[]>;
  /** Rows read from the archive itself; those that are known already are left alone, but for a file they lack. Answers how many were new. */
  restore(clips: readonly FoundClip[], at: Timestamp): Promise<number>;
  /** Written by a newer Porchlight: every change rejects with `index-newer`. */
  readonly isReadOnly: boolean;
  /** A failed try; not before `retryAt` again. After 8 tries the clip is `damaged`. */
  setFailed(id: ClipId, problem: AppErrorCode, retryAt: Timestamp): Promise<void>;
  setSeen(id: ClipId, seenAt: Timestamp): Promise<void>;
  /** True for the first caller only: whoever gets true may show the banner. Durable before it answers. */
  claimNotification(id: ClipId, at: Timestamp): Promise<boolean>;
  counts(accountId: AccountId | null): Promise<ClipCounts>;
  /** Removes every row of an account, bit by bit, and answers the archive paths its files had. */
  forgetAccount(accountId: AccountId): Promise<readonly string[]>;
  mark(accountId: AccountId, name: MarkName): Promise<string | null>;
  setMark(accountId: AccountId, name: MarkName, value: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * `media-cursor`: largest server time seen, ms. `media-list`: which list of the cloud's it belongs to. `last-home`: the last homescreen as JSON with its age. `health`: what has
 * been told of the health of cameras, as JSON. `local-listed`: systems whose stick has been listed once, as JSON.
 */
export type MarkName =
  'media-cursor' | 'media-list' | 'last-home' | 'first-listing-done' | 'health' | 'local-listed';

/** A file of the archive and the clip it belongs to. */
export interface KeptClip {
  readonly id: ClipId;
  readonly file: KeptFile;
}

export interface PrunableClip extends KeptClip {
  readonly recordedAt: Timestamp;
  readonly isInCloud: boolean;
}

/** A deletion a person asked for. */
export interface Deletion {
  readonly id: ClipId;
  /** The cloud's number. */
  readonly mediaId: number;
}

/** What the archive itself knows of a clip. */
export interface FoundClip {
  readonly clip: Clip;
  readonly file: KeptFile;
  readonly starredAt: Timestamp | null;
  /** It lies in the bin. */
  readonly isBinned: boolean;
}

export interface ClipCounts {
  readonly kept: number;
  readonly waiting: number;
  readonly unseen: number;
  readonly damaged: number;
  readonly missing: number;
  /** What the shelf `bin` holds. */
  readonly binned: number;
  /** Of all kept files, those in the bin too. */
  readonly usedBytes: number;
}

/** A recording on its way. */
export interface Arriving {
  readonly body: AsyncIterable<Uint8Array>;
  /** Of the whole recording, null if the server did not say. */
  readonly sizeBytes: number | null;
  /** Where in the recording the body begins: 0, or where an earlier try had stopped. */
  readonly startsAt: number;
  /** What the server calls this version of the recording; without it a broken try starts anew. */
  readonly validator: string | null;
}

/** What an earlier try has left. */
export interface Part {
  readonly sizeBytes: number;
  readonly validator: string;
}

/** The clips on disk. Every call rejects with `archive-away` when the folder is not there or another disk lies under its name. */
export interface ClipFiles {
  /** For the eye. */
  folder(): string;
  /** What an earlier try has left of this clip; null to start anew. */
  part(clip: Clip): Promise<Part | null>;
  /** Streams a body into a part, verifies that it is a complete MP4, syncs, renames, writes the archive's journal. Rejects with `clip-damaged`, `disk-full`, `disk-error` or the body's own failure; then nothing lies under the final name, and a part only where it can be gone on with. */
  keep(clip: Clip, arriving: Arriving): Promise<KeptFile>;
  /** Nobody will go on with this one. */
  dropPart(clip: Clip): Promise<void>;
  /** Absolute path of a kept file that is there with the right size, else null. */
  locate(file: KeptFile): Promise<string | null>;
  /** Reads all of it. */
  verify(file: KeptFile): Promise<'good' | 'missing' | 'spoiled'>;
  /** Deletes files of the archive; paths outside it are refused. */
  remove(paths: readonly string[]): Promise<void>;
  /** Moves a kept file into the account's bin; answers its new path. Done already: the same answer. `not-found` when it lies in neither, or was replaced. */
  toBin(file: KeptFile): Promise<string>;
  /** The other way. */
  fromBin(file: KeptFile): Promise<string>;
  /** So that a star outlives the index. */
  noteStar(clip: Clip, starredAt: Timestamp | null): Promise<void>;
  /** Every clip the archive holds, by its journal and the names of its files, in batches; `strangers` are files that are none of ours. */
  scan(signal: AbortSignal): AsyncIterable<ScannedBatch>;
  /** Of the disk it lies on. */
  space(): Promise<{ readonly freeBytes: number; readonly totalBytes: number }>;
  /**
   * Copies everything to another folder, compares, and from then on works there; `onSwitch` is awaited in between and
   * makes it last; then the old files are removed. Cancelled or failed before that, nothing has changed. Nothing may be
   * kept meanwhile: whatever would change the archive rejects with `archive-busy`.
   */
  moveTo(folder: string, steps: MoveSteps, signal: AbortSignal): Promise<number>;
}

export interface MoveSteps {
  readonly onProgress: (done: number, total: number) => void;
  readonly onSwitch: () => Promise<void>;
}

export interface ScannedBatch {
  readonly clips: readonly FoundClip[];
  readonly strangers: number;
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
  readonly isArchivePaused: boolean;
  readonly historyPace: HistoryPace;
  readonly limits: ArchiveLimits;
  readonly binDays: number;
  /** Null: the usual place. */
  readonly archiveFolder: string | null;
  /** What marks the folder as ours; null before the first run. */
  readonly archiveMark: string | null;
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
