import { schema, schemaVersion, stepFrom2 } from './schema.ts';

/** `sql` leads from one version of the schema to a later one; from 0 it makes a new file. */
export interface Migration {
  readonly from: number;
  readonly version: number;
  readonly sql: string;
}

/** What brings a new file and one of the version before to today's. */
export const migrations: readonly Migration[] = [
  { from: 0, version: schemaVersion, sql: schema },
  { from: 2, version: schemaVersion, sql: stepFrom2 },
];

/** The version this program writes. */
export const newestVersion = (steps: readonly Migration[]): number =>
  Math.max(0, ...steps.map(({ version }) => version));

/** The steps from one version to the newest; null where none leads there. */
export function stepsFrom(
  steps: readonly Migration[],
  version: number,
): readonly Migration[] | null {
  if (version >= newestVersion(steps)) return [];
  const step = steps.find(({ from }) => from === version);
  const rest = step === undefined ? null : stepsFrom(steps, step.version);
  return step === undefined || rest === null ? null : [step, ...rest];
}

/** Steps as one transaction: after a crash a file has its old version or the new one. */
export function migrationSql(steps: readonly Migration[]): string {
  // Rebuilding a table must not cascade into others; the switch is ignored inside a transaction.
  return [
    'PRAGMA foreign_keys = OFF;',
    'BEGIN IMMEDIATE;',
    ...steps.map((step) => step.sql),
    foreignKeyProof,
    `PRAGMA user_version = ${newestVersion(steps)};`,
    `PRAGMA application_id = ${applicationId(newestVersion(steps))};`,
    'COMMIT;',
    'PRAGMA foreign_keys = ON;',
  ].join('\n');
}

/** "PoL" and the version again: one wrong bit must not make a file look like one of another version. */
export const applicationId = (version: number): number => 0x50_6f_4c_00 + version;

// Fails the transaction if a row points nowhere.
const foreignKeyProof = `
CREATE TEMP TABLE dangling (rows INTEGER CHECK (rows = 0));
INSERT INTO dangling SELECT count(*) FROM pragma_foreign_key_check;
DROP TABLE dangling;`;
