import * as v from 'valibot';
import { AppError } from '../../../shared/errors.ts';
import type { Timestamp } from '../../../shared/models.ts';

/** Rows that could be read, and how many could not. */
export interface ReadRows<Row> {
  readonly rows: readonly Row[];
  readonly unreadable: number;
}

type Schema<Output> = v.BaseSchema<unknown, Output, v.BaseIssue<unknown>>;

/** Reads an answer; `bad-answer` names the call and the field, never a value. */
export function parseAnswer<Output>(name: string, schema: Schema<Output>, value: unknown): Output {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const field = v.getDotPath(issue) ?? 'the answer';
  // The library's own messages hold the value; those of our checks do not.
  const isOurs = issue.type === 'check' || issue.type === 'custom';
  const problem = isOurs ? issue.message : `not ${issue.expected ?? issue.type}`;
  throw new AppError('bad-answer', `${name}: ${field} is ${problem}`);
}

/** Reads a list row by row: a row that cannot be read is left out and counted, the others stay. */
export function readRows<Row>(schema: Schema<Row>, list: readonly unknown[]): ReadRows<Row> {
  const results = list.map((row) => v.safeParse(schema, row));
  const rows = results.flatMap((result) => (result.success ? [result.output] : []));
  return { rows, unreadable: results.length - rows.length };
}

/** A list that may be missing: old accounts leave out what they do not have. */
export const maybeList = v.nullish(v.array(v.unknown()), []);

/**
 * An answer of lists, each of which may be missing. A bare message is none: it would look like an account that has lost
 * everything.
 */
export const answerOfLists = <Entries extends Readonly<Record<string, typeof maybeList>>>(
  entries: Entries,
) =>
  v.pipe(
    v.custom<object>(
      (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
      'not an object',
    ),
    v.check(
      (value) => !('message' in value) || Object.keys(entries).some((name) => name in value),
      'a message in place of its lists',
    ),
    v.object(entries),
  );

/** An answer that is a list, bare or under this key. A bare message is none. */
export const answerOfRows = (key: string) =>
  v.pipe(
    v.unknown(),
    v.transform((value) => rowsIn(value, key)),
    v.custom<readonly unknown[]>((value) => Array.isArray(value), 'not a list'),
  );

/** Blink's number of a thing; some answers write it as text. */
export const wireId = v.pipe(
  v.union([v.number(), v.pipe(v.string(), v.regex(/^\d{1,16}$/), v.transform(Number))]),
  v.safeInteger(),
  v.minValue(1),
);

/** The same, where it may be missing. */
export const maybeId = v.fallback(v.nullish(wireId), null);

/** A time in UTC; without a zone it is UTC all the same. */
export const wireTime = v.pipe(
  v.string(),
  v.transform(parseTime),
  v.check((at) => !Number.isNaN(at), 'not a time'),
);

/** Text that may be missing: anything else counts as missing. */
export const maybeText = v.fallback(v.nullable(v.pipe(v.string(), v.nonEmpty())), null);
export const maybeNumber = v.fallback(v.nullable(v.pipe(v.number(), v.finite())), null);
export const maybeFlag = v.fallback(v.nullable(v.boolean()), null);

function parseTime(text: string): Timestamp {
  const hasZone = /(z|[+-]\d{2}:?\d{2})$/i.test(text);
  return Date.parse(hasZone ? text : `${text}Z`);
}

function rowsIn(value: unknown, key: string): unknown {
  const hasKey = typeof value === 'object' && value !== null && key in value;
  return hasKey ? Object.entries(value).find(([name]) => name === key)?.[1] : value;
}
