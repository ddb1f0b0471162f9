import { createMarkWrites, createStatusWrites } from './clip-status.ts';
import {
  readClip,
  readDayCounts,
  readNewestInCloud,
  readPage,
  readCounts,
  readSource,
  readPendingDownloads,
  createFileLists,
} from './clip-reads.ts';
import * as v from 'valibot';
import type { AccountId } from '../../../shared/ids.ts';
import { createEmitter } from '../../lib/emitter.ts';
import { repeatInBatches, type Database } from './database.ts';
import { createDeletions, createBinFiles } from './clip-bin.ts';
import { addLabels, readSeenLabels } from './clip-labels.ts';
import { recordListing } from './record-listing.ts';
import { clipsNotIndexed, restoreClips } from './restore-clips.ts';
import { filesRow, readable, valueRow } from './clip-rows.ts';
import { writeAccount } from './clip-writes.ts';
import { blobColumns } from './blob-row.ts';
import type { ClipIndex, KeptFile } from './clip-index.ts';

/** The clip index over one SQLite file. Calls begin in the order they are made; long work lets others in between. */
export function createClipIndex(database: Database): ClipIndex {
  const { on, emit } = createEmitter<null>();
  const changed = () => emit(null);
  return {
    isReadOnly: database.isReadOnly,
    ...createReads(database),
    ...createStatusWrites(database, changed),
    ...createMarkWrites(database, changed),
    ...createDeletions(database, changed),
    ...createBinFiles(database, changed),
    ...createFileLists(database),
    ...createMarks(database),
    async addLabels(accountId, media) {
      if ((await addLabels(database, accountId, media)) > 0) changed();
    },
    seenLabels: async (accountId) => readSeenLabels(database, accountId),
    async recordListing(clips, listedAt) {
      const outcome = await recordListing(database, clips, listedAt);
      if (outcome.added.length > 0 || outcome.changed > 0) changed();
      return outcome;
    },
    notIndexed: (clips) => clipsNotIndexed(database, clips),
    restore: (clips, at) => restoreClips(database, clips, at).finally(changed),
    forgetAccount: (accountId) => forgetAccount(database, accountId).finally(changed),
    onChanged: on,
    async close() {
      database.close();
    },
  };
}

type Reads =
  'get' | 'source' | 'page' | 'dayCounts' | 'newestInCloud' | 'pendingDownloads' | 'counts';
type Marks = 'mark' | 'setMark';

const createReads = (database: Database): Pick<ClipIndex, Reads> => ({
  get: async (id) => readClip(database, id),
  source: async (id) => readSource(database, id),
  page: async (query) => readPage(database, query),
  dayCounts: async () => readDayCounts(database),
  newestInCloud: async (id) => readNewestInCloud(database, id),
  pendingDownloads: async (accountId, now, limit) =>
    readPendingDownloads(database, { accountId, now, limit }),
  counts: async (accountId) => readCounts(database, accountId),
});

const createMarks = (database: Database): Pick<ClipIndex, Marks> => ({
  async mark(accountId, name) {
    const row = database.get(
      `SELECT ${blobColumns(['value'])} FROM sync_mark WHERE account_id = :account AND name = :name`,
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

async function forgetAccount(
  database: Database,
  accountId: AccountId,
): Promise<readonly KeptFile[]> {
  const account = { account: accountId };
  const files: KeptFile[] = [];
  await repeatInBatches(database, (limit) => {
    const rows = readable(database.all(forgottenSql, { ...account, limit }), (row) =>
      v.parse(filesRow, row),
    );
    files.push(...rows.flatMap(filesOf));
    return rows.length;
  });
  database.transaction(() => {
    for (const table of ['clip_origin', 'clip', 'clip_count', 'device', 'network', 'sync_mark']) {
      database.run(`DELETE FROM ${table} WHERE account_id = :account`, account);
    }
    database.run('DELETE FROM account WHERE id = :account', account);
  });
  return files;
}

const filesOf = (row: v.InferOutput<typeof filesRow>): readonly KeptFile[] => {
  const { size_bytes: sizeBytes, sha256 } = row;
  const paths = [row.path, row.bin_path].filter((path) => path !== null);
  return sizeBytes === null || sha256 === null
    ? []
    : paths.map((path) => ({ path, sizeBytes, sha256 }));
};

const forgottenSql = `
  DELETE FROM clip WHERE id IN (SELECT id FROM clip WHERE account_id = :account LIMIT :limit)
  RETURNING ${blobColumns(['path', 'bin_path', 'size_bytes', 'sha256'])}`;
