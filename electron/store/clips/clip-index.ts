import type { AppErrorCode } from '../../../shared/errors.ts';
import type { AccountId, ClipId, DeviceId, NetworkId } from '../../../shared/ids.ts';
import type {
  Clip,
  ClipCursor,
  ClipKind,
  ClipPage,
  ClipQuery,
  DeletionPlaces,
  Timestamp,
} from '../../../shared/models.ts';
import type { Dispose } from '../../lib/dispose.ts';
import type { FileBytes } from '../file-utils.ts';

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

/** What the cloud has seen in one of its recordings. */
export interface LabelledMedia {
  readonly mediaId: number;
  readonly labels: readonly string[];
  readonly description: string | null;
}

/** The labels ever seen on the clips of each camera; cameras without any are not named. */
export type SeenLabels = Readonly<Partial<Record<DeviceId, readonly string[]>>>;

/** What one page of the cloud's list changed here. */
export interface ListingOutcome {
  /** Clips never seen before and not deleted, oldest first. */
  readonly added: readonly Clip[];
  readonly changed: number;
}

/** Where a kept clip lies and what it is. */
export interface KeptFile extends FileBytes {
  /** Relative to the archive folder, with `/`. */
  readonly path: string;
}

/** What a download needs to know of a clip. */
export interface ClipSource {
  readonly clip: Clip;
  /** Where it lies: in the cloud, or on the USB storage of a sync module. */
  readonly originKind: 'cloud' | 'local';
  readonly clipRef: string | null;
  readonly stillRef: string | null;
  readonly file: KeptFile | null;
  readonly attempts: number;
  readonly starredAt: Timestamp | null;
}

export interface DayCount {
  /** `YYYY-MM-DD` in the clip's own time zone. */
  readonly day: string;
  readonly clips: number;
}

