import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { nodeFileSystem } from '../../../../electron/store/file-system.ts';
import type { ClipArchive, MoveSteps } from '../../../../electron/store/archive/clip-archive.ts';
import { AppError } from '../../../../shared/errors.ts';
import { createFaultyFileSystem } from '../../../fixtures/faulty-file-system.ts';
import {
  arriving,
  clipsIn,
  filesIn,
  keepAll,
  keptAs,
  newArchive,
  openFiles,
  scanned,
} from './archive-support.ts';
import { clipOf, inPieces, smallMp4 } from '../support.ts';

const ids = [1, 2, 3];
const binned = keptAs(3).path.replace('1000001/', '1000001/.bin/');
const paths = [keptAs(1).path, keptAs(2).path, binned];

/** Three clips, one of them in the bin, and a folder to go to. */
async function threeClips(options: Parameters<typeof newArchive>[0] = {}) {
  const opened = await newArchive(options);
  await keepAll(opened.files, ids);
  await opened.files.toBin(keptAs(3));
  await opened.files.noteStar(clipOf(1), 5);
  return { ...opened, to: join(dirname(opened.archive), 'elsewhere') };
}

const quiet: MoveSteps = { onProgress: () => undefined, onSwitch: async () => undefined };
const move = (files: ClipArchive, to: string, steps: Partial<MoveSteps> = {}) =>
  files.moveTo(to, { ...quiet, ...steps }, new AbortController().signal);

test('everything comes along, and nothing of ours stays behind', async () => {
  const { archive, mark, files, to } = await threeClips();
  const found = await scanned(files);
  const told: string[] = [];

  const moved = await move(files, to, {
    onProgress: (done, total) => told.push(`${done}/${total}`),
    onSwitch: async () =>
      void told.push(`switch from ${files.folder() === archive ? 'old' : 'new'}`),
  });

  expect(moved).toBe(3);
  expect(told).toEqual(['0/3', '1/3', '2/3', 'switch from old', '3/3']);
  expect(files.folder()).toBe(to);
  expect(await readdir(dirname(archive))).toEqual(['elsewhere']);
  expect(await scanned(files)).toEqual(found);
  expect(await scanned(await openFiles(to, { mark }))).toEqual(found);
  await keepAll(files, [9]);
  expect(await clipsIn(to)).toHaveLength(4);
});

test('the switch is made when all of the new archive is there and all of the old one still is', async () => {
  const { archive, files, to } = await threeClips();
  const before = await filesIn(archive);
  let seen: readonly (readonly string[])[] = [];

  await move(files, to, {
    onSwitch: async () => void (seen = [await filesIn(archive), await filesIn(to)]),
  });

  expect(seen).toEqual([before, before]);
});

test('what the person put among the clips comes along, what lies beside and links do not', async () => {
  const { archive, files, to } = await threeClips();
  await writeFile(join(archive, '1000001/Home/notes.txt'), 'mine');
  await writeFile(join(archive, 'beside.txt'), 'mine');
  await symlink('/etc/hostname', join(archive, '1000001/Home/link'));

  await move(files, to);

  expect(await readFile(join(to, '1000001/Home/notes.txt'), 'utf8')).toBe('mine');
  expect(await filesIn(archive)).toEqual(['1000001/Home/link', 'beside.txt']);
});

test('a folder of the person’s own named by a number stays where it is', async () => {
  const { archive, files, to } = await threeClips();
  await mkdir(join(archive, '2023'));
  await writeFile(join(archive, '2023/beach.jpg'), 'mine');

  expect(await move(files, to)).toBe(3);

  expect(await filesIn(archive)).toEqual(['2023/beach.jpg']);
  expect(await filesIn(to)).not.toContain('2023/beach.jpg');
});

test('given up in the middle nothing has changed, and the next time less is copied', async () => {
  const fs = createFaultyFileSystem(nodeFileSystem);
  const { archive, files, to } = await threeClips({ fs });
  const before = await filesIn(archive);
  const ending = new AbortController();
  const stop = new AppError('unexpected', 'given up');
  const steps = {
    ...quiet,
    onProgress: (done: number) => {
      if (done === 2) ending.abort(stop);
    },
  };

  await expect(files.moveTo(to, steps, ending.signal)).rejects.toBe(stop);
  expect(files.folder()).toBe(archive);
  expect(await filesIn(archive)).toEqual(before);
  expect(await filesIn(to)).not.toContain('.porchlight');

  const copied = fs.calls.length;
  await move(files, to);
  const copies = fs.calls.slice(copied).filter(({ operation }) => operation === 'copy');
  expect(copies.map(({ path }) => path).filter((path) => path.includes('.mp4'))).toHaveLength(0);
  expect(await clipsIn(to)).toEqual([...paths].sort());
});

