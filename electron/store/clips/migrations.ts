import { schemaV2, schemaV1 } from './schema.ts';

/** One step of the schema: `sql` leads from the version before to `version`. */
export interface Migration {
  readonly version: number;
  readonly sql: string;
}

/** Every step ever shipped, oldest first; versions count up by one. */
export const migrations: readonly Migration[] = [
  { version: 1, sql: schemaV1 },
  { version: 2, sql: schemaV2 },
];

/** The steps a file still needs as one transaction: after a crash it has its old version or the new one. */
export function migrationSql(steps: readonly Migration[], fromVersion: number): string | null {
  const needed = steps.filter((step) => step.version > fromVersion);
  const last = needed.at(-1);
  if (last === undefined) return null;
  // Rebuilding a table must not cascade into others; the switch is ignored inside a transaction.
  return [
    'PRAGMA foreign_keys = OFF;',
    'BEGIN IMMEDIATE;',
    ...needed.map((step) => step.sql),
    foreignKeyProof,
    schemaCopySql,
    `PRAGMA user_version = ${last.version};`,
    `PRAGMA application_id = ${applicationId(last.version)};`,
    'COMMIT;',
    'PRAGMA foreign_keys = ON;',
  ].join('\n');
}

/** The version this program writes. */
export const newestVersion = (steps: readonly Migration[]): number => steps.at(-1)?.version ?? 0;

/** Says the version a second time, so that one wrong bit cannot make a file look older or newer than it is. */
export const applicationId = (version: number): number =>
  version < firstMarked ? 0 : applicationBase + version;

/** Files of this version and later carry the mark and the copy of their schema. */
export const firstMarked = 2;
// "PoL" and room for the version.
const applicationBase = 0x50_6f_4c_00;

/** What the schema was written as: a wrong letter in it would break a table without breaking the file. */
export const schemaCopy = 'schema_copy';

const schemaCopySql = `
DROP TABLE IF EXISTS ${schemaCopy};
CREATE TABLE ${schemaCopy} AS
SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name <> '${schemaCopy}';`;

// Fails the transaction if a row points nowhere.
const foreignKeyProof = `
CREATE TEMP TABLE dangling (rows INTEGER CHECK (rows = 0));
INSERT INTO dangling SELECT count(*) FROM pragma_foreign_key_check;
DROP TABLE dangling;`;
