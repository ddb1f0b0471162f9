import * as v from 'valibot';
import { isClipId, type AccountId, type ClipId } from '../../../shared/ids.ts';
import type { Timestamp } from '../../../shared/models.ts';
import { minutes } from '../../lib/clock.ts';
import { blobColumns } from './blob-row.ts';
import type { ListedClip } from './clip-index.ts';
import { readableOne } from './clip-rows.ts';
import type { Database, SqlParams } from './database.ts';

/** After this many failed tries a clip is `damaged`, and a deletion is given up. */
export const mostAttempts = 8;

/** A page being written, and when it was listed. */
export interface Listing {
  readonly database: Database;
  readonly listedAt: Timestamp;
}

/** An earlier sighting. */
export type Origin = v.InferOutput<typeof originRow>;

/** The earlier sighting of this entry, null if it is new. */
export function knownOrigin(database: Database, clip: ListedClip): Origin | null {
  const row = database.get(knownSql, {
    ...describedValues(clip),
    account: clip.accountId,
    kind: clip.originKind,
    remote: clip.remoteId,
    isDeleted: clip.isDeleted ? 1 : 0,
    clipRef: clip.clipRef,
    stillRef: clip.stillRef,
  });
  return readableOne(row, (each) => v.parse(originRow, each));
}

/** Everything of an account refers to this row. */
export function writeAccount(database: Database, id: AccountId): void {
  database.run('INSERT INTO account (id) VALUES (:id) ON CONFLICT DO NOTHING', { id });
}

/** What `writeNames` needs of a recording. */
export type NamedClip = Pick<
  ListedClip,
  | 'accountId'
  | 'originKind'
  | 'networkId'
  | 'networkName'
  | 'deviceId'
  | 'deviceName'
  | 'deviceType'
  | 'recordedAt'
>;

/** A name that is the same is written down as newer once a day at most: else every clip would write one more page. */
const namedAnewMs = minutes(24 * 60);

/** Network and device under the names of their newest recording. */
export function writeNames(database: Database, clip: NamedClip): void {
  const namedAt = clip.recordedAt;
  writeAccount(database, clip.accountId);
  writeNetwork(database, clip);
  database.run(
    `INSERT INTO device (id, account_id, network_id, name, type, named_at)
     VALUES (:id, :account, :network, :name, :type, :namedAt)
     ON CONFLICT (id) DO UPDATE SET
       name = excluded.name, type = iif(excluded.type = '', type, excluded.type),
       network_id = excluded.network_id,
       named_at = excluded.named_at
       WHERE excluded.named_at >= device.named_at AND (
         excluded.name <> device.name OR excluded.network_id <> device.network_id
         OR excluded.type NOT IN ('', device.type)
         OR excluded.named_at > device.named_at + ${namedAnewMs})`,
    {
      id: clip.deviceId,
      account: clip.accountId,
      network: clip.networkId,
      name: clip.deviceName,
      type: clip.deviceType,
      namedAt,
    },
  );
}

/** Its reader asks for days: it may lag behind so much. */
const cloudAnewMs = minutes(60);

function writeNetwork(database: Database, clip: NamedClip): void {
  const at = clip.recordedAt;
  database.run(
    `INSERT INTO network (id, account_id, name, named_at) VALUES (:id, :account, :name, :at)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, named_at = excluded.named_at
       WHERE excluded.named_at >= network.named_at AND (
         excluded.name <> network.name OR excluded.named_at > network.named_at + ${namedAnewMs})`,
    { id: clip.networkId, account: clip.accountId, name: clip.networkName, at },
  );
  if (clip.originKind !== 'cloud') return;
  database.run(
    `UPDATE network SET newest_in_cloud = :at
     WHERE id = :id AND (newest_in_cloud IS NULL OR newest_in_cloud < :at - ${cloudAnewMs})`,
    { id: clip.networkId, at },
  );
}

/** Remembers a sighting; without a clip it is one that was deleted before we came. */
export function writeOrigin(
  { database, listedAt }: Listing,
  clip: ListedClip,
  id: ClipId | null,
): void {
  database.run(
    `INSERT INTO clip_origin
       (account_id, kind, remote_id, clip_id, clip_ref, still_ref, updated_at, deleted_at)
     VALUES (:account, :kind, :remote, :id, :clipRef, :stillRef, :updatedAt, :deletedAt)
     ON CONFLICT (account_id, kind, remote_id) DO UPDATE SET
       clip_id = excluded.clip_id, updated_at = excluded.updated_at,
       clip_ref = coalesce(excluded.clip_ref, clip_ref),
       still_ref = coalesce(excluded.still_ref, still_ref),
       deleted_at = iif(excluded.deleted_at IS NULL, NULL, coalesce(deleted_at, excluded.deleted_at))`,
    {
      account: clip.accountId,
      kind: clip.originKind,
      remote: clip.remoteId,
      id,
      clipRef: clip.clipRef,
      stillRef: clip.stillRef,
      updatedAt: clip.updatedAt,
      deletedAt: clip.isDeleted ? listedAt : null,
    },
  );
}

/** A known clip as the cloud describes it now; true if that changed anything. */
export function updateClip({ database }: Listing, clip: ListedClip, id: ClipId): boolean {
  // Local storage has neither marks nor labels: those from the cloud stay.
  if (clip.originKind === 'local') return false;
  const changes = database.run(
    `UPDATE clip SET updated_at = :updatedAt, is_watched = :isWatched,
       network_name = :networkName, device_name = :deviceName,
       labels = iif(:labels = '[]', labels, :labels), ai_short = coalesce(:aiShort, ai_short)
     WHERE id = :id AND (${isDescribedAnew})`,
    { ...describedValues(clip), id },
  );
  return changes > 0;
}

