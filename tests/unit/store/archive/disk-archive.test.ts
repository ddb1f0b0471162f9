import { mkdir, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { clipPath } from '../../../../electron/store/archive/archive-paths.ts';
import { nodeFileSystem, type FileSystem } from '../../../../electron/store/file-system.ts';
import { AppError } from '../../../../shared/errors.ts';
import { arriving, clipsIn, filesIn, openFiles } from './archive-support.ts';
import { clipOf, inPieces, smallMp4, temporaryFolder } from '../support.ts';

const clip = clipOf(7_000_001);
const path = clipPath(clip);
const bytes = smallMp4();
const kept = {
  path,
  sizeBytes: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
};

async function openArchive(fs: FileSystem = nodeFileSystem) {
  const archive = join(await temporaryFolder(), 'archive');
  return { archive, files: await openFiles(archive, { fs }), final: join(archive, path) };
}

test('a kept clip lies under its final name, private, with the bytes that came', async () => {
  const { archive, files, final } = await openArchive();

  expect(await files.keep(clip, arriving(inPieces(bytes), bytes.length))).toEqual(kept);

  expect(await readFile(final)).toEqual(Buffer.from(bytes));
  expect((await stat(final)).mode & 0o777).toBe(0o600);
  expect((await stat(dirname(final))).mode & 0o777).toBe(0o700);
  expect((await stat(archive)).mode & 0o777).toBe(0o700);
  expect(await files.locate(kept)).toBe(final);
  expect(await clipsIn(archive)).toEqual([path]);
});

test.each([
  ['cut', bytes.subarray(0, 300), null],
  ['shorter than announced', bytes, bytes.length + 1],
  ['longer than announced', bytes, bytes.length - 1],
  ['empty', new Uint8Array(0), null],
  ['no MP4', Buffer.from('{"message":"not yours"}'), null],
])('a body that is %s leaves no file at all', async (_, body, announced) => {
  const { archive, files } = await openArchive();

  await expect(files.keep(clip, arriving(inPieces(body), announced))).rejects.toMatchObject({
    code: 'clip-damaged',
  });
  expect(await filesIn(archive)).toEqual(['.porchlight']);
});

test('a body that breaks off rejects with its own failure and leaves no file', async () => {
  const { archive, files } = await openArchive();
  async function* breaking() {
    yield bytes.subarray(0, 100);
    throw new AppError('offline');
  }

  await expect(files.keep(clip, arriving(breaking()))).rejects.toMatchObject({
    code: 'offline',
  });
  expect(await filesIn(archive)).toEqual(['.porchlight']);
});

test('a body longer than announced is not read to its end', async () => {
  const { files } = await openArchive();
  let isClosed = false;
  async function* endless() {
    try {
      yield bytes;
      for (;;) yield new Uint8Array(1_000);
    } finally {
      isClosed = true;
    }
  }

  await expect(files.keep(clip, arriving(endless(), bytes.length))).rejects.toThrow('too long');
  expect(isClosed).toBe(true);
});

test('more than any camera records is refused by its announcement', async () => {
  const { archive, files } = await openArchive();
  let isRead = false;
  async function* huge() {
    isRead = true;
    yield bytes;
  }

  await expect(files.keep(clip, arriving(huge(), 16 * 2 ** 30))).rejects.toThrow('too long');
  expect(isRead).toBe(false);
  expect(await filesIn(archive)).toEqual(['.porchlight']);
});

test('a clip asked for twice at once is stored once', async () => {
  const { archive, files } = await openArchive();

  const both = await Promise.all([
    files.keep(clip, arriving(inPieces(bytes))),
    files.keep(clip, arriving(inPieces(bytes))),
  ]);

  expect(both).toEqual([kept, kept]);
  expect(await clipsIn(archive)).toEqual([path]);
});

test('a clip stored before a crash is stored again under the same name', async () => {
  const { archive, files } = await openArchive();
  await files.keep(clip, arriving(inPieces(bytes)));

  expect(await files.keep(clip, arriving(inPieces(bytes)))).toEqual(kept);
  expect(await clipsIn(archive)).toEqual([path]);
});

test("a file of the person's under the same name is moved, not lost", async () => {
  const { archive, files, final } = await openArchive();
  await files.keep(clip, arriving(inPieces(bytes)));
  await writeFile(final, 'my own cut of it');

  await files.keep(clip, arriving(inPieces(bytes)));

  expect(await clipsIn(archive)).toHaveLength(2);
  expect(await readFile(final.replace('.mp4', ' (2).mp4'), 'utf8')).toBe('my own cut of it');
  expect(await files.locate(kept)).toBe(final);
});

test('a file that is gone, cut or elsewhere is not located', async () => {
  const { archive, files, final } = await openArchive();
  await writeFile(join(dirname(archive), 'outside.mp4'), bytes);
  await files.keep(clip, arriving(inPieces(bytes)));

  expect(await files.locate({ ...kept, sizeBytes: 1 })).toBeNull();
  expect(await files.locate({ ...kept, path: '../outside.mp4' })).toBeNull();
  await rm(final);
  expect(await files.locate(kept)).toBeNull();
});

test('a clip of a disk that is away is not taken for a missing one', async () => {
  const { archive, files } = await openArchive();
  await files.keep(clip, arriving(inPieces(bytes)));
  await rename(archive, `${archive}-away`);

  await expect(files.locate(kept)).rejects.toMatchObject({ code: 'archive-away' });
  await rename(`${archive}-away`, archive);
  expect(await files.locate(kept)).not.toBeNull();
});

test('a link in the archive is followed neither to read, to write nor to remove', async () => {
  const { archive, files } = await openArchive();
  const outside = join(dirname(archive), 'outside');
  const day = join(outside, ...path.split('/').slice(1, -1));
  await mkdir(day, { recursive: true });
  const victim = join(outside, ...path.split('/').slice(1));
  await writeFile(victim, bytes);
  await symlink(outside, join(archive, '1000001'));

  await expect(files.keep(clip, arriving(inPieces(bytes)))).rejects.toThrow('not a folder');
  expect(await files.locate(kept)).toBeNull();
  await mkdir(join(outside, 'Empty'));
  await files.remove([kept, { ...kept, path: '1000001/Empty/a.mp4' }]);
  expect(await readFile(victim)).toEqual(Buffer.from(bytes));
  expect(await readdir(outside)).toContain('Empty');
});

test('what an earlier try left is not written through', async () => {
  const { archive, files } = await openArchive();
  const victim = join(dirname(archive), 'victim');
  await writeFile(victim, 'precious');
  await mkdir(join(archive, '1000001', '.parts'), { recursive: true });
  await symlink(victim, join(archive, '1000001', '.parts', 'c7000001.part'));

  expect(await files.keep(clip, arriving(inPieces(bytes)))).toEqual(kept);

  expect(await readFile(victim, 'utf8')).toBe('precious');
  expect(await clipsIn(archive)).toEqual([path]);
});

test('an archive taken away is an error, not a new empty archive', async () => {
  const { archive, files } = await openArchive();
  await rm(archive, { recursive: true });

  await expect(files.keep(clip, arriving(inPieces(bytes)))).rejects.toThrow('archive-away');
  await expect(stat(archive)).rejects.toThrow();
});

test('removed clips take their empty folders along', async () => {
  const { archive, files } = await openArchive();
  await files.keep(clip, arriving(inPieces(bytes)));

  await files.remove([kept, kept]);

  expect(await readdir(archive)).toEqual(['.porchlight']);
});

test('one path outside the archive and nothing is removed', async () => {
  const { files, final } = await openArchive();
  await files.keep(clip, arriving(inPieces(bytes)));

  await expect(files.remove([kept, { ...kept, path: '../x' }])).rejects.toMatchObject({
    code: 'invalid-argument',
  });
  expect((await stat(final)).isFile()).toBe(true);
});
