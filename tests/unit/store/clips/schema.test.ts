import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import LibSql from 'libsql';
import { expect, onTestFinished, test } from 'vitest';
import { createClipIndex } from '../../../../electron/store/clips/sqlite-clip-index.ts';
import type { Database } from '../../../../electron/store/clips/database.ts';
import {
  applicationId,
  migrations,
  migrationSql,
} from '../../../../electron/store/clips/migrations.ts';
import { stepFrom2 } from '../../../../electron/store/clips/schema.ts';
import { cloudClipId, networkId } from '../../../../shared/ids.ts';
import { makeFileOfV2 } from '../../../fixtures/schema-v2.ts';
import { accountId, noon, openFile, temporaryFolder } from '../support.ts';

const network = networkId(accountId, 2001);
const device = '1000001:camera:4001';

interface PastClip {
  readonly id: string;
  readonly place: string;
  readonly path?: string;
  readonly binPath?: string;
  readonly starredAt?: number;
  readonly seenAt?: number;
  readonly binnedAt?: number;
  readonly deleteRequestedAt?: number;
  readonly isDeleted?: boolean;
}

/** Of every kind a row can be: kept, starred, seen, in the bin, to be deleted, lost, given up. */
const clips: readonly PastClip[] = [
  { id: 'c1', place: 'kept', path: 'a.mp4', starredAt: noon, seenAt: noon },
  { id: 'c2', place: 'listed' },
  { id: 'c3', place: 'gone', isDeleted: true },
  { id: 'c4', place: 'damaged', path: 'd.mp4' },
  { id: 'c5', place: 'kept', binPath: '.bin/e.mp4', binnedAt: noon, deleteRequestedAt: noon },
  { id: 'c6', place: 'missing', path: 'f.mp4', seenAt: noon },
  { id: 'c7', place: 'pruned' },
];

/** A closed index as version 2 has written it. */
async function fileOfV2(): Promise<string> {
  const file = join(await temporaryFolder(), 'clips.db');
  await writeFile(file, '');
  const connection = makeFileOfV2(file);
  fillV2(connection);
  connection.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  connection.close();
  return file;
}

function fillV2(connection: LibSql.Database): void {
  connection.exec(`
    INSERT INTO account VALUES (${accountId});
    INSERT INTO system VALUES ('${network}', ${accountId}, 'Home', 1, ${noon});
    INSERT INTO camera VALUES ('${device}', ${accountId}, '${network}', 'Yard', 'catalina', 1);`);
  const insert = connection.prepare(`
    INSERT INTO clip (id, account_id, system_id, system_name, camera_id, camera_name, camera_type,
      recorded_at, updated_at, listed_at, time_zone, local_day, source, kind, labels, ai_short,
      place, fetch_from, path, bin_path, size_bytes, sha256, starred_at, seen_at, binned_at,
      delete_requested_at, note, notified_at)
    VALUES (?, ${accountId}, '${network}', 'Home', '${device}', 'Yard', 'catalina', ?, 1, 1, 'UTC', ?,
      'pir', 'motion', '["person"]', 'words', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'mine', 1)`);
  const origin = connection.prepare(
    `INSERT INTO clip_origin VALUES (${accountId}, 'cloud', ?, ?, '/ref', '/still', 1, ?)`,
  );
  for (const [at, clip] of clips.entries()) {
    const { path = null, binPath = null, starredAt = null, seenAt = null } = clip;
    const { binnedAt = null, deleteRequestedAt = null, isDeleted = false } = clip;
    const hasFile = path !== null || binPath !== null;
    insert.run(
      ...[clip.id, noon + at, at < 5 ? '2026-11-22' : '2026-11-23', clip.place],
      ...[isDeleted ? null : 'cloud', path, binPath, hasFile ? 99 : null, hasFile ? 'ab' : null],
      ...[starredAt, seenAt, binnedAt, deleteRequestedAt],
    );
    origin.run(clip.id.slice(1), clip.id, isDeleted ? 5 : null);
  }
  connection.exec(`
    INSERT INTO clip_origin VALUES (${accountId}, 'local', 'x', 'c1', NULL, NULL, 1, NULL);
    INSERT INTO clip_tag VALUES ('c1', 'cat');
    INSERT INTO sync_mark VALUES (${accountId}, 'media-cursor', '7');`);
}

/** Every row there is, under the names of version 3. */
function everything(file: string): unknown {
  const connection = new LibSql(file);
  try {
    const [{ user_version: version } = { user_version: 0 }] = connection
      .prepare('PRAGMA user_version')
      .all() as readonly { readonly user_version: number }[];
    const names: Readonly<Record<string, string>> =
      version === 2 ? { network: 'system', device: 'camera' } : {};
    return ['account', 'network', 'device', 'clip', 'clip_origin', 'clip_tag', 'sync_mark'].map(
      (table) => {
        const rows: readonly unknown[] = connection
          .prepare(`SELECT * FROM ${names[table] ?? table}`)
          .all();
        return rows.map(withNewNames).sort();
      },
    );
  } finally {
    connection.close();
  }
}

/** A row as text, its columns in the order of their names. */
const withNewNames = (row: unknown): string =>
  JSON.stringify(
    Object.entries(row as object)
      .map(([name, value]) => [renamed(name), value as unknown])
      .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  );

