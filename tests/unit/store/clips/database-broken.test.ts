import { appendFile, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { createClipIndex } from '../../../../electron/store/clips/sqlite-clip-index.ts';
import type { Database } from '../../../../electron/store/clips/database.ts';
import { nodeFileSystem } from '../../../../electron/store/file-system.ts';
import { migrations, newestVersion } from '../../../../electron/store/clips/migrations.ts';
import { cloudClipId } from '../../../../shared/ids.ts';
import { accountId, fileWithClip, listed, noon, openFile, temporaryFolder } from '../support.ts';

const newest = newestVersion(migrations);
const newFile = async () => join(await temporaryFolder(), 'clips.db');
const names = (file: string) => readdir(dirname(file));
const pragma = (database: Database, name: string) =>
  Object.values(database.get(`PRAGMA ${name}`) ?? {})[0];

test('an empty file is a new one, a filled one is not', async () => {
  const file = await newFile();
  await writeFile(file, '');
  const first = await openFile(file);
  first.database.close();

  expect(first).toMatchObject({ isNew: true, setAside: null });
  expect((await openFile(file)).isNew).toBe(false);
});

// A place in the header and a bit that is wrong there.
test.each([
  { what: 'its version has no step', at: 63, bit: 2 },
  { what: 'its version looks older', at: 63, bit: 1 },
  { what: 'its version looks newer', at: 63, bit: 4 },
  { what: 'its version is gone', at: 63, bit: newest },
  { what: 'its mark is wrong', at: 71, bit: 1 },
  { what: 'it cannot be written', at: 18, bit: 4 },
  { what: 'its encoding is another', at: 59, bit: 2 },
])('a file of which $what is set aside', async ({ at, bit }) => {
  const file = await fileWithClip();
  const bytes = Buffer.from((await nodeFileSystem.read(file)) ?? []);
  bytes[at] = (bytes[at] ?? 0) ^ bit;
  await writeFile(file, bytes);

  const { database, setAside } = await openFile(file);

  expect(setAside).not.toBeNull();
  expect([database.isReadOnly, pragma(database, 'user_version')]).toEqual([false, newest]);
});

test('a wrong letter in the schema sets the file aside', async () => {
  const file = await fileWithClip();
  const bytes = Buffer.from((await nodeFileSystem.read(file)) ?? []);
  const letters = bytes.toString('latin1').replaceAll('newest_in_cloud', 'newest_in_clond');
  await writeFile(file, Buffer.from(letters, 'latin1'));

  expect((await openFile(file)).setAside).not.toBeNull();
});

test('a text that is no UTF-8 any more spoils its own clip at most', async () => {
  const file = await fileWithClip();
  const opened = await openFile(file);
  const index = createClipIndex(opened.database);
  await index.recordListing([listed(2), listed(3)], noon);
  opened.database.run(`UPDATE clip SET device_name = CAST(x'41ff42' AS TEXT) WHERE id = 'c2'`);
  opened.database.run(`UPDATE clip SET labels = CAST(x'ff' AS TEXT) WHERE id = 'c3'`);

  const query = { shelf: 'all', limit: 9, before: null, deviceId: null } as const;
  const { clips } = await index.page(query);

  expect(clips.map(({ id }) => id)).toEqual(['c2', 'c1']);
  expect(await index.get(cloudClipId(3))).toBeNull();
  expect(await index.pendingDownloads(accountId, noon, 9)).toHaveLength(2);
});

test.each([
  { what: 'garbage', bytes: Buffer.from('not a database '.repeat(500)) },
  { what: 'a few bytes', bytes: Buffer.from('oops') },
])('a file of $what is set aside and a new one is started', async ({ bytes }) => {
  const file = await newFile();
  await writeFile(file, bytes);

  const { database, setAside } = await openFile(file);

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
    const { database, setAside } = await openFile(file);
    expect(setAside).not.toBeNull();
    database.close();
  }

  const aside = (await names(file)).filter((name) => name.startsWith('clips.db.corrupt'));
  expect(aside).toHaveLength(2);
});
