import * as v from 'valibot';
import type { AccountId, ClipId, NetworkId } from '../../shared/ids.ts';
import type { ClipPage, ClipQuery, Timestamp } from '../../shared/models.ts';
import {
  clipColumns,
  countsRow,
  dayRow,
  newestRow,
  sourceColumns,
  toClip,
  toSource,
} from './clip-rows.ts';
import type { Database } from './database.ts';
import type { ClipSource, DayCount } from './ports.ts';

/** Newest first, at most 200, those deleted here left out. */
export function readPage(database: Database, query: ClipQuery): ClipPage {
  const limit = Math.min(Math.max(Math.trunc(query.limit), 1), largestPage);
  const clips = database.all(pageSql(query), pageParams(query, limit + 1)).map(toClip);
  const page = clips.slice(0, limit);
  const last = page.at(-1);
  const hasMore = clips.length > limit && last !== undefined;
  return { clips: page, next: hasMore ? { recordedAt: last.recordedAt, id: last.id } : null };
}

/** What a download needs to know of one clip. */
export function readSource(database: Database, id: ClipId): ClipSource | null {
  const row = database.get(`${selectSource} WHERE clip.id = :id`, { id });
  return row === null ? null : toSource(row);
}

export interface WantedQuery {
  readonly accountId: AccountId;
  readonly now: Timestamp;
  readonly limit: number;
}

/** Clips that can be fetched from the cloud now, newest first. */
export function readWanted(database: Database, query: WantedQuery): readonly ClipSource[] {
  const rows = database.all(
    `${selectSource}
     WHERE clip.account_id = :account AND clip.place = 'listed' AND clip.binned_at IS NULL
       AND origin.kind = 'cloud' AND origin.deleted_at IS NULL AND origin.clip_ref IS NOT NULL
       AND (clip.retry_at IS NULL OR clip.retry_at <= :now)
     ORDER BY clip.recorded_at DESC, clip.id DESC LIMIT :limit`,
    { account: query.accountId, now: query.now, limit: Math.max(0, Math.trunc(query.limit)) },
  );
  return rows.map(toSource);
}

/** How many clips each day has, newest day first. */
export function readDayCounts(database: Database): readonly DayCount[] {
  const rows = database.all(
    `SELECT local_day AS day, count(*) AS clips FROM clip WHERE binned_at IS NULL
     GROUP BY local_day ORDER BY local_day DESC`,
  );
  return rows.map((row) => v.parse(dayRow, row));
}

/** When the newest clip of a system that the cloud has listed was recorded. */
export function readNewestInCloud(database: Database, id: NetworkId): Timestamp | null {
  const row = database.get(
    `SELECT max(recorded_at) AS newest FROM clip WHERE system_id = :id
       AND EXISTS (SELECT 1 FROM clip_origin WHERE clip_id = clip.id AND kind = 'cloud')`,
    { id },
  );
  return v.parse(newestRow, row).newest;
}

/** Unseen are recordings nobody asked for that were neither watched before we saw them nor seen here. */
export function readCounts(
  database: Database,
  accountId: AccountId | null,
): { kept: number; waiting: number; unseen: number } {
  const row = database.get(
    `SELECT count(*) FILTER (WHERE place = 'kept') AS kept,
       count(*) FILTER (WHERE place IN ('listed', 'fetching')) AS waiting,
       count(*) FILTER (WHERE seen_at IS NULL AND was_watched = 0 AND place <> 'gone'
         AND kind IN ('motion', 'doorbell', 'other')) AS unseen
     FROM clip WHERE binned_at IS NULL AND (:account IS NULL OR account_id = :account)`,
    { account: accountId },
  );
  return v.parse(countsRow, row);
}

const largestPage = 200;

// A clip seen both in the cloud and on a stick is fetched from the cloud as long as it lies there.
const selectSource = `SELECT ${sourceColumns} FROM clip LEFT JOIN clip_origin AS origin
  ON origin.rowid = (
    SELECT each.rowid FROM clip_origin AS each WHERE each.clip_id = clip.id
    ORDER BY each.deleted_at IS NOT NULL, each.kind LIMIT 1)`;

// Two spellings instead of one with OR: each has an index it can walk.
const pageSql = ({ before, deviceId }: ClipQuery): string => `
  SELECT ${clipColumns} FROM clip
  WHERE binned_at IS NULL
    ${deviceId === null ? '' : 'AND camera_id = :device'}
    ${before === null ? '' : 'AND (recorded_at, id) < (:recordedAt, :id)'}
  ORDER BY recorded_at DESC, id DESC LIMIT :limit`;

const pageParams = ({ before, deviceId }: ClipQuery, limit: number) => ({
  limit,
  ...(deviceId === null ? {} : { device: deviceId }),
  ...(before === null ? {} : { recordedAt: before.recordedAt, id: before.id }),
});
