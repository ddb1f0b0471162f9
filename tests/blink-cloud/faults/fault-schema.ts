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
  /** How long an answer is held back or a stream is silent; when a live view goes wrong; how far the cloud's clock is ahead, which may be negative. */
  ms: v.optional(v.number()),
  /** Of lock-out: how many attempts are let through. */
  after: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  /** Where in a body it happens, in bytes; counted from the end when negative. The middle unless told. */
  at: v.optional(v.pipe(v.number(), v.integer())),
  /** Of trickle: bytes a second. */
  rate: v.optional(v.pipe(v.number(), v.gtValue(0))),
  /**
   * Of truncated-clip: the connection is cut, or the length told is the short one. Of shuffled-list: every row comes
   * twice. Of gzip: without a word about it. Of live-view-tls12: nothing but the one cipher suite of 2020. Of
   * live-view-audio-config: flags where the length is.
   */
  variant: v.optional(v.picklist(['cut', 'short', 'repeated', 'untold', 'old-suite', 'flags'])),
  /** Of missing-arrays: which ones. */
  keys: v.optional(v.array(v.string())),
});

/** One thing that is broken on purpose. */
export type Fault = v.InferOutput<typeof FaultSchema>;
