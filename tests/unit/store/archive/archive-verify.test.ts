import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nodeFileSystem } from '../../../../electron/store/file-system.ts';
import { createFaultyFileSystem } from '../../../fixtures/faulty-file-system.ts';
import { keepAll, keptAs, newArchive } from './archive-support.ts';

const kept = keptAs(7);
const ids = Array.from({ length: 30 }, (_, index) => index);

test('every planted fault is found, and no other', async () => {
  const { archive, files } = await newArchive();
  const all = await keepAll(files, ids);
  const at = (id: number) => join(archive, all[id]?.path ?? '');
  for (const id of [1, 2, 3]) {
    const bytes = await readFile(at(id));
    bytes[bytes.length - id * 100] = 255;
    await writeFile(at(id), bytes);
  }
  await writeFile(at(4), '');
  await writeFile(at(5), Buffer.concat([await readFile(at(5)), Buffer.alloc(1)]));
  await rm(at(6));
  await rm(at(7));
  await mkdir(at(7));
  await rm(at(8));
  await symlink(at(9), at(8));

  const verdicts = await Promise.all(all.map((file) => files.verify(file)));

  const found = (verdict: string) => ids.filter((id) => verdicts[id] === verdict);
  expect(found('corrupt')).toEqual([1, 2, 3, 4, 5, 7, 8]);
  expect(found('missing')).toEqual([6]);
  expect(found('good')).toHaveLength(22);
});

test('a spot that cannot be read twice running is spoiled, once is a hiccup', async () => {
  const fs = createFaultyFileSystem(nodeFileSystem);
  const { files } = await newArchive({ fs });
  await keepAll(files, [7]);
  const unreadable = { operations: ['readAt'], path: /mp4$/, onCall: 1, code: 'EIO' } as const;

  fs.fail(unreadable);
  expect(await files.verify(kept)).toBe('good');
  fs.fail({ ...unreadable, isLasting: true });
  expect(await files.verify(kept)).toBe('corrupt');
});

test.each([
  ['EACCES', ['readAt']],
  ['EMFILE', ['readAt']],
  ['EIO', ['readAt', 'read']],
] as const)('a disk that answers %s spoils no file', async (code, operations) => {
  const fs = createFaultyFileSystem(nodeFileSystem);
  const { files } = await newArchive({ fs });
  await keepAll(files, [7]);
  fs.fail({ operations, onCall: 2, isLasting: true, code });
  fs.fail({ operations: ['readAt'], onCall: 1, isLasting: true, code });

  await expect(files.verify(kept)).rejects.toMatchObject({ code: 'disk-error' });
});

test('a path out of the archive is missing', async () => {
  const { files } = await newArchive();

  expect(await files.verify({ ...kept, path: '../x.mp4' })).toBe('missing');
});
