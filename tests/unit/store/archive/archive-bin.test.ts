import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { nodeFileSystem } from '../../../../electron/store/file-system.ts';
import { createFaultyFileSystem } from '../../../fixtures/faulty-file-system.ts';
import { clipsIn, filesIn, keepAll, keptAs, newArchive, scanned } from './archive-support.ts';

const kept = keptAs(7);
const binPath = kept.path.replace('1000001/', '1000001/.bin/');
const inBin = { ...kept, path: binPath };

test('a clip goes into the bin and comes back, bytes and all', async () => {
  const { archive, files } = await newArchive();
  await keepAll(files, [7]);

  expect(await files.toBin(kept)).toBe(binPath);
  expect(await clipsIn(archive)).toEqual([binPath]);
  expect(await readdir(join(archive, '1000001'))).not.toContain('Home');
  expect(await files.verify(inBin)).toBe('good');

  expect(await files.fromBin(inBin)).toBe(kept.path);
  expect(await clipsIn(archive)).toEqual([kept.path]);
  expect(await readdir(join(archive, '1000001'))).not.toContain('.bin');
});

test('done already is the same answer', async () => {
  const { archive, files } = await newArchive();
  await keepAll(files, [7]);

  for (const file of [kept, kept, inBin]) expect(await files.toBin(file)).toBe(binPath);
  for (const file of [inBin, inBin, kept]) expect(await files.fromBin(file)).toBe(kept.path);
  expect(await clipsIn(archive)).toEqual([kept.path]);
});

test('both folders are synced before the answer', async () => {
  const fs = createFaultyFileSystem(nodeFileSystem);
  const { archive, files } = await newArchive({ fs });
  await keepAll(files, [7, 8]);
  const before = fs.calls.length;

  await files.toBin(kept);

  const steps = fs.calls.slice(before).map(({ operation, path }) => `${operation} ${path}`);
  const renamed = steps.indexOf(`rename ${join(archive, binPath)}`);
  expect(renamed).toBeGreaterThan(-1);
  for (const path of [binPath, kept.path]) {
    expect(steps.lastIndexOf(`syncFolder ${dirname(join(archive, path))}`)).toBeGreaterThan(
      renamed,
    );
  }
});

test('a crash at any call of the way there is healed by asking again', async () => {
  for (let onCall = 1; ; onCall += 1) {
    const fs = createFaultyFileSystem(nodeFileSystem);
    const { archive, files } = await newArchive({ fs });
    await keepAll(files, [7]);
    fs.fail({ onCall, isLasting: true, code: 'EIO' });
    const failed = await files.toBin(kept).then(
      () => false,
      () => true,
    );
    fs.heal();

    expect(await files.toBin(kept)).toBe(binPath);
    expect(await clipsIn(archive)).toEqual([binPath]);
    if (!failed) return;
  }
});

test('what lies in the way in the bin moves aside and is not lost', async () => {
  const { archive, files } = await newArchive();
  await keepAll(files, [7]);
  await mkdir(dirname(join(archive, binPath)), { recursive: true });
  await writeFile(join(archive, binPath), 'my own');

  await files.toBin(kept);

  expect(await files.verify(inBin)).toBe('good');
  expect(await readFile(join(archive, binPath.replace('.mp4', ' (2).mp4')), 'utf8')).toBe('my own');
});

test('a file that was replaced, or is gone, is not put into the bin', async () => {
  const { archive, files } = await newArchive();
  await keepAll(files, [7]);
  await writeFile(join(archive, kept.path), 'my own');

  await expect(files.toBin(kept)).rejects.toMatchObject({ code: 'not-found' });
  expect(await readFile(join(archive, kept.path), 'utf8')).toBe('my own');
  await rm(join(archive, kept.path));
  await expect(files.toBin(kept)).rejects.toMatchObject({ code: 'not-found' });
});

test('a bin that leads out of the archive takes nothing', async () => {
  const { archive, files } = await newArchive();
  await keepAll(files, [7]);
  const outside = join(dirname(archive), 'outside');
  await mkdir(outside);
  await symlink(outside, join(archive, '1000001/.bin'));

  await expect(files.toBin(kept)).rejects.toMatchObject({ code: 'disk-error' });
  expect(await filesIn(outside)).toEqual([]);
  expect(await files.verify(kept)).toBe('good');
});

test('paths out of the archive are refused', async () => {
  const { files } = await newArchive();
  const path = '1000001/../../x.mp4';

  await expect(files.toBin({ ...kept, path })).rejects.toMatchObject({ code: 'invalid-argument' });
  await expect(files.fromBin({ ...kept, path })).rejects.toThrow('invalid-argument');
});

test('clips in the bin are found there', async () => {
  const { files } = await newArchive();
  await keepAll(files, [6, 7]);
  await files.toBin(kept);

  const { clips } = await scanned(files);

  expect(clips.map(({ clip, file, isBinned }) => [clip.id, file.path, isBinned])).toEqual([
    ['c6', keptAs(6).path, false],
    ['c7', binPath, true],
  ]);
});

test('an account whose last clip is removed leaves nothing behind, not even its journal', async () => {
  const { archive, files } = await newArchive();
  await keepAll(files, [6, 7]);
  await files.toBin(kept);

  await files.remove([keptAs(6)]);
  expect(await filesIn(archive)).toContain('1000001/.journal.jsonl');
  await files.remove([{ ...kept, path: binPath }]);

  expect(await readdir(archive)).toEqual(['.porchlight']);
  await keepAll(files, [8]);
  expect((await scanned(files)).ids).toEqual(['c8']);
});
