import * as v from 'valibot';
import { keptColumns, keptRow, readable, toKeptClip } from './clips/clip-rows.ts';
import type { Database, SqlRow } from './clips/database.ts';
import { packed } from './clips/blob-row.ts';
import type { ClipIndex, PrunableClip } from './clips/clip-index.ts';

type Walks = 'keptFiles' | 'accountFiles' | 'prunable';

/** Walks over the files of the archive, in pieces. */
export const createWalks = (database: Database): Pick<ClipIndex, Walks> => ({
  keptFiles: async (after, limit) =>
    readable(database.all(keptFilesSql, { after: after ?? '', limit }), toKeptClip),
  accountFiles: async (account, after, limit) =>
    readable(database.all(accountFilesSql, { account, after: after ?? '', limit }), toKeptClip),
  prunable: async (after, limit) =>
    readable(
      database.all(prunableSql, {
        recordedAt: after?.recordedAt ?? Number.MIN_SAFE_INTEGER,
        id: after?.id ?? '',
        limit,
      }),
      toPrunable,
    ),
});

const keptFilesSql = `
  SELECT ${keptColumns} FROM clip
  WHERE path IS NOT NULL AND id > :after ORDER BY id LIMIT :limit`;

const accountFilesSql = `
  SELECT ${packed(['id', 'coalesce(path, bin_path) AS path', 'size_bytes', 'sha256'])} FROM clip
  WHERE account_id = :account AND (path IS NOT NULL OR bin_path IS NOT NULL) AND id > :after
  ORDER BY id LIMIT :limit`;

const prunableSql = `
  SELECT ${packed(['id', 'path', 'size_bytes', 'sha256', 'recorded_at', 'fetch_from'])} FROM clip
  WHERE place = 'kept' AND starred_at IS NULL AND binned_at IS NULL AND path IS NOT NULL
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
