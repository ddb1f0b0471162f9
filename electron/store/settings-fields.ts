import * as v from 'valibot';

/** A value as it was read, or what takes its place; not whole when something of it was lost. */
export interface Field<T> {
  readonly value: T;
  readonly isWhole: boolean;
}

export type ReadField<T> = (stored: unknown) => Field<T>;

/** `absent` for what an older file does not have, `unreadable` for what makes no sense. */
export const one =
  <T>(schema: v.GenericSchema<unknown, T>, absent: T, unreadable = absent): ReadField<T> =>
  (stored) => {
    if (stored === undefined) return { value: absent, isWhole: true };
    const result = v.safeParse(schema, stored);
    return result.success
      ? { value: result.output, isWhole: true }
      : { value: unreadable, isWhole: false };
  };

/** Each entry by itself: one that cannot be read leaves the others. */
export const entries =
  <K extends string, T>(
    isKey: (key: unknown) => key is K,
    schema: v.GenericSchema<unknown, T>,
  ): ReadField<Readonly<Partial<Record<K, T>>>> =>
  (stored = {}) => {
    const value: Partial<Record<K, T>> = {};
    const all = v.safeParse(v.record(v.string(), v.unknown()), stored);
    if (!all.success) return { value, isWhole: false };
    let isWhole = true;
    for (const [key, entry] of Object.entries(all.output)) {
      const result = v.safeParse(schema, entry);
      if (isKey(key) && result.success) value[key] = result.output;
      else isWhole = false;
    }
    return { value, isWhole };
  };

/** Each item by itself. */
export const items =
  <T>(schema: v.GenericSchema<unknown, T>): ReadField<readonly T[]> =>
  (stored = []) => {
    const all = Array.isArray(stored) ? stored.map((item) => v.safeParse(schema, item)) : null;
    const value = (all ?? []).flatMap((each) => (each.success ? [each.output] : []));
    return { value, isWhole: value.length === all?.length };
  };

/** Each part of an object by itself; parts of a newer version are not ours to read. */
export const parts =
  <T extends object>(readers: {
    readonly [K in keyof T]-?: ReadField<T[K]>;
  }): ReadField<T> =>
  (stored = {}) => {
    const all = v.safeParse(v.record(v.string(), v.unknown()), stored);
    const of: Readonly<Record<string, unknown>> = all.success ? all.output : {};
    let isWhole = all.success;
    const read = Object.entries<ReadField<unknown>>(readers).map(([name, reader]) => {
      const field = reader(of[name]);
      isWhole &&= field.isWhole;
      return [name, field.value];
    });
    return { value: Object.fromEntries(read) as T, isWhole };
  };
