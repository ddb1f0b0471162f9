import type { Clip, ClipPage, ClipQuery, ClipShelf, Timestamp } from '../../../shared/models.ts';
import { blobColumns, type SqlRow } from './blob-row.ts';
import * as v from 'valibot';
import type { AccountId, ClipId, NetworkId } from '../../../shared/ids.ts';
import { minutes } from '../../lib/clock.ts';
import type { ClipCounts, ClipIndex, ClipSource, DayCount, PrunableClip } from './clip-index.ts';
import {
  atRow,
  clipColumns,
  countsRow,
  dayRow,
  keptColumns,
  keptRow,
  readable,
  readableOne,
  sourceColumns,
  toClip,
  toKeptClip,
  toSource,
} from './clip-rows.ts';
import type { Database } from './database.ts';

/** A page of one shelf, newest first, at most 200. */
export function readPage(database: Database, query: ClipQuery): ClipPage {
  const limit = Math.min(Math.max(Math.trunc(query.limit), 1), largestPage);
  const rows = database.all(pageSql(query), pageParams(query, limit + 1));
  const clips = readable(rows.slice(0, limit), toClip);
  const last = clips.at(-1);
  const hasMore = rows.length > limit && last !== undefined;
  return { clips, next: hasMore ? { recordedAt: last.recordedAt, id: last.id } : null };
}

/** What a download needs to know of one clip. */
export function readSource(database: Database, id: ClipId): ClipSource | null {
  const row = database.get(`${selectSource} WHERE clip.id = :id`, { id });
  return readableOne(row, toSource);
}

export interface PendingDownloadsQuery {
  readonly accountId: AccountId;
  readonly now: Timestamp;
  readonly limit: number;
}

/** Clips that can be fetched now, newest first: those of the cloud, then as many of USB storage. */
export function readPendingDownloads(
  database: Database,
  query: PendingDownloadsQuery,
): readonly ClipSource[] {
  const { accountId: account, now } = query;
  const limit = Math.max(0, Math.trunc(query.limit));
  const latest = now + longestRetryMs;
  return ['cloud', 'local'].flatMap((from) =>
    readable(database.all(pendingDownloadsSql, { account, from, now, latest, limit }), toSource),
  );
}

/** How many clips each day has, newest day first. */
export function readDayCounts(database: Database): readonly DayCount[] {
  const rows = database.all(
    `SELECT ${blobColumns(['local_day AS day', 'sum(clips) AS clips'])} FROM clip_count
     GROUP BY local_day HAVING sum(clips) > 0 ORDER BY local_day DESC`,
  );
  return readable(rows, (row) => v.parse(dayRow, row));
}

/** When the newest clip of a network that the cloud has listed was recorded. */
export function readNewestInCloud(database: Database, id: NetworkId): Timestamp | null {
  const row = database.get('SELECT newest_in_cloud AS at FROM network WHERE id = :id', { id });
  return row === null ? null : v.parse(atRow, row).at;
}

/** Unseen are recordings nobody asked for that were neither watched before we saw them nor seen here. */
export function readCounts(database: Database, accountId: AccountId | null): ClipCounts {
  const row = database.get(
    `SELECT ${countColumns} FROM clip_count WHERE :account IS NULL OR account_id = :account`,
    { account: accountId },
  );
  return v.parse(countsRow, row);
}

const countColumns = ['kept', 'waiting', 'unseen', 'damaged', 'missing', 'binned', 'used_bytes']
  .map((name) => `total(${name}) AS ${name === 'used_bytes' ? 'usedBytes' : name}`)
  .join(', ');

const largestPage = 200;

// A clip seen both in the cloud and on USB storage is fetched from the cloud as long as it lies there.
const selectSource = `SELECT ${sourceColumns} FROM clip LEFT JOIN clip_origin AS origin
  ON (origin.account_id, origin.kind, origin.remote_id) = (
    SELECT each.account_id, each.kind, each.remote_id FROM clip_origin AS each
    WHERE each.clip_id = clip.id
    ORDER BY each.deleted_at IS NOT NULL, each.clip_ref IS NULL, each.kind LIMIT 1)`;

/** No failed try keeps a clip waiting longer: a time further ahead means the clock was set back since. */
export const longestRetryMs = minutes(15);

