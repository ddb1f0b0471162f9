import * as v from 'valibot';
import {
  answerOfLists,
  maybeFlag,
  maybeId,
  maybeList,
  maybeNumber,
  maybeText,
  wireId,
} from './schema-helpers.ts';

/** The homescreen's lists, their rows still unread. */
export const homescreenSchema = answerOfLists({
  networks: maybeList,
  sync_modules: maybeList,
  cameras: maybeList,
  owls: maybeList,
  // Seen beside `owls` and instead of `doorbells` by one reader each.
  hawks: maybeList,
  doorbells: maybeList,
  lotus: maybeList,
  sirens: maybeList,
});

/** `armed` is never guessed: without it, a system is one of which nothing is known. */
export const networkSchema = v.object({
  id: wireId,
  name: maybeText,
  time_zone: maybeText,
  armed: maybeFlag,
  lv_save: maybeFlag,
});

/** A siren; the systems that have one are all that is read of it. */
export const sirenPlaceSchema = v.object({ network_id: wireId });

export const syncModuleSchema = v.object({
  id: maybeId,
  network_id: wireId,
  name: maybeText,
  status: maybeText,
  local_storage_enabled: maybeFlag,
  local_storage_status: maybeText,
});

/** A camera, a Mini or a doorbell. */
export const deviceSchema = v.object({
  id: wireId,
  network_id: wireId,
  name: maybeText,
  type: maybeText,
  enabled: maybeFlag,
  onboarded: maybeFlag,
  status: maybeText,
  battery: maybeText,
  snooze: maybeFlag,
  snooze_time_remaining: maybeNumber,
  signals: v.fallback(
    v.nullish(v.object({ wifi: maybeNumber, temp: maybeNumber, battery: maybeNumber })),
    null,
  ),
  thumbnail: v.fallback(
    v.nullish(v.union([v.string(), v.pipe(v.number(), v.safeInteger())])),
    null,
  ),
});

/** What the homescreen tells beside its lists. */
export const surroundingsSchema = v.object({
  video_stats: v.fallback(
    v.nullish(
      v.object({
        storage: maybeNumber,
        auto_delete_days: maybeNumber,
        auto_delete_day_options: v.fallback(maybeList, []),
      }),
    ),
    null,
  ),
  accessories: v.fallback(v.nullish(v.object({ storm: v.fallback(maybeList, []) })), null),
});

/** A lamp mounted at a camera. */
export const lampSchema = v.object({ id: wireId, target: maybeText, target_id: wireId });

export type WireHomescreen = v.InferOutput<typeof homescreenSchema>;
export type WireNetwork = v.InferOutput<typeof networkSchema>;
export type WireSyncModule = v.InferOutput<typeof syncModuleSchema>;
export type WireSurroundings = v.InferOutput<typeof surroundingsSchema>;
export type WireDevice = v.InferOutput<typeof deviceSchema>;
