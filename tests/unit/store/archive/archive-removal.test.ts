import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { nodeFileSystem, type FileSystem } from '../../../../electron/store/file-system.ts';
import { arriving, clipsIn, keepAll, keptAs, newArchive, scanned } from './archive-support.ts';
import { clipOf, inPieces, smallMp4 } from '../support.ts';

test.each([
  ['of another size', Buffer.from('a letter')],
  ['of the same size', Buffer.alloc(keptAs(7).sizeBytes, 9)],
])(
  'a stranger’s file %s under the name of a clip is not removed with it',
  async (_what, theirs) => {
    const { archive, files } = await newArchive();
    await keepAll(files, [7]);
    const final = join(archive, keptAs(7).path);
    await writeFile(final, theirs);

    await files.remove([keptAs(7)]);

    expect(await readFile(final)).toEqual(theirs);
  },
);

test('a clip that arrives while the last one is removed has its line in the journal', async () => {
  const { fs, reached, goOn } = heldUp(/1000001$/);
  const { archive, files } = await newArchive({ fs });
  const [first] = await keepAll(files, [1]);
  if (first === undefined) throw new Error('nothing kept');

  const removing = files.remove([first]);
  await reached;
  const keeping = files.keep(clipOf(2), arriving(inPieces(smallMp4(2))));
  const starring = files.noteStar(clipOf(2), 5);
  await new Promise((resolve) => setTimeout(resolve, 50));
  goOn();
  await Promise.all([removing, keeping, starring]);

  const journal = await readFile(join(archive, '1000001', '.journal.jsonl'), 'utf8');
  expect(journal).toContain('"kind":"kept"');
  expect(journal).toContain('"id":"c2"');
  expect((await scanned(files)).clips.map(({ starredAt }) => starredAt)).toEqual([5]);
});

/** A disk whose next listing of such a folder waits, after it was read, until it is told to go on. */
function heldUp(folder: RegExp) {
  const waiting: { reach: () => void; goOn: () => void } = {
    reach: () => undefined,
    goOn: () => undefined,
  };
  const reached = new Promise<void>((resolve) => (waiting.reach = resolve));
  const gate = new Promise<void>((resolve) => (waiting.goOn = resolve));
  const fs: FileSystem = {
    ...nodeFileSystem,
    async entries(path) {
      const found = await nodeFileSystem.entries(path);
      if (folder.test(path)) {
        waiting.reach();
        await gate;
      }
      return found;
    },
  };
  return { fs, reached, goOn: () => waiting.goOn() };
}

test('a file that was replaced while the archive moved stays where it is', async () => {
  const { archive, files } = await newArchive();
  await keepAll(files, [1, 2, 3]);
  const to = join(dirname(archive), 'elsewhere');
  const theirs = join(archive, keptAs(2).path);
  const onSwitch = async () => {
    await writeFile(theirs, 'a letter');
  };

  await files.moveTo(to, { onProgress: () => undefined, onSwitch }, new AbortController().signal);

  expect(await readFile(theirs, 'utf8')).toBe('a letter');
  expect(await clipsIn(archive)).toEqual([keptAs(2).path]);
  expect(await clipsIn(to)).toHaveLength(3);
});
