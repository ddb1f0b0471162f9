import * as v from 'valibot';
import { maybeFlag, maybeNumber, wireId } from './tolerant.ts';

/** The answer to a job's start. Arming names it `id`, live view `command_id`; some answers name none. */
export const startedSchema = v.nullable(
  v.object({
    id: v.fallback(v.nullish(wireId), null),
    command_id: v.fallback(v.nullish(wireId), null),
  }),
);

/** How a job stands. `status_code` 908 is "fine so far" and "done"; `complete` tells which. */
export const commandSchema = v.object({
  complete: maybeFlag,
  status_code: maybeNumber,
});
