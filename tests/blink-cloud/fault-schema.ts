import * as v from 'valibot';
import { FAULT_NAMES } from './fault-names.ts';

const isExpression = (source: string) => {
  try {
    return new RegExp(source) instanceof RegExp;
  } catch {
    return false;
  }
};

/** What a test may ask for: the name, which requests it concerns, how often, and how it looks. */
export const FaultSchema = v.strictObject({
  name: v.picklist(FAULT_NAMES),
  /** A regular expression the path has to match. */
  match: v.optional(v.pipe(v.string(), v.check(isExpression, 'no regular expression'))),
  /** A part of the Blink host's name. */
  host: v.optional(v.string()),
  /** Ends after so many uses; without it, when it is removed. */
  times: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  status: v.optional(v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(599))),
  /** A string is sent as text, anything else as JSON. */
  body: v.optional(v.unknown()),
  headers: v.optional(v.record(v.string(), v.string())),
  ms: v.optional(v.pipe(v.number(), v.minValue(0))),
  /** Of truncated-clip: the connection is cut, or the length told is the short one. */
  variant: v.optional(v.picklist(['cut', 'short'])),
  /** Of missing-arrays: which ones. */
  keys: v.optional(v.array(v.string())),
});

/** One thing that is broken on purpose. */
export type Fault = v.InferOutput<typeof FaultSchema>;
