import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nodeFileSystem } from '../../../../electron/store/file-system.ts';
import type { ClipArchive } from '../../../../electron/store/archive/clip-archive.ts';
import { createFaultyFileSystem } from '../../../fixtures/faulty-file-system.ts';
import {
  arriving,
  clipsIn,
  filesIn,
  keepAll,
  keptAs,
  newArchive,
  openFiles,
  rememberedMark,
} from './archive-support.ts';
import { clipOf, inPieces, smallMp4, temporaryFolder } from '../support.ts';

const signal = new AbortController().signal;
const steps = { onProgress: () => undefined, onSwitch: async () => undefined };
const first = async (batches: AsyncIterable<unknown>) => batches[Symbol.asyncIterator]().next();

/** Everything that can be asked of the archive. */
const everyCall: Readonly<Record<string, (files: ClipArchive) => Promise<unknown>>> = {
  part: (files) => files.part(clipOf(7)),
  keep: (files) => files.keep(clipOf(8), arriving(inPieces(smallMp4()))),
  dropPart: (files) => files.dropPart(clipOf(7)),
  locate: (files) => files.locate(keptAs(7)),
  verify: (files) => files.verify(keptAs(7)),
  remove: (files) => files.remove([keptAs(7)]),
  toBin: (files) => files.toBin(keptAs(7)),
  fromBin: (files) => files.fromBin(keptAs(7)),
  noteStar: (files) => files.noteStar(clipOf(7), 1),
  scan: (files) => first(files.scan(signal)),
  space: (files) => files.space(),
  moveTo: (files) => files.moveTo('/nowhere/at/all', steps, signal),
};

test('at the very first run the folder is made and marked, and the mark is remembered', async () => {
  const { archive, mark } = await newArchive();

  expect(await readFile(join(archive, '.porchlight'), 'utf8')).toContain(mark.get() ?? 'no mark');
});

test('calls at the same moment of the first run make one mark', async () => {
  const archive = join(await temporaryFolder(), 'in the way');
  await writeFile(archive, 'a file');
  const mark = rememberedMark();
  const files = await openFiles(archive, { mark });
  await rm(archive);

  await Promise.all([files.space(), files.space(), keepAll(files, [1]), keepAll(files, [2])]);

  expect(await readFile(join(archive, '.porchlight'), 'utf8')).toContain(mark.get() ?? 'no mark');
  expect(await clipsIn(archive)).toHaveLength(2);
});

test('an archive from before there were marks is taken over', async () => {
  const { archive, files } = await newArchive();
  await keepAll(files, [7]);
  await rm(join(archive, '.porchlight'));
  const mark = rememberedMark();

  const again = await openFiles(archive, { mark });

  expect(mark.get()).not.toBeNull();
  expect(await again.verify(keptAs(7))).toBe('good');
});

test('an archive whose settings were lost is known by its own mark', async () => {
  const { archive, mark } = await newArchive();
  const lost = rememberedMark();

  await openFiles(archive, { mark: lost });

  expect(lost.get()).toBe(mark.get());
});

test.each(Object.entries(everyCall))(
  '%s says that the archive is away, and makes nothing',
  async (_name, call) => {
    const { archive, mark, files } = await newArchive();
    await keepAll(files, [7]);
    await rename(archive, `${archive}-away`);

    await expect(call(files)).rejects.toMatchObject({ code: 'archive-away' });
    await expect(call(await openFiles(archive, { mark }))).rejects.toThrow('archive-away');
    expect(await filesIn(join(archive, '..'))).not.toContain('archive/.porchlight');

    await mkdir(archive);
    await expect(call(files)).rejects.toMatchObject({ code: 'archive-away' });
    expect(await filesIn(archive)).toEqual([]);
  },
);

test.each(Object.entries(everyCall))(
  '%s leaves another disk under the same name alone',
  async (_name, call) => {
    const { archive, files } = await newArchive();
    await keepAll(files, [7]);
    const other = await newArchive();
    await keepAll(other.files, [7]);
    await rename(archive, `${archive}-away`);
    await rename(other.archive, archive);
    const before = await filesIn(archive);

    await expect(call(files)).rejects.toMatchObject({ code: 'archive-away' });
    expect(await filesIn(archive)).toEqual(before);
  },
);

test('a disk that is back heals everything by itself', async () => {
  const { archive, files } = await newArchive();
  await keepAll(files, [7]);
  await rename(archive, `${archive}-away`);
  await expect(files.space()).rejects.toThrow('archive-away');
  await rename(`${archive}-away`, archive);

  expect(await files.verify(keptAs(7))).toBe('good');
  expect((await files.space()).totalBytes).toBeGreaterThan((await files.space()).freeBytes);
  await keepAll(files, [8]);
});