test('a switch that fails leaves the old archive and nothing that looks like a new one', async () => {
  const { archive, files, to } = await threeClips();
  const failing = async () => {
    throw new AppError('disk-full');
  };

  await expect(move(files, to, { onSwitch: failing })).rejects.toThrow('disk-full');

  expect(files.folder()).toBe(archive);
  expect((await filesIn(to)).filter((name) => !name.endsWith('.mp4'))).toEqual([]);
  expect(await files.verify(keptAs(1))).toBe('good');
});

test('a disk that fails at any call before the switch changes nothing; the next move goes through', async () => {
  let hasFailed = true;
  for (let onCall = 1; hasFailed; onCall += 7) {
    const fs = createFaultyFileSystem(nodeFileSystem);
    const { archive, mark, files, to } = await threeClips({ fs });
    const before = await filesIn(archive);
    fs.fail({ onCall, isLasting: true, code: 'EIO' });
    hasFailed = await move(files, to, { onSwitch: async () => void fs.heal() }).then(
      () => false,
      () => true,
    );
    fs.heal();
    if (!hasFailed) return;

    expect(await filesIn(archive)).toEqual(before);
    const again = await openFiles(archive, { fs, mark });
    expect(await move(again, to)).toBe(3);
    expect(await clipsIn(to)).toEqual([...paths].sort());
    expect(await again.verify(keptAs(1))).toBe('good');
  }
}, 30_000);

test('a copy that is not what was copied never takes the place of a clip', async () => {
  const fs = {
    ...nodeFileSystem,
    copy: async (_from: string, copy: string) => writeFile(copy, smallMp4(99)),
  };
  const { archive, files, to } = await threeClips({ fs });

  await expect(move(files, to)).rejects.toThrow('the copy differs');
  expect(files.folder()).toBe(archive);
  expect(await filesIn(to)).toEqual([]);
});

test('a name taken by other bytes is never overwritten', async () => {
  const { files, to } = await threeClips();
  await mkdir(dirname(join(to, keptAs(1).path)), { recursive: true });
  await writeFile(join(to, keptAs(1).path), 'my own');

  await move(files, to);

  expect(await files.verify(keptAs(1))).toBe('good');
  const aside = keptAs(1).path.replace('.mp4', ' (2).mp4');
  expect(await readFile(join(to, aside), 'utf8')).toBe('my own');
});

test('no room there is told before anything is copied', async () => {
  const fs = {
    ...nodeFileSystem,
    space: async () => ({ freeBytes: 1_000, totalBytes: 1e9 }),
  };
  const { files, to } = await threeClips({ fs });

  await expect(move(files, to)).rejects.toMatchObject({ code: 'disk-full' });
  expect(await filesIn(to)).toEqual([]);
});

test.each([
  ['a relative path', () => 'somewhere'],
  ['the same folder', (archive: string) => archive],
  ['a folder inside', (archive: string) => join(archive, 'inner')],
  ['a folder around it', (archive: string) => dirname(archive)],
])('%s is no place to move to', async (_what, place) => {
  const { archive, files } = await threeClips();
  const before = await filesIn(archive);

  await expect(move(files, place(archive))).rejects.toMatchObject({ code: 'invalid-argument' });
  expect(await filesIn(archive)).toEqual(before);
});

test('another archive is no place to move to, not even by a link', async () => {
  const { files, to } = await threeClips();
  const other = await newArchive();
  await symlink(other.archive, to);

  await expect(move(files, to)).rejects.toMatchObject({ code: 'invalid-argument' });
  await expect(move(files, other.archive)).rejects.toThrow('another archive');
});

test('meanwhile the archive can be read and not changed; what was on its way arrives first', async () => {
  const { files, to } = await threeClips();
  let goOn = (): void => undefined;
  const gate = new Promise<void>((resolve) => (goOn = resolve));
  async function* slow() {
    yield smallMp4(4).subarray(0, 100);
    await gate;
    yield smallMp4(4).subarray(100);
  }
  const keeping = files.keep(clipOf(4), arriving(slow()));
  const moving = move(files, to);

  for (const change of [
    files.keep(clipOf(5), arriving(inPieces(smallMp4()))),
    files.toBin(keptAs(1)),
    files.remove([keptAs(1)]),
    files.noteStar(clipOf(1), 1),
    move(files, to),
  ]) {
    await expect(change).rejects.toMatchObject({ code: 'archive-busy' });
  }
  expect(await files.locate(keptAs(1))).not.toBeNull();
  goOn();

  expect(await keeping).toEqual(keptAs(4));
  expect(await moving).toBe(4);
  expect(await files.verify(keptAs(4))).toBe('good');
});
