import * as v from 'valibot';
import { maybeList } from './schema-helpers.ts';

/** The mask is never guessed: written back wrong, it would blind a camera. */
export const zonesSchema = v.object({
  motion_regions: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  advanced_motion_regions: v.pipe(
    maybeList,
    v.array(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
  ),
});
