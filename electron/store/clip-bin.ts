import * as v from 'valibot';
import type { AccountId, ClipId } from '../../shared/ids.ts';
import type { Timestamp } from '../../shared/models.ts';
import { inChunks } from './chunks.ts';
import { atRow, bytesRow, deletionRow, keptColumns, readable, toKeptClip } from './clip-rows.ts';
import { mostAttempts, settlePlace } from './clip-writes.ts';
import type { Database, SqlParams } from './database.ts';
import { packed } from './packed.ts';
import type { ClipIndex, Deletion } from './index-port.ts';

type Wishes = 'bin' | 'unbin' | 'toDelete' | 'oldestDeletion' | 'setDeleted' | 'setDeletionFailed';
type Files =
  'toBin' | 'setInBin' | 'toUnbin' | 'setOutOfBin' | 'inBin' | 'binBytes' | 'binFile' | 'setErased';

/** What a person has deleted, and what is still to be deleted in the cloud because of it. */
export function createBin(database: Database): Pick<ClipIndex, Wishes> {
  const forEach = (ids: readonly ClipId[], work: (id: ClipId) => void): Promise<unknown> =>
    inChunks(database, ids, (chunk) => chunk.forEach(work));

  return {
    async bin(ids, at) {
      await forEach(ids, (id) => database.run(binSql, { id, at }));
    },
    async unbin(ids) {
      await forEach(ids, (id) => database.run(unbinSql, { id }));
    },
    toDelete: async (accountId, until, limit) =>
      readDeletions(database, { account: accountId, until, limit }),
    oldestDeletion: async (accountId) => readOldestDeletion(database, accountId),
    async setDeleted(ids, at) {
      await forEach(ids, (id) => writeDeleted(database, id, at));
    },
    async setDeletionFailed(ids, problem) {
      await forEach(ids, (id) => database.run(deletionFailedSql, { id, problem }));
    },
  };
}

/** The files of what was deleted, on their way into the bin, out of it, and out of the world. */
export function createBinFiles(database: Database): Pick<ClipIndex, Files> {
  const files = (sql: string, params: SqlParams) => readable(database.all(sql, params), toKeptClip);

  return {
    toBin: async (until, limit) => files(toBinSql, { until: finite(until), limit }),
    async setInBin(id, path) {
      database.run(inBinNowSql, { id, path });
    },
    toUnbin: async (limit) => files(toUnbinSql, { limit }),
    async setOutOfBin(id, path) {
      database.run(outOfBinSql, { id, path });
    },
    inBin: async (until, limit) => files(inBinSql, { until: finite(until), limit }),
    binBytes: async () => v.parse(bytesRow, database.get(binBytesSql)).bytes,
    async binFile(id) {
      const [kept] = files(`${selectBinFile} WHERE id = :id AND bin_path IS NOT NULL`, { id });
      return kept?.file ?? null;
    },
    async setErased(ids) {
      await inChunks(database, ids, (chunk) => {
        for (const id of chunk) database.run(erasedSql, { id });
      });
    },
  };
}

function readDeletions(database: Database, params: SqlParams): readonly Deletion[] {
  return readable(database.all(toDeleteSql, params), (row) => v.parse(deletionRow, row)).map(
    ({ id, remote_id: remoteId }) => ({ id, mediaId: Number(remoteId) }),
  );
}

function readOldestDeletion(database: Database, account: AccountId): Timestamp | null {
  const row = database.get(
    `SELECT min(delete_requested_at) AS at FROM clip
     WHERE account_id = :account AND delete_requested_at IS NOT NULL`,
    { account },
  );
  return v.parse(atRow, row).at;
}

function writeDeleted(database: Database, id: ClipId, at: Timestamp): void {
  database.run(
    `UPDATE clip_origin SET deleted_at = :at
     WHERE clip_id = :id AND kind = 'cloud' AND deleted_at IS NULL`,
    { id, at },
  );
  database.run('UPDATE clip SET delete_problem = NULL WHERE id = :id', { id });
  settlePlace(database, id);
}

// Infinity is no number of SQLite's.
const finite = (until: Timestamp): number => Math.min(until, Number.MAX_SAFE_INTEGER);

const binSql = `
  UPDATE clip SET binned_at = :at, delete_attempts = 0, delete_problem = NULL,
    delete_requested_at = iif(EXISTS (
      SELECT 1 FROM clip_origin
      WHERE clip_id = clip.id AND kind = 'cloud' AND deleted_at IS NULL), :at, NULL)
  WHERE id = :id AND binned_at IS NULL`;

const unbinSql = `
  UPDATE clip SET binned_at = NULL, delete_requested_at = NULL, delete_attempts = 0,
    delete_problem = NULL
  WHERE id = :id AND binned_at IS NOT NULL`;

// Those the cloud has refused come last: they must not keep the others waiting.
const toDeleteSql = `
  SELECT ${packed(['clip.id', 'origin.remote_id'])} FROM clip
  JOIN clip_origin AS origin
    ON origin.clip_id = clip.id AND origin.kind = 'cloud' AND origin.deleted_at IS NULL
  WHERE clip.account_id = :account AND delete_requested_at IS NOT NULL
    AND delete_requested_at <= :until
  ORDER BY delete_attempts, delete_requested_at, clip.id LIMIT :limit`;

const deletionFailedSql = `
  UPDATE clip SET delete_attempts = delete_attempts + 1, delete_problem = :problem,
    delete_requested_at = iif(delete_attempts + 1 >= ${mostAttempts}, NULL, delete_requested_at)
  WHERE id = :id AND delete_requested_at IS NOT NULL`;

const toBinSql = `
  SELECT ${keptColumns} FROM clip
  WHERE binned_at IS NOT NULL AND place = 'kept' AND path IS NOT NULL AND binned_at <= :until
  ORDER BY binned_at LIMIT :limit`;

// Whoever looked for the file while it was on its way may have thought it missing: it has just been moved, so it is there.
const inBinNowSql = `
  UPDATE clip SET bin_path = :path, path = NULL, place = 'kept' WHERE id = :id AND path IS NOT NULL`;

const outOfBinSql = `
  UPDATE clip SET bin_path = NULL, path = :path, place = 'kept'
  WHERE id = :id AND bin_path IS NOT NULL`;

const selectBinFile = `SELECT ${packed(['id', 'bin_path AS path', 'size_bytes', 'sha256'])} FROM clip`;

const toUnbinSql = `${selectBinFile}
  WHERE bin_path IS NOT NULL AND binned_at IS NULL LIMIT :limit`;

const inBinSql = `${selectBinFile}
  WHERE bin_path IS NOT NULL AND binned_at < :until ORDER BY binned_at LIMIT :limit`;

// Both words of the index `clip_binned`, so that only the bin is walked.
const binBytesSql = `
  SELECT total(size_bytes) AS bytes FROM clip
  WHERE binned_at IS NOT NULL AND (place = 'kept' OR delete_requested_at IS NOT NULL)
    AND place = 'kept'`;

const erasedSql = `
  UPDATE clip SET place = iif(fetch_from IS NULL, 'gone', 'listed'), path = NULL, bin_path = NULL,
    size_bytes = NULL, sha256 = NULL, kept_at = NULL
  WHERE id = :id AND binned_at IS NOT NULL`;
