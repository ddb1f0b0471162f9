import { appendFile, readdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createClipIndex } from '../../../electron/store/clip-index.ts';
import {
  openDatabase,
  type Database,
  type OpenedDatabase,
} from '../../../electron/store/database.ts';
import { nodeFileSystem, type FileSystem } from '../../../electron/store/file-system.ts';
import { migrations, newestVersion, type Migration } from '../../../electron/store/migrations.ts';
import { cloudClipId } from '../../../shared/ids.ts';
import { failingDisk, listed, noon, openIndex, temporaryFolder } from './support.ts';

const newest = newestVersion(migrations);
const next: Migration = {
  version: newest + 1,
  sql: 'ALTER TABLE clip ADD COLUMN mood TEXT;',
};
const broken: Migration = { ...next, sql: `${next.sql} DROP me;` };

const newFile = async () => join(await temporaryFolder(), 'clips.db');
const backup = `clips.db.v${newest}.bak`;
const names = (file: string) => readdir(dirname(file));

async function open(
  file: string,
  steps: readonly Migration[] = migrations,
  fs: FileSystem = nodeFileSystem,
): Promise<OpenedDatabase> {
  const opened = await openDatabase({ fs, file, steps, now: noon });
  onTestFinished(() => opened.database.close());
  return opened;
}

async function fileWithClip(): Promise<string> {
  const file = await newFile();
  const { database } = await open(file);
  await createClipIndex(database).recordListing([listed(1)], noon);
  database.close();
  return file;
}

const pragma = (database: Database, name: string) =>
  Object.values(database.get(`PRAGMA ${name}`) ?? {})[0];

test('a new file is private, durable and at the newest version', async () => {
  const file = await newFile();
  const { database, isNew, setAside, migratedFrom } = await open(file);

  expect([isNew, setAside, migratedFrom, database.isReadOnly]).toEqual([true, null, null, false]);
  expect(pragma(database, 'journal_mode')).toBe('wal');
  expect(pragma(database, 'synchronous')).toBe(2);
  expect(pragma(database, 'foreign_keys')).toBe(1);
  expect(pragma(database, 'user_version')).toBe(newest);
  for (const name of await names(file)) {
    expect((await stat(join(dirname(file), name))).mode & 0o777, name).toBe(0o600);
  }
});

test('what was written is there after the file was not closed', async () => {
  const file = await newFile();
  await (await openIndex(file)).recordListing([listed(1)], noon);

  expect(await (await openIndex(file)).get(cloudClipId(1))).not.toBeNull();
});

test('an older file is migrated, its copy kept until the next good start', async () => {
  const file = await fileWithClip();

  const upgraded = await open(file, [...migrations, next]);
  expect(upgraded.migratedFrom).toBe(newest);
  expect(upgraded.database.get('SELECT id, mood FROM clip')).toMatchObject({
    id: 'c1',
    mood: null,
  });
  expect(await names(file)).toContain(backup);
  upgraded.database.close();

  const again = await open(file, [...migrations, next]);
  expect(again.migratedFrom).toBeNull();
  expect(await names(file)).not.toContain(backup);
});

test('a migration that fails half-way leaves the old file as it was', async () => {
  const file = await fileWithClip();

  await expect(open(file, [...migrations, broken])).rejects.toMatchObject({ code: 'disk-error' });

  const { database, migratedFrom } = await open(file);
  expect(migratedFrom).toBeNull();
  expect(pragma(database, 'user_version')).toBe(newest);
  expect(database.get('SELECT * FROM clip')).not.toHaveProperty('mood');
});

test('a migration that would leave a row pointing nowhere is undone', async () => {
  const file = await fileWithClip();
  const steps = [...migrations, { ...next, sql: 'DELETE FROM camera;' }];

  await expect(open(file, steps)).rejects.toMatchObject({ code: 'disk-error' });
  expect((await open(file)).database.all('SELECT id FROM camera')).toHaveLength(1);
});

test('nothing is migrated where the copy cannot be made', async () => {
  const file = await fileWithClip();
  const opening = open(file, [...migrations, next], failingDisk('copy', 'ENOSPC'));

  await expect(opening).rejects.toMatchObject({ code: 'disk-full' });
  expect(pragma((await open(file)).database, 'user_version')).toBe(newest);
});

test('a newer file can be read but not changed', async () => {
  const file = await fileWithClip();
  (await open(file, [...migrations, next])).database.close();

  const { database } = await open(file);
  const index = createClipIndex(database);

  expect(database.isReadOnly).toBe(true);
  expect(await index.get(cloudClipId(1))).not.toBeNull();
  expect(index.isReadOnly).toBe(true);
  await expect(index.recordListing([listed(2)], noon)).rejects.toMatchObject({
    code: 'index-newer',
  });
  expect(pragma(database, 'user_version')).toBe(newest + 1);
});

test.each([
  { what: 'garbage', bytes: Buffer.from('not a database '.repeat(500)) },
  { what: 'a few bytes', bytes: Buffer.from('oops') },
])('a file of $what is set aside and a new one is started', async ({ bytes }) => {
  const file = await newFile();
  await writeFile(file, bytes);

  const { database, setAside } = await open(file);

  expect(setAside).toMatch(/clips\.db\.corrupt-2026-11-22T12-00-00-000Z$/);
  expect(Buffer.from((await nodeFileSystem.read(setAside ?? '')) ?? [])).toEqual(bytes);
  expect(database.all('SELECT * FROM clip')).toEqual([]);
});

test('a file cut in the middle is set aside, and a second one does not replace it', async () => {
  const file = await fileWithClip();
  const bytes = await nodeFileSystem.read(file);
  for (const _ of [1, 2]) {
    await writeFile(file, bytes?.subarray(0, 9_000) ?? '');
    await appendFile(`${file}-wal`, 'an old log that must not be applied');
    const { database, setAside } = await open(file);
    expect(setAside).not.toBeNull();
    database.close();
  }

  const aside = (await names(file)).filter((name) => name.startsWith('clips.db.corrupt'));
  expect(aside).toHaveLength(2);
});

test('a folder in the way is an error with a name, and nothing is moved', async () => {
  const folder = await temporaryFolder();
  await expect(open(folder)).rejects.toMatchObject({ code: 'disk-error' });
  expect((await stat(folder)).isDirectory()).toBe(true);
});

test('a look at the first of many rows does not keep the log of changes from being emptied', async () => {
  const file = await newFile();
  const { database } = await open(file);
  const insert = 'INSERT INTO account (id) VALUES (:id)';
  for (const id of [1, 2, 3]) database.run(insert, { id });

  expect(database.get('SELECT id FROM account ORDER BY id')).toMatchObject({ id: 1 });
  database.run(insert, { id: 4 });
  database.close();

  expect((await nodeFileSystem.stat(`${file}-wal`))?.sizeBytes ?? 0).toBe(0);
});

test('a transaction that throws changes nothing', async () => {
  const { database } = await open(await newFile());
  const insert = 'INSERT INTO account (id) VALUES (:id)';

  expect(() =>
    database.transaction(() => {
      database.run(insert, { id: 1 });
      throw new Error('no');
    }),
  ).toThrow('no');
  expect(database.all('SELECT * FROM account')).toEqual([]);
});
