import { readClip } from './clip-reads.ts';
import * as v from 'valibot';
import type { ClipId } from '../../../shared/ids.ts';
import type { Timestamp } from '../../../shared/models.ts';
import { runInBatches, type Database } from './database.ts';
import { findTwin } from './record-listing.ts';
import { idRow } from './clip-rows.ts';
import { insertClip, writeNames } from './clip-writes.ts';
import { blobColumns } from './blob-row.ts';
import type { FoundClip, ListedClip } from './clip-index.ts';

/** Takes in what the archive itself holds; answers how many clips were not known. */
export async function restoreClips(
  database: Database,
  clips: readonly FoundClip[],
  at: Timestamp,
): Promise<number> {
  const counts = await runInBatches(
    database,
    clips,
    (chunk) => chunk.filter((found) => restoreClip(database, found, at)).length,
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Of what the archive holds, the whole clips that `restoreClips` would take in. Writes nothing. */
export async function clipsNotIndexed(
  database: Database,
  clips: readonly FoundClip[],
): Promise<readonly FoundClip[]> {
  const whole = clips.filter(({ clip }) => clip.place === 'kept');
  const notIndexed = await runInBatches(database, whole, (chunk) =>
    chunk.filter((found) => isNotIndexed(database, found)),
  );
  return notIndexed.flat();
}

function isNotIndexed(database: Database, found: FoundClip): boolean {
  const known = findKnown(database, found.clip.id, asListed(found));
  if (known === null || mayTakeFile(database, known, found)) return true;
  return known !== found.clip.id && !isFileOf(database, known, found);
}

const mayTakeFile = (database: Database, id: ClipId, found: FoundClip): boolean =>
  database.get(`SELECT 1 FROM clip WHERE ${takesFile}`, {
    id,
    account: found.clip.accountId,
    binPath: found.isBinned ? found.file.path : null,
  }) !== null;

/** The clip has taken this file in before, under an id that the file's name does not tell. */
const isFileOf = (database: Database, id: ClipId, { file }: FoundClip): boolean =>
  database.get('SELECT 1 FROM clip WHERE id = :id AND :path IN (path, bin_path)', {
    id,
    path: file.path,
  }) !== null;

/** A clip of the archive on its way into the index. */
interface Restore {
  readonly database: Database;
  readonly found: FoundClip;
  readonly listed: ListedClip;
  readonly at: Timestamp;
}

function restoreClip(database: Database, found: FoundClip, at: Timestamp): boolean {
  const listed = asListed(found);
  const restore: Restore = { database, found, listed, at };
  const { id } = found.clip;
  const known = findKnown(database, id, listed);
  if (known !== null) {
    // A twin with a file of its own keeps it: then this file is a clip of its own.
    if (giveFile(restore, known) || known === id) {
      writeRestoredOrigin(restore, known);
      return false;
    }
    if (isFileOf(database, known, found)) return false;
  }
  writeNames(database, listed);
  insertClip({ database, listedAt: at }, listed, id);
  writeRestoredOrigin(restore, id);
  const { starredAt, binnedAt } = keptMarks(found, at);
  database.run(newSql, { id, at, starredAt, binnedAt });
  giveFile(restore, id);
  return true;
}

function findKnown(database: Database, id: ClipId, listed: ListedClip): ClipId | null {
  if (readClip(database, id) !== null) return id;
  const row = database.get(
    `SELECT ${blobColumns(['clip_id AS id'])} FROM clip_origin
     WHERE account_id = :account AND kind = :kind AND remote_id = :remote AND clip_id IS NOT NULL`,
    { account: listed.accountId, kind: listed.originKind, remote: listed.remoteId },
  );
  return row === null ? findTwin(database, listed) : v.parse(idRow, row).id;
}

/** The star and the deletion that the archive itself knows of. */
const keptMarks = ({ starredAt, isBinned, clip }: FoundClip, at: Timestamp) => ({
  starredAt,
  binnedAt: isBinned ? (clip.binnedAt ?? at) : null,
});

/** False for a clip that has a file, or that the person has deleted. */
function giveFile({ database, found, at }: Restore, id: ClipId): boolean {
  const { path, sizeBytes, sha256 } = found.file;
  const { starredAt, binnedAt } = keptMarks(found, at);
  const changes = database.run(fileSql, {
    id,
    account: found.clip.accountId,
    path: found.isBinned ? null : path,
    binPath: found.isBinned ? path : null,
    status: found.clip.place === 'damaged' ? 'damaged' : 'kept',
    size: sizeBytes,
    sha256,
    at,
    starredAt,
    binnedAt,
  });
  return changes > 0;
}

// The number in an id of ours is the cloud's; what local storage calls a clip is not known until it is listed again.
function writeRestoredOrigin({ database, found, listed }: Restore, id: ClipId): void {
  if (!found.clip.id.startsWith('c')) return;
  database.run(
    `INSERT INTO clip_origin (account_id, kind, remote_id, clip_id, updated_at)
     SELECT account_id, 'cloud', :remote, id, 0 FROM clip
     WHERE id = :id AND account_id = :account
     ON CONFLICT DO UPDATE SET clip_id = excluded.clip_id WHERE clip_id IS NULL`,
    { account: listed.accountId, remote: listed.remoteId, id },
  );
}

// Older than anything the cloud can say: its next listing fills in what the archive does not know.
const asListed = ({ clip }: FoundClip): ListedClip => ({
  accountId: clip.accountId,
  originKind: clip.id.startsWith('c') ? 'cloud' : 'local',
  remoteId: clip.id.slice(1),
  networkId: clip.networkId,
  networkName: clip.networkName,
  deviceId: clip.deviceId,
  deviceName: clip.deviceName,
  deviceType: '',
  recordedAt: clip.recordedAt,
  updatedAt: 0,
  timeZone: clip.timeZone,
  source: '',
  kind: clip.kind,
  isWatched: clip.isWatched,
  isDeleted: false,
  labels: clip.labels,
  description: null,
  clipRef: null,
  stillRef: null,
});

// A restored clip is not new: no notification, and it does not count as unseen.
const newSql = `
  UPDATE clip SET starred_at = :starredAt, binned_at = :binnedAt, seen_at = :at, notified_at = :at
  WHERE id = :id`;

const takesFile = `id = :id AND account_id = :account AND status <> 'kept'
    AND (path IS NULL OR status = 'missing')
    AND (binned_at IS NULL OR :binPath IS NOT NULL)`;

// What is no good waits for the cloud to have it, and is known where it lies until then, like any corrupt file.
// A listing may have come first, and it knows of no star and no bin. A file that was lost sight of is another matter:
// whether its clip was taken out of the bin since, the index knows best.
const fileSql = `
  UPDATE clip SET path = :path, bin_path = :binPath, size_bytes = :size,
    sha256 = :sha256, kept_at = :at, attempts = 0, retry_at = NULL,
    status = iif(:status = 'damaged' AND fetch_from IS NOT NULL, 'listed', :status),
    problem = iif(:status = 'damaged', 'clip-damaged', NULL),
    starred_at = coalesce(starred_at, :starredAt),
    binned_at = iif(status = 'missing', binned_at, coalesce(binned_at, :binnedAt))
  WHERE ${takesFile}`;
