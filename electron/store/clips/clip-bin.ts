import { blobColumns, type SqlRow } from './blob-row.ts';
import * as v from 'valibot';
import {
  isClipId,
  isNetworkId,
  type AccountId,
  type ClipId,
  type NetworkId,
} from '../../../shared/ids.ts';
import type { DeletionPlaces, Timestamp } from '../../../shared/models.ts';
import { runInBatches, type Database, type SqlParams } from './database.ts';
import { atRow, bytesRow, deletionRow, keptColumns, readable, toKeptClip } from './clip-rows.ts';
import { mostAttempts, settleStatus } from './clip-writes.ts';
import type { ClipIndex, Deletion, UsbDeletion, UsbDeletionRequest } from './clip-index.ts';

type Deletions =
  | 'bin'
  | 'unbin'
  | 'placesOf'
  | 'toDelete'
  | 'oldestDeletion'
  | 'setDeleted'
  | 'usbDeletions'
  | 'toDeleteOnUsb'
  | 'setDeletedOnUsb'
  | 'setDeletionFailed';
type BinFiles =
  'toBin' | 'setInBin' | 'toUnbin' | 'setOutOfBin' | 'inBin' | 'binBytes' | 'binFile' | 'setErased';

/** What a person has deleted, and what is still to be deleted in the cloud and on USB storage because of it. */
export function createDeletions(
  database: Database,
  changed: () => void,
): Pick<ClipIndex, Deletions> {
  const forEach = (ids: readonly ClipId[], work: (id: ClipId) => void): Promise<unknown> =>
    runInBatches(database, ids, (chunk) => chunk.forEach(work)).finally(changed);

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
      await forEach(ids, (id) => writeDeleted(database, { id, kind: 'cloud', at }));
    },
    placesOf: async (ids) => readPlaces(database, ids),
    usbDeletions: async (accountId) => readUsbDeletions(database, accountId),
    toDeleteOnUsb: async (networkId, until, limit) =>
      readDeletionsOnUsb(database, { network: networkId, until, limit }),
    async setDeletedOnUsb(id, at) {
      writeDeleted(database, { id, kind: 'local', at });
      changed();
    },
    async setDeletionFailed(ids, problem) {
      await forEach(ids, (id) => database.run(deletionFailedSql, { id, problem }));
    },
  };
}

/** The files of deleted clips: into the bin, out of it, and removed for good. */
export function createBinFiles(database: Database, changed: () => void): Pick<ClipIndex, BinFiles> {
  const files = (sql: string, params: SqlParams) => readable(database.all(sql, params), toKeptClip);

  return {
    toBin: async (until, limit) => files(toBinSql, { until: finite(until), limit }),
    async setInBin(id, path) {
      database.run(inBinNowSql, { id, path });
      changed();
    },
    toUnbin: async (limit) => files(toUnbinSql, { limit }),
    async setOutOfBin(id, path) {
      database.run(outOfBinSql, { id, path });
      changed();
    },
    inBin: async (until, limit) => files(inBinSql, { until: finite(until), limit }),
    binBytes: async () => v.parse(bytesRow, database.get(binBytesSql)).bytes,
    async binFile(id) {
      const [kept] = files(`${selectBinFile} WHERE id = :id AND bin_path IS NOT NULL`, { id });
      return kept?.file ?? null;
    },
    async setErased(ids) {
      await runInBatches(database, ids, (chunk) => {
        for (const id of chunk) database.run(erasedSql, { id });
      }).finally(changed);
    },
  };
}

function readDeletions(database: Database, params: SqlParams): readonly Deletion[] {
  return readable(database.all(toDeleteSql, params), (row) => v.parse(deletionRow, row)).map(
    ({ id, remote_id: remoteId }) => ({ id, mediaId: Number(remoteId) }),
  );
}

function readOldestDeletion(database: Database, account: AccountId): Timestamp | null {
  return v.parse(atRow, database.get(oldestDeletionSql, { account })).at;
}

function readPlaces(database: Database, ids: readonly ClipId[]): DeletionPlaces {
  const all = ids.flatMap((id) => readable(database.all(placesSql, { id }), parsePlaces));
  return {
    isInBin: all.some(({ is_kept: isKept }) => isKept !== 0),
    isInCloud: all.some(({ is_in_cloud: isInCloud }) => isInCloud !== 0),
    isOnUsb: all.some(({ is_on_usb: isOnUsb }) => isOnUsb !== 0),
  };
}

function readUsbDeletions(database: Database, account: AccountId): readonly UsbDeletionRequest[] {
  return readable(database.all(usbDeletionsSql, { account }), (row) =>
    v.parse(usbWishRow, row),
  ).map(({ network_id: networkId, at }) => ({ networkId, askedAt: at }));
}

function readDeletionsOnUsb(database: Database, params: SqlParams): readonly UsbDeletion[] {
  return readable(database.all(toDeleteOnUsbSql, params), (row) =>
    v.parse(usbDeletionRow, row),
  ).map(({ id, remote_id: remoteId }) => ({ id, remoteId }));
}

interface DeletedWhere {
  readonly id: ClipId;
  readonly kind: 'cloud' | 'local';
  readonly at: Timestamp;
}

function writeDeleted(database: Database, { id, kind, at }: DeletedWhere): void {
  database.run(
    `UPDATE clip_origin SET deleted_at = :at
     WHERE clip_id = :id AND kind = :kind AND deleted_at IS NULL`,
    { id, kind, at },
  );
  database.run('UPDATE clip SET delete_problem = NULL WHERE id = :id', { id });
  settleStatus(database, id);
}