/**
 * Where a clip stands after its sightings changed; true if that is new. What is kept stays kept, and a file that is
 * known but no good is never forgotten.
 */
export function settleStatus(database: Database, id: ClipId): boolean {
  return database.run(settleSql, { id }) > 0;
}

/** A clip seen for the first time. */
export function insertClip({ database, listedAt }: Listing, clip: ListedClip, id: ClipId): void {
  database.run(
    `INSERT INTO clip (id, account_id, network_id, network_name, device_id, device_name, device_type,
       recorded_at, updated_at, listed_at, time_zone, local_day, source, kind, labels, ai_short,
       is_watched, was_watched, fetch_from)
     VALUES (:id, :account, :network, :networkName, :device, :deviceName, :deviceType,
       :recordedAt, :updatedAt, :listedAt, :timeZone, :localDay, :source, :kind, :labels, :aiShort,
       :isWatched, :isWatched, :fetchFrom)`,
    {
      ...describedValues(clip),
      id,
      account: clip.accountId,
      network: clip.networkId,
      device: clip.deviceId,
      deviceType: clip.deviceType,
      recordedAt: clip.recordedAt,
      listedAt,
      timeZone: clip.timeZone,
      localDay: localDay(clip.recordedAt, clip.timeZone),
      source: clip.source,
      kind: clip.kind,
      fetchFrom: clip.clipRef === null ? null : clip.originKind,
    },
  );
}

const describedValues = (clip: ListedClip): SqlParams => ({
  updatedAt: clip.updatedAt,
  networkName: clip.networkName,
  deviceName: clip.deviceName,
  isWatched: clip.isWatched ? 1 : 0,
  labels: JSON.stringify(clip.labels),
  aiShort: clip.description,
});

const isDescribedAnew = `
  clip.updated_at <> :updatedAt OR is_watched <> :isWatched
  OR network_name <> :networkName OR device_name <> :deviceName
  OR (:labels <> '[]' AND labels <> :labels)
  OR (:aiShort IS NOT NULL AND ai_short IS NOT :aiShort)`;

const isSame = `
  (origin.updated_at = :updatedAt AND (deleted_at IS NOT NULL) = :isDeleted
  AND clip_ref IS coalesce(:clipRef, clip_ref) AND still_ref IS coalesce(:stillRef, still_ref)
  AND (origin.kind = 'local' OR clip.id IS NULL OR NOT (${isDescribedAnew})))`;

// Most of a list is what it was an hour ago: that must cost a look and no write.
const knownSql = `
  SELECT ${blobColumns(['clip_id', 'origin.updated_at', 'deleted_at', `${isSame} AS is_same`])}
  FROM clip_origin AS origin LEFT JOIN clip ON clip.id = clip_id
  WHERE origin.account_id = :account AND origin.kind = :kind AND remote_id = :remote`;

const settleSql = `
  WITH now AS (
    SELECT max(deleted_at IS NULL) AS is_live,
      max(iif(kind = 'cloud', deleted_at, NULL)) AS cloud_deleted_at,
      min(iif(deleted_at IS NULL AND clip_ref IS NOT NULL, kind, NULL)) AS fetch_from
    FROM clip_origin WHERE clip_id = :id),
  settled AS (
    SELECT now.cloud_deleted_at, now.fetch_from,
      iif(is_live, delete_requested_at, NULL) AS delete_requested_at,
      CASE
        WHEN status IN ('listed', 'fetching', 'damaged') AND NOT is_live
          THEN iif(path IS NULL, 'gone', 'damaged')
        WHEN status = 'gone' AND is_live THEN 'listed'
        WHEN status = 'damaged' AND attempts < ${mostAttempts} AND now.fetch_from IS NOT NULL THEN 'listed'
        ELSE status END AS status
    FROM clip, now WHERE id = :id)
  UPDATE clip SET (cloud_deleted_at, fetch_from, delete_requested_at, status) =
    (settled.cloud_deleted_at, settled.fetch_from, settled.delete_requested_at, settled.status)
  FROM settled
  WHERE id = :id AND (
    clip.cloud_deleted_at IS NOT settled.cloud_deleted_at OR clip.fetch_from IS NOT settled.fetch_from
    OR clip.delete_requested_at IS NOT settled.delete_requested_at OR clip.status <> settled.status)`;

const originRow = v.object({
  clip_id: v.nullable(v.custom<ClipId>(isClipId)),
  updated_at: v.number(),
  deleted_at: v.nullable(v.number()),
  is_same: v.number(),
});

/** The day of a moment on the clocks of a time zone, `YYYY-MM-DD`; an unknown zone counts as UTC. */
export function localDay(at: Timestamp, timeZone: string): string {
  const parts = formatter(timeZone).formatToParts(at);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
}

// Building one costs a thousand times more than using it.
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known !== undefined) return known;
  const made = makeFormatter(timeZone);
  formatters.set(timeZone, made);
  return made;
}

function makeFormatter(timeZone: string): Intl.DateTimeFormat {
  const digits = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  try {
    return new Intl.DateTimeFormat('en-CA', { ...digits, calendar: 'gregory', timeZone });
  } catch {
    return new Intl.DateTimeFormat('en-CA', { ...digits, calendar: 'gregory', timeZone: 'UTC' });
  }
}
