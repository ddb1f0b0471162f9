import * as v from 'valibot';
import type { ClipId } from '../../shared/ids.ts';
import { readClip, recordListing } from './clip-listing.ts';
import {
  readDayCounts,
  readNewestInCloud,
  readPage,
  readCounts,
  readSource,
  readWanted,
} from './clip-reads.ts';
import { pathRow, valueRow } from './clip-rows.ts';
import { writeAccount } from './clip-writes.ts';
import type { Database, SqlParams } from './database.ts';
import { AppError } from '../../shared/errors.ts';
import type { ClipIndex } from './ports.ts';

/** The clip index over one SQLite file. Calls are done in the order they are made. */
export function createClipIndex(database: Database): ClipIndex {
  return {
    ...createReads(database),
    ...createChanges(database),
    ...createMarks(database),
    async recordListing(clips, listedAt) {
      return database.transaction(() => recordListing(database, clips, listedAt));
    },
    async forgetAccount(accountId) {
      return database.transaction(() => forgetAccount(database, { account: accountId }));
    },
    async close() {
      database.close();
    },
  };
}

type Reads = 'get' | 'source' | 'page' | 'dayCounts' | 'newestInCloud' | 'wanted' | 'counts';
type Changes = 'setKept' | 'setMissing' | 'setFailed' | 'setSeen' | 'claimNotification';
type Marks = 'mark' | 'setMark';

/** After this many failed tries a clip is `damaged`. */
const mostAttempts = 8;

const createReads = (database: Database): Pick<ClipIndex, Reads> => ({
  get: async (id) => readClip(database, id),
  source: async (id) => readSource(database, id),
  page: async (query) => readPage(database, query),
  dayCounts: async () => readDayCounts(database),
  newestInCloud: async (id) => readNewestInCloud(database, id),
  wanted: async (accountId, now, limit) => readWanted(database, { accountId, now, limit }),
  counts: async (accountId) => readCounts(database, accountId),
});

const createChanges = (database: Database): Pick<ClipIndex, Changes> => ({
  async setKept(id, file, keptAt) {
    const changes = database.run(
      `UPDATE clip SET place = 'kept', path = :path, size_bytes = :size, sha256 = :sha256,
         kept_at = :keptAt, attempts = 0, retry_at = NULL, problem = NULL
       WHERE id = :id`,
      { id, path: file.path, size: file.sizeBytes, sha256: file.sha256, keptAt },
    );
    if (changes === 0) throw new AppError('not-found', 'clip');
  },
  async setMissing(id) {
    database.run(
      `UPDATE clip SET path = NULL, size_bytes = NULL, sha256 = NULL, kept_at = NULL,
         place = iif(${isLive}, 'listed', 'gone')
       WHERE id = :id AND place = 'kept'`,
      { id },
    );
  },
  async setFailed(id, problem, retryAt) {
    database.run(
      `UPDATE clip SET attempts = attempts + 1, retry_at = :retryAt, problem = :problem,
         place = iif(attempts + 1 >= ${mostAttempts}, 'damaged', place)
       WHERE id = :id AND place IN ('listed', 'fetching', 'damaged')`,
      { id, problem, retryAt },
    );
  },
  async setSeen(id, seenAt) {
    database.run('UPDATE clip SET seen_at = :seenAt WHERE id = :id AND seen_at IS NULL', {
      id,
      seenAt,
    });
  },
  claimNotification: async (id, at) => claimNotification(database, id, at),
});

const createMarks = (database: Database): Pick<ClipIndex, Marks> => ({
  async mark(accountId, name) {
    const row = database.get(
      'SELECT value FROM sync_mark WHERE account_id = :account AND name = :name',
      { account: accountId, name },
    );
    return row === null ? null : v.parse(valueRow, row).value;
  },
  async setMark(accountId, name, value) {
    database.transaction(() => {
      writeAccount(database, accountId);
      database.run(
        `INSERT INTO sync_mark (account_id, name, value) VALUES (:account, :name, :value)
         ON CONFLICT (account_id, name) DO UPDATE SET value = excluded.value`,
        { account: accountId, name, value },
      );
    });
  },
});

const isLive = `EXISTS (
  SELECT 1 FROM clip_origin WHERE clip_id = clip.id AND deleted_at IS NULL)`;

function claimNotification(database: Database, id: ClipId, at: number): boolean {
  const changes = database.run(
    'UPDATE clip SET notified_at = :at WHERE id = :id AND notified_at IS NULL',
    { id, at },
  );
  return changes > 0;
}

function forgetAccount(database: Database, params: SqlParams): readonly string[] {
  const rows = database.all(
    `SELECT path FROM clip WHERE account_id = :account AND path IS NOT NULL
     UNION SELECT bin_path FROM clip WHERE account_id = :account AND bin_path IS NOT NULL`,
    params,
  );
  for (const table of ['clip_origin', 'clip', 'camera', 'system', 'sync_mark']) {
    database.run(`DELETE FROM ${table} WHERE account_id = :account`, params);
  }
  database.run('DELETE FROM account WHERE id = :account', params);
  return rows.map((row) => v.parse(pathRow, row).path);
}