/** Every clip ever seen, on disk. Asynchronous, so that its work can move to a worker without a change for callers. */
export interface ClipIndex {
  /** Rows, sightings and deletions of a page; a long one in several transactions. Ids decide, order does not matter, and what is listed again is not written again. */
  recordListing(clips: readonly ListedClip[], listedAt: Timestamp): Promise<ListingOutcome>;
  /** Labels and descriptions of clips that are listed already; nothing else of them changes, and nothing is taken away. */
  addLabels(accountId: AccountId, media: readonly LabelledMedia[]): Promise<void>;
  seenLabels(accountId: AccountId): Promise<SeenLabels>;
  get(id: ClipId): Promise<Clip | null>;
  source(id: ClipId): Promise<ClipSource | null>;
  /** Newest first; deleted-here clips are on their own shelf. `limit` is cut to 200. */
  page(query: ClipQuery): Promise<ClipPage>;
  dayCounts(): Promise<readonly DayCount[]>;
  /** When the newest clip of a network that the cloud has listed was recorded; null when it never listed one. */
  newestInCloud(id: NetworkId): Promise<Timestamp | null>;
  /** Clips still to be fetched, newest first: at most `limit` of the cloud's, then at most `limit` that lie on USB storage only. Those tried too often are left out. */
  pendingDownloads(
    accountId: AccountId,
    now: Timestamp,
    limit: number,
  ): Promise<readonly ClipSource[]>;
  setKept(id: ClipId, file: KeptFile, keptAt: Timestamp): Promise<void>;
  /** The file is not there any more: `missing`, and not fetched again by itself, because the person may have deleted it. What is known of the file stays: it may be found again. */
  setMissing(id: ClipId): Promise<void>;
  /** The file is not what it was: fetched again by itself if the cloud has the clip, else `damaged`. */
  setCorrupt(id: ClipId): Promise<void>;
  /** These are removed to save space: `pruned`, and not fetched again by themselves. Answers which: those starred, binned or lost meanwhile are left out. */
  setPruned(ids: readonly ClipId[]): Promise<readonly ClipId[]>;
  /** Back among the wanted, as far as the cloud has them, with no failed tries; answers how many. */
  retryDownloads(status: 'missing' | 'damaged'): Promise<number>;
  setStarred(id: ClipId, starredAt: Timestamp | null): Promise<void>;
  /** Hidden from now on; those in the cloud or on USB storage are to be deleted there. */
  bin(ids: readonly ClipId[], at: Timestamp): Promise<void>;
  /** Shown again; a deletion not yet carried out is called off. */
  unbin(ids: readonly ClipId[]): Promise<void>;
  /** Where any of these clips is stored, as far as is known. */
  placesOf(ids: readonly ClipId[]): Promise<DeletionPlaces>;
  /** Deletions in the cloud asked for until then and still to be carried out, oldest first. */
  toDelete(accountId: AccountId, until: Timestamp, limit: number): Promise<readonly Deletion[]>;
  /** When the oldest of them was asked for; null without any. */
  oldestDeletion(accountId: AccountId): Promise<Timestamp | null>;
  /** The cloud has deleted these. */
  setDeleted(ids: readonly ClipId[], at: Timestamp): Promise<void>;
  /** Networks with deletions still to be carried out on their USB storage. */
  usbDeletions(accountId: AccountId): Promise<readonly UsbDeletionRequest[]>;
  /** Those of one network asked for until then; those that failed before come last. */
  toDeleteOnUsb(
    networkId: NetworkId,
    until: Timestamp,
    limit: number,
  ): Promise<readonly UsbDeletion[]>;
  /** It is not on the USB storage any more. */
  setDeletedOnUsb(id: ClipId, at: Timestamp): Promise<void>;
  /** The cloud or the sync module refused; asked again later, 8 times at most, counted together. */
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
  /** Of what was deleted and is not erased yet, on its way into the bin or in it; part of what `counts` calls used. */
  binBytes(): Promise<number>;
  /** Where a clip's file lies in the bin; null when it does not. */
  binFile(id: ClipId): Promise<KeptFile | null>;
  /** Their files are gone for good. The rows stay, hidden, so that no later listing brings the clips back. */
  setErased(ids: readonly ClipId[]): Promise<void>;
  /** Every kept file in the order of ids, to check all of them; those found missing or corrupt before too. */
  keptFiles(after: ClipId | null, limit: number): Promise<readonly KeptClip[]>;
  /** The same of one account, those in the bin too. */
  accountFiles(
    accountId: AccountId,
    after: ClipId | null,
    limit: number,
  ): Promise<readonly KeptClip[]>;
  /** A file thought missing or corrupt is there and good. */
  setFound(id: ClipId): Promise<void>;
  /** Kept, neither starred nor binned, oldest first: what limits may remove. */
  prunable(after: ClipCursor | null, limit: number): Promise<readonly PrunableClip[]>;
  /** Of what the archive holds, the whole clips that `restore` would take in. */
  notIndexed(clips: readonly FoundClip[]): Promise<readonly FoundClip[]>;
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
  /** Removes every row of an account, bit by bit, and answers the files it had. */
  forgetAccount(accountId: AccountId): Promise<readonly KeptFile[]>;
  mark(accountId: AccountId, name: MarkName): Promise<string | null>;
  setMark(accountId: AccountId, name: MarkName, value: string): Promise<void>;
  /** Called after every write that may change a page or a count. */
  onChanged(listener: () => void): Dispose;
  close(): Promise<void>;
}

/**
 * `media-cursor`: largest server time seen, ms. `cloud-time`: the cloud's clock at a listing, ms, some minutes or an hour old. `media-list`: which list of the cloud's it belongs to. `last-home`: the last homescreen as JSON with its age. `health`: what has
 * been reported of the health of cameras, as JSON. `local-listed`: networks whose USB storage has been listed once, as JSON.
 */
export type MarkName =
  | 'media-cursor'
  | 'media-list'
  | 'cloud-time'
  | 'last-home'
  | 'first-listing-done'
  | 'health'
  | 'local-listed';

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

/** A network's deletions on USB storage, and when the oldest of them was asked for. */
export interface UsbDeletionRequest {
  readonly networkId: NetworkId;
  readonly askedAt: Timestamp;
}

/** A deletion on USB storage. */
export interface UsbDeletion {
  readonly id: ClipId;
  /** Network, device and start time: the sync module's own numbers change. */
  readonly remoteId: string;
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
