import * as v from 'valibot';
import { deviceId, networkId, type AccountId } from '../../../shared/ids.ts';
import type { ClipKind } from '../../../shared/models.ts';
import type { MediaItem } from '../models.ts';
import type { DeviceFamilies } from './homescreen.ts';
import {
  answerOfLists,
  maybeFlag,
  maybeList,
  maybeNumber,
  maybeText,
  wireId,
  wireTime,
} from './schema-helpers.ts';
import { mediaStillRef } from './thumbnails.ts';

/** A value that is only compared; numbers count as text. */
const maybeWord = v.fallback(
  v.nullish(v.pipe(v.union([v.string(), v.number()]), v.transform(String), v.nonEmpty()), null),
  null,
);

/** A page of what changed, its rows still unread. A change of the two counters means another list. */
export const mediaPageSchema = v.intersect([
  answerOfLists({ media: maybeList }),
  v.object({ limit: maybeNumber, purge_id: maybeWord, refresh_count: maybeWord }),
]);

/** A page of the newer list; `pagination_key` leads to the next. */
export const mediaListSchema = v.intersect([
  mediaPageSchema,
  v.object({
    pagination_key: maybeWord,
  }),
]);

/** How many recordings nobody has watched. The two versions name the number differently. */
export const unwatchedSchema = v.pipe(
  v.object({ unwatched_clips: maybeNumber, count: maybeNumber }),
  v.transform(({ unwatched_clips: clips, count }) => clips ?? count ?? Number.NaN),
  v.check((count) => Number.isSafeInteger(count) && count >= 0, 'not a count'),
);

export const mediaSettingsSchema = v.object({
  auto_delete_days: maybeNumber,
  auto_purge_days: maybeNumber,
  auto_delete_day_options: v.fallback(maybeList, []),
});

/** One recording. `ai_vd` and `cv_detection` come with newer plans only. */
export const mediaItemSchema = v.object({
  id: wireId,
  created_at: wireTime,
  updated_at: v.fallback(v.nullable(wireTime), null),
  deleted: maybeFlag,
  watched: maybeFlag,
  network_id: wireId,
  network_name: maybeText,
  device_id: wireId,
  device_name: maybeText,
  device: maybeText,
  source: maybeText,
  time_zone: maybeText,
  media: maybeText,
  thumbnail: maybeText,
  cv_detection: v.fallback(v.nullish(v.array(v.unknown())), null),
  ai_vd: v.fallback(v.nullish(v.object({ short_description: maybeText })), null),
});

export type WireMediaItem = v.InferOutput<typeof mediaItemSchema>;

export function toMediaItem(
  accountId: AccountId,
  families: DeviceFamilies,
  wire: WireMediaItem,
): MediaItem {
  const type = wire.device ?? '';
  const source = wire.source ?? '';
  return {
    mediaId: wire.id,
    accountId,
    networkId: networkId(accountId, wire.network_id),
    networkName: wire.network_name ?? '',
    deviceId: deviceId(accountId, families.familyOf(wire.device_id, wire.device), wire.device_id),
    deviceName: wire.device_name ?? type,
    deviceType: type,
    recordedAt: wire.created_at,
    updatedAt: wire.updated_at ?? wire.created_at,
    timeZone: wire.time_zone ?? 'UTC',
    source,
    kind: kindOf(source),
    isDeleted: wire.deleted === true,
    isWatched: wire.watched === true,
    labels: (wire.cv_detection ?? []).filter((label) => typeof label === 'string'),
    description: wire.ai_vd?.short_description ?? null,
    clipRef: wire.media,
    stillRef: wire.thumbnail === null ? null : mediaStillRef(wire.thumbnail),
  };
}

/** What made a camera record, from the cloud's `source`. */
export function kindOf(source: string): ClipKind {
  const word = source.toLowerCase();
  if (word === 'pir' || word.startsWith('cv_')) return 'motion';
  if (word.startsWith('button')) return 'doorbell';
  if (word === 'liveview' || word === 'live_view') return 'live-view';
  return word === 'snapshot' ? 'snapshot' : 'other';
}
