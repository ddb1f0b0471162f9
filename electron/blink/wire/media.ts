import * as v from 'valibot';
import { answerOfLists, maybeFlag, maybeList, maybeText, wireId, wireTime } from './tolerant.ts';

/** A page of what changed, its rows still unread. */
export const mediaPageSchema = answerOfLists({ media: maybeList });

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