const renamed = (column: string): string =>
  column
    .replace('system_', 'network_')
    .replace('camera_', 'device_')
    .replace(/^place$/, 'status');

const schemaOf = (database: Database) =>
  database.all('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name');
const versionOf = (database: Database) => database.get('PRAGMA user_version')?.user_version;

test('version 2 becomes version 3 without losing anything', async () => {
  const file = await fileOfV2();
  const before = everything(file);

  const { database, setAside } = await openFile(file);
  const index = createClipIndex(database);

  expect([versionOf(database), setAside]).toEqual([3, null]);
  expect(everything(file)).toEqual(before);
  expect(await index.get(cloudClipId(1))).toMatchObject({
    ...{ place: 'kept', isStarred: true, isSeen: true, isInCloud: true, labels: ['person'] },
  });
  expect(await index.get(cloudClipId(3))).toMatchObject({ isInCloud: false, place: 'gone' });
  expect((await index.pendingDownloads(accountId, noon, 9)).map(({ clip }) => clip.id)).toEqual([
    'c2',
  ]);
  expect(await index.newestInCloud(network)).toBe(noon);
  expect(await index.oldestDeletion(accountId)).toBe(noon);
  expect(await index.mark(accountId, 'media-cursor')).toBe('7');
  expect(await index.dayCounts()).toEqual([
    { day: '2026-11-23', clips: 2 },
    { day: '2026-11-22', clips: 4 },
  ]);
  expect(await index.counts(null)).toEqual({
    ...{ kept: 1, waiting: 1, unseen: 3, damaged: 1, missing: 1, binned: 1, usedBytes: 198 },
  });
});

test('a new file and a migrated one have the same schema', async () => {
  const migrated = await openFile(await fileOfV2());
  const fresh = await openFile(join(await temporaryFolder(), 'clips.db'));

  expect(schemaOf(migrated.database)).toEqual(schemaOf(fresh.database));
});

test('a file of a version no step leads from is set aside', async () => {
  const file = await fileOfV2();
  const connection = new LibSql(file);
  connection.exec(`PRAGMA user_version = 1; PRAGMA application_id = ${applicationId(1)}`);
  connection.close();

  const { database, setAside } = await openFile(file);

  expect([versionOf(database), setAside !== null]).toEqual([3, true]);
});

/** Statements of a text of SQL; a trigger has some of its own. */
const statementsOf = (sql: string): readonly string[] =>
  sql
    .split(/;\n(?!END| {2}|\nEND)/)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');

/** The files of a folder as they are at this moment: what a kill would leave. */
async function snapshot(file: string): Promise<string> {
  const folder = join(await temporaryFolder(), 'killed');
  await mkdir(folder);
  for (const name of await readdir(dirname(file))) {
    if (!name.endsWith('-shm')) await copyFile(join(dirname(file), name), join(folder, name));
  }
  return join(folder, 'clips.db');
}

const statements = statementsOf(migrationSql(migrations.filter(({ from }) => from === 2)));

test('the step has the statements that the kills below count', () => {
  expect(statements.length).toBeGreaterThan(30);
  expect(statements[1]).toMatch(/^BEGIN/);
  expect(statements.at(-2)).toMatch(/^COMMIT/);
  expect(statements).toContain('DROP TABLE old_clip');
  expect(stepFrom2).toContain('DROP TABLE old_clip;');
});

test.each(statements.map((statement, at) => [at, statement.slice(0, 40)] as const))(
  'a kill after statement %i (%s) leaves version 2 or 3 with every row, and the next start goes on',
  async (at) => {
    const file = await fileOfV2();
    const before = everything(file);
    const connection = new LibSql(file);
    onTestFinished(() => void connection.close());
    // A small cache makes SQLite write what is not committed yet, as a big file would.
    connection.exec('PRAGMA journal_mode = WAL; PRAGMA cache_size = 1;');
    for (const statement of statements.slice(0, at + 1)) connection.exec(`${statement};`);

    const killed = await snapshot(file);

    expect(everything(killed)).toEqual(before);
    const { database, setAside } = await openFile(killed);
    expect([versionOf(database), setAside]).toEqual([3, null]);
    expect(everything(killed)).toEqual(before);
    expect(await createClipIndex(database).counts(null)).toMatchObject({ kept: 1, binned: 1 });
  },
);

test('a kill after the migration is committed leaves version 3, and the copy goes', async () => {
  const file = await fileOfV2();
  const before = everything(file);
  await openFile(file);
  const killed = await snapshot(file);

  const { setAside } = await openFile(killed);

  expect(setAside).toBeNull();
  expect(everything(killed)).toEqual(before);
  expect(await readdir(dirname(killed))).not.toContain('clips.db.v2.bak');
});

test('a copy that a kill has cut short is made anew', async () => {
  const file = await fileOfV2();
  const before = everything(file);
  await writeFile(`${file}.v2.bak`, 'half a');

  const migrated = await openFile(file);
  migrated.database.close();

  const backup = join(await temporaryFolder(), 'clips.db');
  await copyFile(`${file}.v2.bak`, backup);
  expect(everything(backup)).toEqual(before);
});
