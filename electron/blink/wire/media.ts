import * as v from 'valibot';
import {
  answerOfLists,
  maybeFlag,
  maybeList,
  maybeNumber,
  maybeText,
  wireId,
  wireTime,
} from './schema-helpers.ts';

/** Something that is compared only; numbers count as text. */
const maybeWord = v.fallback(
  v.nullish(v.pipe(v.union([v.string(), v.number()]), v.transform(String), v.nonEmpty()), null),
  null,
);

/** A page of what changed, its rows still unread. The two counters change when the list is another one. */
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
