import * as v from 'valibot';
import { maybeText, wireId } from './schema-helpers.ts';

const ruleSchema = v.object({
  dow: v.array(v.string()),
  time: v.string(),
  action: v.picklist(['arm', 'disarm']),
  devices: v.fallback(v.array(v.pipe(v.number(), v.safeInteger())), []),
});

/** Strict, because it is written back: a rule that is half understood would switch at the wrong time. */
export const programSchema = v.object({
  id: wireId,
  name: maybeText,
  status: maybeText,
  schedule: v.array(ruleSchema),
});

export type WireProgram = v.InferOutput<typeof programSchema>;
export type WireProgramRule = v.InferOutput<typeof ruleSchema>;
