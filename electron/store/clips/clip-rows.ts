import { blobColumns, type SqlRow } from './blob-row.ts';
import * as v from 'valibot';
import {
  isClipId,
  isDeviceId,
  isNetworkId,
  type ClipId,
  type DeviceId,
  type NetworkId,
} from '../../../shared/ids.ts';
import type { Clip } from '../../../shared/models.ts';
import type { ClipSource, KeptClip, KeptFile } from './clip-index.ts';

const namesOfClip = [
  ...['clip.id', 'clip.account_id', 'clip.network_id', 'clip.network_name', 'clip.device_id'],
  ...['clip.device_name', 'clip.recorded_at', 'clip.time_zone', 'clip.kind', 'clip.labels'],
  ...['clip.is_watched', 'clip.seen_at', 'clip.status', 'clip.fetch_from', 'clip.starred_at'],
  ...['clip.binned_at', 'clip.size_bytes'],
];

/** What `toClip` reads of table `clip`. */
export const clipColumns = blobColumns(namesOfClip);

/** What `toSource` reads: a clip, its file, and where it lies in the cloud or on USB storage. */
export const sourceColumns = blobColumns([
  ...namesOfClip,
  ...['clip.path', 'clip.sha256', 'clip.attempts'],
  ...['origin.kind AS origin_kind', 'origin.clip_ref', 'origin.still_ref'],
]);

/** What `toKeptClip` reads of a clip whose file does not lie in the bin. */
export const keptColumns = blobColumns(['id', 'path', 'size_bytes', 'sha256']);

/** A row as the rest of the program knows it. */
export function toClip(row: SqlRow): Clip {
  const clip = v.parse(clipRow, row);
  return {
    id: clip.id,
    accountId: clip.account_id,
    networkId: clip.network_id,
    networkName: clip.network_name,
    deviceId: clip.device_id,
    deviceName: clip.device_name,
    recordedAt: clip.recorded_at,
    timeZone: clip.time_zone,
    kind: clip.kind,
    labels: clip.labels,
    isWatched: clip.is_watched !== 0,
    isSeen: clip.seen_at !== null,
    place: clip.status,
    isInCloud: clip.fetch_from !== null,
    isStarred: clip.starred_at !== null,
    binnedAt: clip.binned_at,
    sizeBytes: clip.size_bytes,
  };
}

/** A row, null if it is not there or cannot be read. */
export const readableOne = <T>(row: SqlRow | null, read: (row: SqlRow) => T): T | null =>
  row === null ? null : (readable([row], read)[0] ?? null);

/** The rows that can be read: one that a broken disk has damaged must not hide the others. */
export function readable<T>(rows: readonly SqlRow[], read: (row: SqlRow) => T): readonly T[] {
  return rows.flatMap((row) => {
    try {
      return [read(row)];
    } catch (error) {
      if (v.isValiError(error)) return [];
      throw error;
    }
  });
}

/** A row with all that a download needs. */
export function toSource(row: SqlRow): ClipSource {
  const source = v.parse(sourceRow, row);
  return {
    clip: toClip(row),
    originKind: source.origin_kind ?? 'cloud',
    clipRef: source.clip_ref,
    stillRef: source.still_ref,
    file: toKeptFile(source),
    attempts: source.attempts,
    starredAt: source.starred_at,
  };
}

/** Small answers of the index. */
export const valueRow = v.object({ value: v.string() });
export const dayRow = v.object({ day: v.string(), clips: v.number() });
export const atRow = v.object({ at: v.nullable(v.number()) });
export const bytesRow = v.object({ bytes: v.number() });
export const countsRow = v.object({
  kept: v.number(),
  waiting: v.number(),
  unseen: v.number(),
  damaged: v.number(),
  missing: v.number(),
  binned: v.number(),
  usedBytes: v.number(),
});

const nullableText = v.nullable(v.string());
const nullableNumber = v.nullable(v.number());
const clipId = v.custom<ClipId>(isClipId);

export const filesRow = v.object({
  path: nullableText,
  bin_path: nullableText,
  size_bytes: v.nullable(v.number()),
  sha256: nullableText,
});
export const idRow = v.object({ id: clipId });
/** A clip and the cloud's number of it. */
export const deletionRow = v.object({
  id: clipId,
  remote_id: v.pipe(v.string(), v.regex(/^\d{1,15}$/)),
});
/** A clip and where its file lies. */
export const keptRow = v.object({
  id: clipId,
  path: v.string(),
  size_bytes: v.number(),
  sha256: v.string(),
});

/** A clip and its file. */
export const toKeptClip = (row: SqlRow): KeptClip => {
  const { id, path, size_bytes: sizeBytes, sha256 } = v.parse(keptRow, row);
  return { id, file: { path, sizeBytes, sha256 } };
};

const clipRow = v.object({
  id: clipId,
  account_id: v.number(),
  network_id: v.custom<NetworkId>(isNetworkId),
  network_name: v.string(),
  device_id: v.custom<DeviceId>(isDeviceId),
  device_name: v.string(),
  recorded_at: v.number(),
  time_zone: v.string(),
  kind: v.picklist(['motion', 'doorbell', 'live-view', 'snapshot', 'other']),
  labels: v.pipe(v.string(), v.parseJson(), v.array(v.string())),
  is_watched: v.number(),
  seen_at: nullableNumber,
  status: v.picklist(['listed', 'fetching', 'kept', 'damaged', 'gone', 'missing', 'pruned']),
  fetch_from: nullableText,
  starred_at: nullableNumber,
  binned_at: nullableNumber,
  size_bytes: nullableNumber,
});

const sourceRow = v.object({
  status: v.string(),
  path: nullableText,
  size_bytes: nullableNumber,
  sha256: nullableText,
  attempts: v.number(),
  starred_at: nullableNumber,
  origin_kind: v.nullable(v.picklist(['cloud', 'local'])),
  clip_ref: nullableText,
  still_ref: nullableText,
});

function toKeptFile(row: v.InferOutput<typeof sourceRow>): KeptFile | null {
  const { status, path, size_bytes: sizeBytes, sha256 } = row;
  if (status !== 'kept' || path === null || sizeBytes === null || sha256 === null) return null;
  return { path, sizeBytes, sha256 };
}
