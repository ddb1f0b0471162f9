import * as v from 'valibot';
import type { Ask } from './exchange.ts';

const Anything = v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.unknown()));

/** The body as a JSON object; an empty body counts as an empty one, anything else is undefined. */
export const objectBody = (ask: Ask): Readonly<Record<string, unknown>> | undefined =>
  ask.body.trim() === '' ? {} : bodyAs(Anything, ask);

/** The body read with a schema; undefined when it does not fit. */
export function bodyAs<T>(schema: v.GenericSchema<unknown, T>, ask: Ask): T | undefined {
  const parsed = v.safeParse(schema, ask.body);
  return parsed.success ? parsed.output : undefined;
}

/** A schema for JSON written as text. */
export const jsonOf = <T>(schema: v.GenericSchema<unknown, T>) =>
  v.pipe(v.string(), v.parseJson(), schema);
