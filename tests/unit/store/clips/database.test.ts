import { readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { createClipIndex } from '../../../../electron/store/clips/sqlite-clip-index.ts';
import type { Database } from '../../../../electron/store/clips/database.ts';
import { nodeFileSystem } from '../../../../electron/store/file-system.ts';
import {
  migrations,
  newestVersion,
  type Migration,
} from '../../../../electron/store/clips/migrations.ts';
import { cloudClipId } from '../../../../shared/ids.ts';
import {
  failingDisk,
  fileWithClip,
  listed,
  noon,
  openFile,
  openIndex,
  temporaryFolder,
} from '../support.ts';

const newest = newestVersion(migrations);
const next: Migration = {
  from: newest,
  version: newest + 1,
  sql: 'ALTER TABLE clip ADD COLUMN mood TEXT;',
};
const broken: Migration = { ...next, sql: `${next.sql} DROP me;` };

const newFile = async () => join(await temporaryFolder(), 'clips.db');
const backup = `clips.db.v${newest}.bak`;
const names = (file: string) => readdir(dirname(file));

const pragma = (database: Database, name: string) =>
  Object.values(database.get(`PRAGMA ${name}`) ?? {})[0];

test('a new file is private, durable and at the newest version', async () => {
  const file = await newFile();
  const { database, isNew, setAside } = await openFile(file);

  expect([isNew, setAside, database.isReadOnly]).toEqual([true, null, false]);
  expect(pragma(database, 'journal_mode')).toBe('wal');
  expect(pragma(database, 'synchronous')).toBe(2);
  expect(pragma(database, 'foreign_keys')).toBe(1);
  expect(pragma(database, 'user_version')).toBe(newest);
  for (const name of await names(file)) {
    expect((await stat(join(dirname(file), name))).mode & 0o777, name).toBe(0o600);
  }
});

test('a new clip writes little to the -wal file', async () => {
  const file = await newFile();
  const index = await openIndex(file);
  await index.recordListing([listed(1)], noon);
  const before = (await stat(`${file}-wal`)).size;
  for (let id = 2; id <= 31; id += 1) {
    await index.recordListing([listed(id)], noon);
    await index.claimNotification(cloudClipId(id), noon);
    const kept = { path: `${id}.mp4`, sizeBytes: 1, sha256: '0'.repeat(64) };
    await index.setKept(cloudClipId(id), kept, noon);
  }
  const written = (await stat(`${file}-wal`)).size - before;
  expect(written / 30).toBeLessThan(16_384);
});

test('a camera is named anew when its name changes, and once a day', async () => {
  const { database } = await openFile(await newFile());
  const index = createClipIndex(database);
  const camera = () => database.get('SELECT name, named_at - :noon AS age FROM device', { noon });
  const list = (mediaId: number, deviceName: string, minute: number) =>
    index.recordListing([listed(mediaId, { deviceName, recordedAt: noon + minute * 60_000 })], 0);
  await list(1, 'Porch', 0);
  await list(2, 'Porch', 60);
  expect(camera()).toMatchObject({ name: 'Porch', age: 0 });
  await list(3, 'Gate', 120);
  await list(4, 'Porch', 90);
  expect(camera()).toMatchObject({ name: 'Gate', age: 120 * 60_000 });
  await list(5, 'Gate', 3_000);
  expect(camera()).toMatchObject({ name: 'Gate', age: 3_000 * 60_000 });
});

test('what was written is there after the file was not closed', async () => {
  const file = await newFile();
  await (await openIndex(file)).recordListing([listed(1)], noon);

  expect(await (await openIndex(file)).get(cloudClipId(1))).not.toBeNull();
});

test('an older file is migrated, its copy kept until the next good start', async () => {
  const file = await fileWithClip();

  const upgraded = await openFile(file, [...migrations, next]);
  expect(pragma(upgraded.database, 'user_version')).toBe(newest + 1);
  expect(upgraded.database.get('SELECT id, mood FROM clip')).toMatchObject({
    id: 'c1',
    mood: null,
  });
  expect(await names(file)).toContain(backup);
  upgraded.database.close();

  await openFile(file, [...migrations, next]);
  expect(await names(file)).not.toContain(backup);
});

test('a migration that fails half-way leaves the old file as it was', async () => {
  const file = await fileWithClip();

  await expect(openFile(file, [...migrations, broken])).rejects.toMatchObject({
    code: 'disk-error',
  });

  const { database } = await openFile(file);
  expect(pragma(database, 'user_version')).toBe(newest);
  expect(database.get('SELECT * FROM clip')).not.toHaveProperty('mood');
});

test('a migration that would leave a row pointing nowhere is undone', async () => {
  const file = await fileWithClip();
  const steps = [...migrations, { ...next, sql: 'DELETE FROM device;' }];

  await expect(openFile(file, steps)).rejects.toMatchObject({ code: 'disk-error' });
  expect((await openFile(file)).database.all('SELECT id FROM device')).toHaveLength(1);
});

test('nothing is migrated where the copy cannot be made', async () => {
  const file = await fileWithClip();
  const opening = openFile(file, [...migrations, next], failingDisk('copy', 'ENOSPC'));

  await expect(opening).rejects.toMatchObject({ code: 'disk-full' });
  expect(pragma((await openFile(file)).database, 'user_version')).toBe(newest);
});

test('a newer file can be read but not changed', async () => {
  const file = await fileWithClip();
  (await openFile(file, [...migrations, next])).database.close();

  const { database } = await openFile(file);
  const index = createClipIndex(database);

  expect(database.isReadOnly).toBe(true);
  expect(await index.get(cloudClipId(1))).not.toBeNull();
  expect(index.isReadOnly).toBe(true);
  await expect(index.recordListing([listed(2)], noon)).rejects.toMatchObject({
    code: 'index-newer',
  });
  expect(pragma(database, 'user_version')).toBe(newest + 1);
});

test('every change of a newer index is refused with a name, and looking goes on', async () => {
  const file = await fileWithClip();
  (await openFile(file, [...migrations, next])).database.close();
  const index = createClipIndex((await openFile(file)).database);
  const id = cloudClipId(1);
  const kept = { path: 'a', sizeBytes: 1, sha256: 'ab' };
  const changes: readonly (() => Promise<unknown>)[] = [
    () => index.recordListing([], noon),
    () => index.setKept(id, kept, noon),
    () => index.setMissing(id),
    () => index.setCorrupt(id),
    () => index.setFound(id),
    () => index.setPruned([]),
    () => index.setFailed(id, 'offline', noon),
    () => index.retryDownloads('missing'),
    () => index.setSeen(id, noon),
    () => index.setStarred(id, noon),
    () => index.claimNotification(id, noon),
    () => index.bin([id], noon),
    () => index.unbin([]),
    () => index.setDeleted([], noon),
    () => index.setDeletionFailed([], 'offline'),
    () => index.setInBin(id, 'b'),
    () => index.setOutOfBin(id, 'a'),
    () => index.setErased([]),
    () => index.restore([], noon),
    () => index.setMark(1, 'media-cursor', '1'),
    () => index.forgetAccount(1),
  ];

  for (const change of changes) {
    await expect(change(), String(change)).rejects.toMatchObject({ code: 'index-newer' });
  }
  const query = { shelf: 'all', limit: 9, before: null, deviceId: null } as const;
  expect((await index.page(query)).clips).toHaveLength(1);
  expect(await index.counts(null)).toMatchObject({ waiting: 1 });
  expect(await index.keptFiles(null, 9)).toEqual([]);
});

test('a folder in the way is an error with a name, and nothing is moved', async () => {
  const folder = await temporaryFolder();
  await expect(openFile(folder)).rejects.toMatchObject({ code: 'disk-error' });
  expect((await stat(folder)).isDirectory()).toBe(true);
});

test('a look at the first of many rows does not keep the log of changes from being emptied', async () => {
  const file = await newFile();
  const { database } = await openFile(file);
  const insert = 'INSERT INTO account (id) VALUES (:id)';
  for (const id of [1, 2, 3]) database.run(insert, { id });

  expect(database.get('SELECT id FROM account ORDER BY id')).toMatchObject({ id: 1 });
  database.run(insert, { id: 4 });
  database.close();

  expect((await nodeFileSystem.stat(`${file}-wal`))?.sizeBytes ?? 0).toBe(0);
});

test('a transaction that throws changes nothing', async () => {
  const { database } = await openFile(await newFile());
  const insert = 'INSERT INTO account (id) VALUES (:id)';

  expect(() =>
    database.transaction(() => {
      database.run(insert, { id: 1 });
      throw new Error('no');
    }),
  ).toThrow('no');
  expect(database.all('SELECT * FROM account')).toEqual([]);
});