// Infinity is no number of SQLite's.
const finite = (until: Timestamp): number => Math.min(until, Number.MAX_SAFE_INTEGER);

const binSql = `
  UPDATE clip SET binned_at = :at, delete_attempts = 0, delete_problem = NULL,
    delete_requested_at = iif(EXISTS (
      SELECT 1 FROM clip_origin
      WHERE clip_id = clip.id AND deleted_at IS NULL), :at, NULL)
  WHERE id = :id AND binned_at IS NULL`;

const unbinSql = `
  UPDATE clip SET binned_at = NULL, delete_requested_at = NULL, delete_attempts = 0,
    delete_problem = NULL
  WHERE id = :id AND binned_at IS NOT NULL`;

// Those the cloud has refused come last: they must not keep the others waiting.
const toDeleteSql = `
  SELECT ${blobColumns(['clip.id', 'origin.remote_id'])} FROM clip
  JOIN clip_origin AS origin
    ON origin.clip_id = clip.id AND origin.kind = 'cloud' AND origin.deleted_at IS NULL
  WHERE clip.account_id = :account AND delete_requested_at IS NOT NULL
    AND delete_requested_at <= :until
  ORDER BY delete_attempts, delete_requested_at, clip.id LIMIT :limit`;

const oldestDeletionSql = `
  SELECT min(delete_requested_at) AS at FROM clip
  JOIN clip_origin AS origin
    ON origin.clip_id = clip.id AND origin.kind = 'cloud' AND origin.deleted_at IS NULL
  WHERE clip.account_id = :account AND delete_requested_at IS NOT NULL`;

// The network is read from the sighting, which was made from the list of that network's sync module.
const networkOfOrigin = `substr(origin.remote_id, 1, instr(origin.remote_id, ' ') - 1)`;
const liveOnUsb = `
  JOIN clip_origin AS origin
    ON origin.clip_id = clip.id AND origin.kind = 'local' AND origin.deleted_at IS NULL`;

const usbDeletionsSql = `
  SELECT ${networkOfOrigin} AS network_id, min(delete_requested_at) AS at FROM clip ${liveOnUsb}
  WHERE clip.account_id = :account AND delete_requested_at IS NOT NULL
  GROUP BY network_id ORDER BY at`;

const toDeleteOnUsbSql = `
  SELECT ${blobColumns(['clip.id', 'origin.remote_id'])} FROM clip ${liveOnUsb}
  WHERE delete_requested_at IS NOT NULL AND delete_requested_at <= :until
    AND ${networkOfOrigin} = :network
  ORDER BY delete_attempts, delete_requested_at, clip.id LIMIT :limit`;

const placesSql = `
  SELECT status = 'kept' AS is_kept,
    EXISTS (SELECT 1 FROM clip_origin
      WHERE clip_id = clip.id AND kind = 'cloud' AND deleted_at IS NULL) AS is_in_cloud,
    EXISTS (SELECT 1 FROM clip_origin
      WHERE clip_id = clip.id AND kind = 'local' AND deleted_at IS NULL) AS is_on_usb
  FROM clip WHERE id = :id`;

const placesRow = v.object({ is_kept: v.number(), is_in_cloud: v.number(), is_on_usb: v.number() });
const parsePlaces = (row: SqlRow) => v.parse(placesRow, row);
const usbWishRow = v.object({ network_id: v.custom<NetworkId>(isNetworkId), at: v.number() });
const usbDeletionRow = v.object({ id: v.custom<ClipId>(isClipId), remote_id: v.string() });

const deletionFailedSql = `
  UPDATE clip SET delete_attempts = delete_attempts + 1, delete_problem = :problem,
    delete_requested_at = iif(delete_attempts + 1 >= ${mostAttempts}, NULL, delete_requested_at)
  WHERE id = :id AND delete_requested_at IS NOT NULL`;

const toBinSql = `
  SELECT ${keptColumns} FROM clip
  WHERE binned_at IS NOT NULL AND status = 'kept' AND path IS NOT NULL AND binned_at <= :until
  ORDER BY binned_at LIMIT :limit`;

// Whoever looked for the file while it was on its way may have thought it missing: it has just been moved, so it is there.
const inBinNowSql = `
  UPDATE clip SET bin_path = :path, path = NULL, status = 'kept' WHERE id = :id AND path IS NOT NULL`;

const outOfBinSql = `
  UPDATE clip SET bin_path = NULL, path = :path, status = 'kept'
  WHERE id = :id AND bin_path IS NOT NULL`;

const selectBinFile = `SELECT ${blobColumns(['id', 'bin_path AS path', 'size_bytes', 'sha256'])} FROM clip`;

const toUnbinSql = `${selectBinFile}
  WHERE bin_path IS NOT NULL AND binned_at IS NULL LIMIT :limit`;

const inBinSql = `${selectBinFile}
  WHERE bin_path IS NOT NULL AND binned_at < :until ORDER BY binned_at LIMIT :limit`;

// Both words of the index `clip_binned`, so that only the bin is walked.
const binBytesSql = `
  SELECT total(size_bytes) AS bytes FROM clip
  WHERE binned_at IS NOT NULL AND (status = 'kept' OR delete_requested_at IS NOT NULL)
    AND status = 'kept'`;

const erasedSql = `
  UPDATE clip SET status = iif(fetch_from IS NULL, 'gone', 'listed'), path = NULL, bin_path = NULL,
    size_bytes = NULL, sha256 = NULL, kept_at = NULL
  WHERE id = :id AND binned_at IS NOT NULL`;
