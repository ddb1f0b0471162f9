/**
 * These columns of a row as one value. The driver ends the whole process over a text that is no UTF-8, as a broken disk leaves it; so
 * it only gets bytes. A column is called by its own name or by what follows ` AS `.
 */
export const blobColumns = (columns: readonly string[]): string =>
  `CAST(json_object(${columns.map(named).join(', ')}) AS BLOB) AS packed`;

/** The row again. What is no UTF-8 has become U+FFFD; what cannot be read at all is a row without columns. */
export function readBlobRow(row: SqlRow): SqlRow {
  const { packed: bytes } = row;
  // One row comes with a Buffer, many come with ArrayBuffers.
  if (!(bytes instanceof Uint8Array || bytes instanceof ArrayBuffer)) return row;
  try {
    const value: unknown = JSON.parse(decoder.decode(bytes));
    return isRow(value) ? value : {};
  } catch {
    return {};
  }
}

export const isRow = (value: unknown): value is SqlRow =>
  typeof value === 'object' && value !== null;

const decoder = new TextDecoder();

function named(column: string): string {
  const [value = column, alias] = column.split(/ AS (?=\w+$)/);
  return `'${alias ?? value.replace(/^.*\./, '')}', ${value}`;
}

export type SqlRow = Readonly<Record<string, unknown>>;
