import { readClip } from './clip-reads.ts';
import * as v from 'valibot';
import { isClipId, type AccountId, type ClipId } from '../../../shared/ids.ts';
import type { Timestamp } from '../../../shared/models.ts';
import { runInBatches, type Database } from './database.ts';
import {
  newClipId,
  otherClipId,
  twinOf,
  twinWithinMs,
  type TwinCandidate,
  type TwinSeeker,
} from './clip-ids.ts';
import {
  insertClip,
  knownOrigin,
  settleStatus,
  updateClip,
  writeAccount,
  writeNames,
  writeOrigin,
  type Listing,
  type Origin,
} from './clip-writes.ts';
import { blobColumns } from './blob-row.ts';
import type { ListedClip, ListingOutcome } from './clip-index.ts';

/** Writes a page of the cloud's list. Of several sightings of one recording the newest counts, in whatever order they come. */
export async function recordListing(
  database: Database,
  clips: readonly ListedClip[],
  listedAt: Timestamp,
): Promise<ListingOutcome> {
  const listing = { database, listedAt };
  const parts = await runInBatches(database, clips, (part) => recordPart(listing, part));
  const changed = parts.flatMap((part) => part.changed);
  return {
    added: parts
      .flatMap((part) => part.added)
      // A page may list a clip and, further down, its deletion.
      .map((clip) => (changed.includes(clip.id) ? readClip(database, clip.id) : clip))
      .filter((clip) => clip !== null && clip.place !== 'gone')
      .filter((clip) => clip !== null)
      .sort((a, b) => a.recordedAt - b.recordedAt),
    changed: changed.length,
  };
}

interface Sighting {
  readonly id: ClipId | null;
  readonly isAdded: boolean;
  readonly isChanged: boolean;
}

function recordPart(listing: Listing, clips: readonly ListedClip[]) {
  const sightings = clips.map((clip) => recordSighting(listing, clip));
  const ids = (wanted: (sighting: Sighting) => boolean) =>
    sightings.filter(wanted).flatMap(({ id }) => (id === null ? [] : [id]));
  return {
    added: ids(({ isAdded }) => isAdded)
      .map((id) => readClip(listing.database, id))
      .filter((clip) => clip !== null),
    changed: ids(({ isChanged }) => isChanged),
  };
}

const nothing: Sighting = { id: null, isAdded: false, isChanged: false };

function recordSighting(listing: Listing, clip: ListedClip): Sighting {
  const known = knownOrigin(listing.database, clip);
  if (known !== null && (known.is_same === 1 || isOlder(clip, known))) return nothing;
  const knownId = known?.clip_id ?? null;
  if (knownId !== null) return recordAgain(listing, clip, knownId);
  if (clip.isDeleted) {
    writeAccount(listing.database, clip.accountId);
    writeOrigin(listing, clip, null);
    return nothing;
  }
  return recordFirstSight(listing, clip);
}

function recordFirstSight(listing: Listing, clip: ListedClip): Sighting {
  const { database } = listing;
  writeNames(database, clip);
  const usual = newClipId(clip);
  const holder = ownerOf(database, usual);
  const twin = holder === clip.accountId ? usual : findTwin(database, clip);
  if (twin !== null) return recordAgain(listing, clip, twin);
  const id = holder === null ? usual : otherClipId(clip);
  insertClip(listing, clip, id);
  writeOrigin(listing, clip, id);
  return { id, isAdded: true, isChanged: false };
}

function ownerOf(database: Database, id: ClipId): AccountId | null {
  const row = database.get('SELECT account_id FROM clip WHERE id = :id', { id });
  return row === null ? null : v.parse(accountRow, row).account_id;
}

function recordAgain(listing: Listing, clip: ListedClip, id: ClipId): Sighting {
  writeOrigin(listing, clip, id);
  const isUpdated = updateClip(listing, clip, id);
  const isMoved = settleStatus(listing.database, id);
  return { id, isAdded: false, isChanged: isUpdated || isMoved };
}

// Of two sightings with the same time the deletion counts.
const isOlder = (clip: ListedClip, known: Origin): boolean =>
  clip.updatedAt < known.updated_at ||
  (clip.updatedAt === known.updated_at && known.deleted_at !== null && !clip.isDeleted);

const accountRow = v.object({ account_id: v.number() });

const candidateColumns = [
  'id',
  'device_id AS deviceId',
  'device_name AS deviceName',
  'recorded_at AS recordedAt',
];

const candidateRow = v.object({
  id: v.string(),
  deviceId: v.string(),
  deviceName: v.string(),
  recordedAt: v.number(),
});

/** A recording of the same camera, seen by others only, that starts so close that it must be this one. */
export function findTwin(database: Database, clip: TwinSeeker): ClipId | null {
  const rows = database.all(
    `SELECT ${blobColumns(candidateColumns)}
     FROM clip
     WHERE recorded_at BETWEEN :from AND :to AND network_id = :network
       AND NOT EXISTS (SELECT 1 FROM clip_origin WHERE clip_id = clip.id AND kind = :kind)`,
    {
      from: clip.recordedAt - twinWithinMs,
      to: clip.recordedAt + twinWithinMs,
      network: clip.networkId,
      kind: clip.originKind,
    },
  );
  const candidates: readonly TwinCandidate[] = rows.map((row) => v.parse(candidateRow, row));
  const id = twinOf(clip, candidates);
  return isClipId(id) ? id : null;
}
