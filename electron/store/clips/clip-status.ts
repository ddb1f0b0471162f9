import { AppError } from '../../../shared/errors.ts';
import { runInBatches, repeatInBatches, type Database, type SqlParams } from './database.ts';
import { idRow } from './clip-rows.ts';
import { mostAttempts } from './clip-writes.ts';
import { blobColumns } from './blob-row.ts';
import type { ClipIndex } from './clip-index.ts';
import * as v from 'valibot';

type StatusWrites =
  | 'setKept'
  | 'setMissing'
  | 'setCorrupt'
  | 'setPruned'
  | 'setFound'
  | 'setFailed'
  | 'retryDownloads';

/** What downloads, checks of the files and limits write about a clip. */
export function createStatusWrites(
  database: Database,
  changed: () => void,
): Pick<ClipIndex, StatusWrites> {
  const write = (sql: string, params: SqlParams): number => {
    const rows = database.run(sql, params);
    changed();
    return rows;
  };

  return {
    async setKept(id, file, keptAt) {
      const { path, sizeBytes, sha256 } = file;
      const rows = write(keptSql, { id, path, size: sizeBytes, sha256, keptAt });
      if (rows === 0) throw new AppError('not-found', 'clip');
    },
    async setMissing(id) {
      write(`UPDATE clip SET status = 'missing' WHERE id = :id AND ${hasFileInPlace}`, { id });
    },
    async setCorrupt(id) {
      write(corruptSql, { id });
    },
    async setFound(id) {
      write(foundSql, { id });
    },
    async setFailed(id, problem, retryAt) {
      write(failedSql, { id, problem, retryAt });
    },
    async setPruned(ids) {
      const pruned = await runInBatches(database, ids, (chunk) =>
        chunk.flatMap((id) => database.all(prunedSql, { id })),
      ).finally(changed);
      return pruned.flat().map((row) => v.parse(idRow, row).id);
    },
    retryDownloads: (status) =>
      repeatInBatches(database, (limit) =>
        database.run(retryDownloadsSql, { status, limit }),
      ).finally(changed),
  };
}

// A clip in the bin has `bin_path` instead of `path`.
const hasFileInPlace = `status = 'kept' AND path IS NOT NULL`;

const keptSql = `
  UPDATE clip SET status = 'kept', path = :path, size_bytes = :size, sha256 = :sha256,
    kept_at = :keptAt, attempts = 0, retry_at = NULL, problem = NULL
  WHERE id = :id`;

const corruptSql = `
  UPDATE clip SET status = iif(fetch_from IS NULL, 'damaged', 'listed'),
    attempts = 0, retry_at = NULL, problem = 'clip-damaged'
  WHERE id = :id AND (${hasFileInPlace} OR status = 'missing')`;

const foundSql = `
  UPDATE clip SET status = 'kept', attempts = 0, retry_at = NULL, problem = NULL
  WHERE id = :id AND path IS NOT NULL AND status IN ('missing', 'listed', 'damaged')`;

// What the person opens while it is missing or pruned stays so: it was not wanted by itself.
const failedSql = `
  UPDATE clip SET attempts = attempts + 1, retry_at = :retryAt, problem = :problem,
    status = iif(attempts + 1 >= ${mostAttempts} AND status IN ('listed', 'fetching'), 'damaged', status)
  WHERE id = :id AND status IN ('listed', 'fetching', 'damaged', 'missing', 'pruned')`;

const prunedSql = `
  UPDATE clip SET status = 'pruned', path = NULL, sha256 = NULL, kept_at = NULL
  WHERE id = :id AND ${hasFileInPlace} AND starred_at IS NULL AND binned_at IS NULL
  RETURNING ${blobColumns(['id'])}`;

const retryDownloadsSql = `
  UPDATE clip SET status = 'listed', attempts = 0, retry_at = NULL, problem = NULL
  WHERE id IN (
    SELECT id FROM clip
    WHERE status IN ('missing', 'damaged') AND binned_at IS NULL AND fetch_from IS NOT NULL
      AND status = :status
    LIMIT :limit)`;

export type MarkWrites = 'setSeen' | 'setStarred' | 'claimNotification';

/** What a person has seen or starred, and whether a notification was shown. */
export const createMarkWrites = (
  database: Database,
  changed: () => void,
): Pick<ClipIndex, MarkWrites> => ({
  async setSeen(id, seenAt) {
    database.run('UPDATE clip SET seen_at = :seenAt WHERE id = :id AND seen_at IS NULL', {
      id,
      seenAt,
    });
    changed();
  },
  async setStarred(id, starredAt) {
    database.run('UPDATE clip SET starred_at = :starredAt WHERE id = :id', { id, starredAt });
    changed();
  },
  async claimNotification(id, at) {
    const changes = database.run(
      'UPDATE clip SET notified_at = :at WHERE id = :id AND notified_at IS NULL',
      { id, at },
    );
    return changes > 0;
  },
});