const pendingDownloadsSql = `${selectSource}
  WHERE clip.account_id = :account AND clip.fetch_from = :from
    AND clip.status = 'listed' AND clip.binned_at IS NULL AND clip.fetch_from IS NOT NULL
    AND (clip.retry_at IS NULL OR clip.retry_at <= :now OR clip.retry_at > :latest)
  ORDER BY clip.recorded_at DESC, clip.id DESC LIMIT :limit`;

// The words of the indexes: each shelf has one it can walk.
const shelves: Readonly<Record<ClipShelf, string>> = {
  all: 'binned_at IS NULL',
  starred: 'starred_at IS NOT NULL AND binned_at IS NULL',
  bin: `binned_at IS NOT NULL AND (status = 'kept' OR delete_requested_at IS NOT NULL)`,
};

// Two spellings instead of one with OR: each has an index it can walk.
const pageSql = ({ shelf, before, deviceId }: ClipQuery): string => `
  SELECT ${clipColumns} FROM clip
  WHERE ${shelves[shelf]}
    ${deviceId === null ? '' : 'AND device_id = :device'}
    ${before === null ? '' : 'AND (recorded_at, id) < (:recordedAt, :id)'}
  ORDER BY recorded_at DESC, id DESC LIMIT :limit`;

const pageParams = ({ before, deviceId }: ClipQuery, limit: number) => ({
  limit,
  ...(deviceId === null ? {} : { device: deviceId }),
  ...(before === null ? {} : { recordedAt: before.recordedAt, id: before.id }),
});

type FileLists = 'keptFiles' | 'accountFiles' | 'prunable';

/** Walks over the files of the archive, in pieces. */
export const createFileLists = (database: Database): Pick<ClipIndex, FileLists> => ({
  keptFiles: async (after, limit) =>
    readable(database.all(keptFilesSql, { after: after ?? '', limit }), toKeptClip),
  accountFiles: async (account, after, limit) =>
    readable(database.all(accountFilesSql, { account, after: after ?? '', limit }), toKeptClip),
  prunable: async (after, limit) =>
    readable(
      database.all(prunableSql, {
        recordedAt: after?.recordedAt ?? readOldestPrunable(database),
        id: after?.id ?? '',
        limit,
      }),
      toPrunable,
    ),
});

/** Nothing before this can be removed: the start, anywhere on Earth, of the first day that has such a clip. */
function readOldestPrunable(database: Database): Timestamp {
  const { at } = v.parse(atRow, database.get(oldestPrunableSql));
  return at ?? Number.MAX_SAFE_INTEGER;
}

// No zone is more than 14 hours ahead of UTC.
const oldestPrunableSql = `
  SELECT unixepoch(min(local_day), '-15 hours') * 1000 AS at FROM clip_count WHERE prunable > 0`;

const keptFilesSql = `
  SELECT ${keptColumns} FROM clip
  WHERE path IS NOT NULL AND id > :after ORDER BY id LIMIT :limit`;

const accountFilesSql = `
  SELECT ${blobColumns(['id', 'coalesce(path, bin_path) AS path', 'size_bytes', 'sha256'])} FROM clip
  WHERE account_id = :account AND (path IS NOT NULL OR bin_path IS NOT NULL) AND id > :after
  ORDER BY id LIMIT :limit`;

const prunableSql = `
  SELECT ${blobColumns(['id', 'path', 'size_bytes', 'sha256', 'recorded_at', 'fetch_from'])} FROM clip
  WHERE status = 'kept' AND starred_at IS NULL AND binned_at IS NULL AND path IS NOT NULL
    AND (recorded_at, id) > (:recordedAt, :id)
  ORDER BY recorded_at, id LIMIT :limit`;

const prunableRow = v.object({
  ...keptRow.entries,
  recorded_at: v.number(),
  fetch_from: v.nullable(v.string()),
});

function toPrunable(row: SqlRow): PrunableClip {
  const { recorded_at: recordedAt, fetch_from: fetchFrom } = v.parse(prunableRow, row);
  return { ...toKeptClip(row), recordedAt, isInCloud: fetchFrom !== null };
}

/** One clip of the index, null if it is not there. */
export function readClip(database: Database, id: ClipId): Clip | null {
  const row = database.get(`SELECT ${clipColumns} FROM clip WHERE id = :id`, { id });
  return readableOne(row, toClip);
}