test.each(['', 'cut', 'flipped', 'binary'])('a mark that is %j is written anew', async (harm) => {
  const { archive, mark, files } = await newArchive();
  const path = join(archive, '.porchlight');
  const whole = await readFile(path, 'utf8');
  const word = mark.get() ?? '';
  const flipped = whole.replace(
    word,
    word.replace(/^./, (char) => (char === '0' ? '1' : '0')),
  );
  const damages: Record<string, string> = { cut: whole.slice(0, 20), flipped, binary: '\0\xff' };
  await writeFile(path, damages[harm] ?? '');

  await files.space();

  expect(await readFile(path, 'utf8')).toBe(whole);
});

test('a damaged mark on a disk that cannot be written keeps nobody from reading', async () => {
  const fs = createFaultyFileSystem(nodeFileSystem);
  const { archive, files } = await newArchive({ fs });
  await keepAll(files, [7]);
  await writeFile(join(archive, '.porchlight'), 'damaged');
  fs.fail({ operations: ['create', 'rename'], onCall: 1, isLasting: true, code: 'EROFS' });

  expect(await files.verify(keptAs(7))).toBe('good');
  expect(fs.heal()).toBeGreaterThan(0);
});

test('an archive that was moved by hand is gone on with where it is shown to be', async () => {
  const { archive, mark, files } = await newArchive();
  await keepAll(files, [7]);
  const moved = `${archive} elsewhere`;
  await rename(archive, moved);
  await expect(files.space()).rejects.toMatchObject({ code: 'archive-away' });
  const before = mark.get();

  await files.adopt(moved);

  expect([files.folder(), mark.get()]).toEqual([moved, before]);
  expect(await files.verify(keptAs(7))).toBe('good');
  await keepAll(files, [8]);
  expect(await clipsIn(moved)).toHaveLength(2);
});

test('an archive whose mark was deleted by hand, or is another one, is taken over when it is shown', async () => {
  const { archive, mark, files } = await newArchive();
  await keepAll(files, [7]);
  await rm(join(archive, '.porchlight'));
  await expect(files.space()).rejects.toMatchObject({ code: 'archive-away' });
  await files.adopt(archive);
  expect(await files.verify(keptAs(7))).toBe('good');

  const other = await newArchive();
  await keepAll(other.files, [9]);
  await files.adopt(other.archive);
  expect(mark.get()).toBe(other.mark.get());
  expect(await files.verify(keptAs(9))).toBe('good');
});

test('a folder without clips is never taken for the archive', async () => {
  const { archive, mark, files } = await newArchive();
  await keepAll(files, [7]);
  const before = mark.get();
  const empty = await temporaryFolder();

  await expect(files.adopt(empty)).rejects.toMatchObject({ code: 'not-found' });
  await expect(files.adopt(join(empty, 'nowhere'))).rejects.toMatchObject({ code: 'not-found' });
  await expect(files.adopt('clips')).rejects.toMatchObject({ code: 'invalid-argument' });

  expect([files.folder(), mark.get(), await filesIn(empty)]).toEqual([archive, before, []]);
});

test('a folder of photos by year is not taken for an archive', async () => {
  const { archive, files } = await newArchive();
  const photos = await temporaryFolder();
  await mkdir(join(photos, '2023'));
  await writeFile(join(photos, '2023', 'beach.jpg'), 'mine');

  await expect(files.adopt(photos)).rejects.toMatchObject({ code: 'not-found' });

  expect([files.folder(), await filesIn(photos)]).toEqual([archive, ['2023/beach.jpg']]);
});

test.each([
  ['its journal', ['.porchlight', keptAs(7).path]],
  ['the name of a clip', ['.porchlight', '1000001/.journal.jsonl']],
  ['its mark', [keptAs(7).path, '1000001/.journal.jsonl']],
])('an archive is known by %s alone', async (_what, gone) => {
  const { archive, files } = await newArchive();
  await keepAll(files, [7]);
  for (const path of gone) await rm(join(archive, path));
  const moved = `${archive} elsewhere`;
  await rename(archive, moved);

  await files.adopt(moved);

  expect(files.folder()).toBe(moved);
});

test('a disk that goes away during a scan is no archive without clips', async () => {
  const { archive, files } = await newArchive();
  await keepAll(files, [7]);
  const scan = async () => {
    for await (const _batch of files.scan(signal)) {
      await rename(archive, `${archive}-away`).catch(() => undefined);
    }
  };

  await expect(scan()).rejects.toMatchObject({ code: 'archive-away' });
});
