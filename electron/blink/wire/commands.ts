import * as v from 'valibot';
import { maybeFlag, maybeId, maybeList, maybeNumber, maybeText } from './schema-helpers.ts';

/** The answer to a job's start. Some answers name no job. */
export const startedSchema = v.nullable(v.object({ id: maybeId, network_id: maybeId }));

/** How a job stands. `status_code` 908 is "fine so far" and "done"; `complete` tells which. */
export const commandSchema = v.object({
  complete: maybeFlag,
  status_code: maybeNumber,
  commands: v.fallback(maybeList, []),
});

/** One part of a job. */
export const commandPartSchema = v.object({ id: maybeId, state_condition: maybeText });

export type WireCommand = v.InferOutput<typeof commandSchema>;
