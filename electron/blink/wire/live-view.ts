import * as v from 'valibot';
import { maybeFlag, maybeNumber, maybeText, wireId } from './schema-helpers.ts';

/** The answer to the start of a live view. Times are in seconds. */
export const liveViewSchema = v.object({
  command_id: wireId,
  server: v.pipe(v.string(), v.nonEmpty()),
  duration: maybeNumber,
  extended_duration: maybeNumber,
  continue_interval: maybeNumber,
  continue_warning: maybeNumber,
  polling_interval: maybeNumber,
  join_available: maybeFlag,
  liveview_token: maybeText,
});

export type WireLiveView = v.InferOutput<typeof liveViewSchema>;
