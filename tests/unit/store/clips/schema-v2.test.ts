import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createClipIndex } from '../../../../electron/store/clips/sqlite-clip-index.ts';
import { openDatabase, type Database } from '../../../../electron/store/clips/database.ts';
import { nodeFileSystem } from '../../../../electron/store/file-system.ts';
import { migrations } from '../../../../electron/store/clips/migrations.ts';
import { schemaV2 } from '../../../../electron/store/clips/schema.ts';
import { cloudClipId, networkId } from '../../../../shared/ids.ts';
import { accountId, noon, temporaryFolder } from '../support.ts';

async function open(file: string, steps = migrations) {
  const opened = await openDatabase({ fs: nodeFileSystem, file, steps, now: noon });
  onTestFinished(() => opened.database.close());
  return opened;
}

const clips = [
  { id: 'c1', place: 'kept', path: 'a.mp4', size: 99, starred: noon, live: true, at: noon },
  { id: 'c2', place: 'listed', path: null, size: null, starred: null, live: true, at: noon + 1 },
  { id: 'c3', place: 'gone', path: null, size: null, starred: null, live: false, at: noon + 2 },
  { id: 'c4', place: 'damaged', path: null, size: null, starred: null, live: true, at: noon + 3 },
] as const;

/** An index as version 1 has written it. */
async function fileOfV1(): Promise<string> {
  const file = join(await temporaryFolder(), 'clips.db');
  const { database } = await open(file, migrations.slice(0, 1));
  fillV1(database);
  database.close();
  return file;
}

function fillV1(database: Database): void {
  const system = networkId(accountId, 2001);
  database.run('INSERT INTO account VALUES (:account)', { account: accountId });
  database.run(`INSERT INTO system VALUES (:system, :account, 'Home', 1)`, {
    system,
    account: accountId,
  });
  database.run(
    `INSERT INTO camera VALUES ('1000001:camera:4001', :account, :system, 'Yard', 'catalina', 1)`,
    { system, account: accountId },
  );
  for (const { live, ...clip } of clips) {
    database.run(
      `INSERT INTO clip (id, account_id, system_id, system_name, camera_id, camera_name,
         camera_type, recorded_at, updated_at, listed_at, time_zone, local_day, source, kind,
         place, path, size_bytes, sha256, starred_at, note)
       VALUES (:id, 1000001, '1000001:2001', 'Home', '1000001:camera:4001', 'Yard', 'catalina', :at,
         1, 1, 'UTC', '2026-11-22', 'pir', 'motion', :place, :path, :size, 'ab', :starred, 'mine')`,
      clip,
    );
    database.run(
      `INSERT INTO clip_origin VALUES (1000001, 'cloud', :remote, :id, '/ref', '/still', 1, :deleted)`,
      { remote: clip.id.slice(1), id: clip.id, deleted: live ? null : 5 },
    );
  }
  database.run(`INSERT INTO clip_tag VALUES ('c1', 'cat')`);
  database.run(`INSERT INTO sync_mark VALUES (1000001, 'media-cursor', '7')`);
}

/** Everything of version 1 that a later version has to hand on. */
const allOf = (database: Database) =>
  ['account', 'camera', 'clip_origin', 'clip_tag', 'sync_mark'].map((table) =>
    database.all(`SELECT * FROM ${table}`),
  );

const clipsOf = (database: Database) =>
  database.all('SELECT id, place, path, size_bytes, starred_at, note FROM clip ORDER BY id');

test('version 1 becomes version 2 without losing anything', async () => {
  const file = await fileOfV1();
  const old = await open(file, migrations.slice(0, 1));
  const before = [allOf(old.database), clipsOf(old.database)];
  old.database.close();

  const { database, migratedFrom } = await open(file);
  const index = createClipIndex(database);

  expect(migratedFrom).toBe(1);
  expect([allOf(database), clipsOf(database)]).toEqual(before);
  expect(await index.get(cloudClipId(1))).toMatchObject({ isInCloud: true, isStarred: true });
  expect(await index.get(cloudClipId(3))).toMatchObject({ isInCloud: false, place: 'gone' });
  expect((await index.wanted(accountId, noon, 9)).map(({ clip }) => clip.id)).toEqual(['c2']);
  expect(await index.newestInCloud(networkId(accountId, 2001))).toBe(noon + 3);
  expect(await index.counts(null)).toEqual({
    ...{ kept: 1, waiting: 1, unseen: 3, damaged: 1, missing: 0, binned: 0, usedBytes: 99 },
  });
});

test('a new file and a migrated one have the same schema', async () => {
  const schema = (database: Database) =>
    database.all('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name');
  const migrated = await open(await fileOfV1());
  const fresh = await open(join(await temporaryFolder(), 'clips.db'));

  expect(schema(migrated.database)).toEqual(schema(fresh.database));
});

/** The files of a folder as they are at this moment: what a kill would leave. */
async function snapshot(file: string): Promise<string> {
  const folder = join(await temporaryFolder(), 'killed');
  await mkdir(folder);
  for (const name of await readdir(dirname(file))) {
    if (!name.endsWith('-shm')) await copyFile(join(dirname(file), name), join(folder, name));
  }
  return join(folder, 'clips.db');
}

const statementsOfV2 = schemaV2.split(/;\n(?!END)/).length;

test.each(Array.from({ length: Math.ceil(statementsOfV2 / 4) }, (_, step) => step * 4))(
  'a kill after %i statements of the migration leaves version 1, and the next start goes on',
  async (step) => {
    const file = await fileOfV1();
    const { database } = await open(file, migrations.slice(0, 1));
    const parts = schemaV2.split(/;\n(?!END)/).slice(0, step);
    let killed = '';
    // A small cache makes SQLite write what is not committed yet, as a big file would.
    database.get('PRAGMA cache_size = 1');
    database.get('BEGIN IMMEDIATE');
    for (const part of parts) if (part.trim() !== '') database.get(part);
    killed = await snapshot(file);
    database.get('ROLLBACK');

    const again = await open(killed);

    expect([again.migratedFrom, again.setAside]).toEqual([1, null]);
    expect(clipsOf(again.database)).toHaveLength(clips.length);
  },
);

test('a kill after the migration is committed leaves version 2', async () => {
  const file = await fileOfV1();
  await open(file);
  const killed = await snapshot(file);

  const again = await open(killed);

  expect([again.migratedFrom, again.setAside]).toEqual([null, null]);
  expect(clipsOf(again.database)).toHaveLength(clips.length);
  expect(await readdir(dirname(killed))).not.toContain('clips.db.v1.bak');
});

test('a copy that a kill has cut short is made anew', async () => {
  const file = await fileOfV1();
  await writeFile(`${file}.v1.bak`, 'half a');

  const migrated = await open(file);
  migrated.database.close();

  const backup = join(await temporaryFolder(), 'clips.db');
  await copyFile(`${file}.v1.bak`, backup);
  expect(clipsOf((await open(backup)).database)).toHaveLength(clips.length);
});
