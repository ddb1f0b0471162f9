import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nodeFileSystem, type FileSystem } from '../../../electron/store/file-system.ts';
import { createPictureFiles } from '../../../electron/store/picture-cache.ts';
import { diskFailingAt, temporaryFolder } from './support.ts';

const jpeg = (size = 100) =>
  new Uint8Array(size).fill(9).fill(0xff, 0, 1).fill(0xd8, 1, 2).fill(0xff, 2, 3);

async function openPictures(fs: FileSystem = nodeFileSystem) {
  const folder = join(await temporaryFolder(), 'pictures');
  return { folder, pictures: createPictureFiles({ fs, folder }) };
}

const filesIn = async (folder: string) =>
  (await readdir(folder, { recursive: true, withFileTypes: true })).filter((each) => each.isFile());

test('a picture is read as it was written, by its key, and is private', async () => {
  const { folder, pictures } = await openPictures();
  await pictures.write('1000001/c1', jpeg());
  await pictures.write('../../c2', jpeg(200));

  expect(await pictures.read('1000001/c1')).toEqual(Buffer.from(jpeg()));
  expect((await pictures.read('../../c2'))?.length).toBe(200);
  expect(await pictures.read('1000001/c3')).toBeNull();
  for (const { parentPath, name } of await filesIn(folder)) {
    expect(name).toMatch(/^[0-9a-f]{64}\.jpg$/);
    expect((await stat(join(parentPath, name))).mode & 0o777).toBe(0o600);
    expect((await stat(parentPath)).mode & 0o777).toBe(0o700);
  }
});

test.each([
  ['empty', new Uint8Array(0)],
  ['a page', Buffer.from('<html></html>')],
  ['larger than 10 MB', jpeg(10_000_001)],
])('a body that is %s is a bad answer', async (_, bytes) => {
  const { pictures } = await openPictures();

  await expect(pictures.write('key', bytes)).rejects.toMatchObject({ code: 'bad-answer' });
  expect(await pictures.read('key')).toBeNull();
});

test('a full disk leaves the old picture', async () => {
  const { folder, pictures } = await openPictures();
  await pictures.write('key', jpeg());
  const full = createPictureFiles({ fs: diskFailingAt('write', 'ENOSPC'), folder });

  await expect(full.write('key', jpeg(300))).rejects.toMatchObject({ code: 'disk-full' });

  expect((await full.read('key'))?.length).toBe(100);
  expect(await filesIn(folder)).toHaveLength(1);
});

test('a picture damaged on the disk counts as never stored', async () => {
  const { folder, pictures } = await openPictures();
  await pictures.write('key', jpeg());
  for (const { parentPath, name } of await filesIn(folder))
    await writeFile(join(parentPath, name), '');

  expect(await pictures.read('key')).toBeNull();
});

test('clearing removes every picture and nothing else', async () => {
  const { folder, pictures } = await openPictures();
  await pictures.clear();
  await pictures.write('a', jpeg());
  await pictures.write('b', jpeg());
  await writeFile(join(folder, 'mine.txt'), 'mine');

  await pictures.clear();

  expect(await readdir(folder)).toEqual(['mine.txt']);
});
