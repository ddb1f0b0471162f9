import * as v from 'valibot';
import { isDeviceId, type AccountId, type DeviceId } from '../../../shared/ids.ts';
import { runInBatches, type Database } from './database.ts';
import { readable } from './clip-rows.ts';
import type { LabelledMedia, SeenLabels } from './clip-index.ts';
import { blobColumns } from './blob-row.ts';

/** Adds what the cloud has seen to clips it has listed; an empty list takes nothing away. Answers how many clips changed. */
export async function addLabels(
  database: Database,
  accountId: AccountId,
  media: readonly LabelledMedia[],
): Promise<number> {
  const described = media.filter(
    ({ labels, description }) => labels.length > 0 || description !== null,
  );
  const changes = await runInBatches(database, described, (part) =>
    part.map((one) => addTo(database, accountId, one)),
  );
  return changes.flat().reduce((sum, rows) => sum + rows, 0);
}

/** The labels ever seen on the clips of each camera. */
export function readSeenLabels(database: Database, accountId: AccountId): SeenLabels {
  const rows = readable(
    database.all(
      `SELECT DISTINCT ${blobColumns(['device_id AS deviceId', 'label.value AS label'])}
       FROM clip, json_each(clip.labels) AS label
       WHERE clip.account_id = :account AND clip.labels <> '[]'`,
      { account: accountId },
    ),
    (row) => v.parse(seenRow, row),
  );
  const seen = new Map<DeviceId, readonly string[]>();
  // A word that no rule can hold is offered nowhere.
  for (const { deviceId, label } of rows.filter((row) => /^[\w-]{1,40}$/.test(row.label)))
    seen.set(deviceId, [...(seen.get(deviceId) ?? []), label]);
  return Object.fromEntries(seen);
}

function addTo(database: Database, account: AccountId, media: LabelledMedia): number {
  return database.run(
    `UPDATE clip SET labels = iif(:labels = '[]', labels, :labels),
       ai_short = coalesce(:aiShort, ai_short)
     WHERE id = (SELECT clip_id FROM clip_origin
       WHERE account_id = :account AND kind = 'cloud' AND remote_id = :remote)
     AND ((:labels <> '[]' AND labels <> :labels)
       OR (:aiShort IS NOT NULL AND ai_short IS NOT :aiShort))`,
    {
      account,
      remote: String(media.mediaId),
      labels: JSON.stringify(media.labels),
      aiShort: media.description,
    },
  );
}

const seenRow = v.object({
  deviceId: v.custom<DeviceId>(isDeviceId),
  label: v.string(),
});
