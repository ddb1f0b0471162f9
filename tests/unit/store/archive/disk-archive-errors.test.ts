import { createHash } from 'node:crypto';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { clipPath } from '../../../../electron/store/archive/archive-paths.ts';
import { nodeFileSystem, type FileSystem } from '../../../../electron/store/file-system.ts';
import { createFaultyFileSystem } from '../../../fixtures/faulty-file-system.ts';
import { arriving, clipsIn, filesIn, openFiles } from './archive-support.ts';
import { clipOf, failingDisk, inPieces, smallMp4, temporaryFolder } from '../support.ts';

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

test.each([
  ['create', 'EACCES', 'disk-error'],
  ['write', 'ENOSPC', 'disk-full'],
  ['sync', 'EIO', 'disk-error'],
  ['close', 'EDQUOT', 'disk-full'],
  ['append', 'ENOSPC', 'disk-full'],
  ['rename', 'EROFS', 'disk-error'],
  ['syncFolder', 'EIO', 'disk-error'],
] as const)('a disk that fails at %s with %s is named, and heals', async (call, code, name) => {
  const fs = createFaultyFileSystem(nodeFileSystem);
  const { archive, files } = await openArchive(fs);
  fs.fail({ operations: [call], onCall: 1, code });

  const change = { validator: '"v1"' };
  const failing = files.keep(clip, arriving(inPieces(bytes), bytes.length, change));
  await expect(failing).rejects.toMatchObject({ code: name });
  expect(fs.heal()).toBe(1);
  expect(await clipsIn(archive)).toEqual([]);
  expect(await files.part(clip)).toBeNull();

  expect(await files.keep(clip, arriving(inPieces(bytes)))).toEqual(kept);
  expect(await filesIn(archive)).toEqual(['.porchlight', '1000001/.journal.jsonl', path].sort());
});

test('a connection is let go when the disk takes no folder', async () => {
  const calls: string[] = [];
  const body: AsyncIterable<Uint8Array> = {
    [Symbol.asyncIterator]: () => ({
      next: () => Promise.reject(new Error('read')),
      return: async () => {
        calls.push('let go');
        return { done: true, value: undefined };
      },
    }),
  };
  const { files } = await openArchive(failingDisk('syncFolder', 'EIO'));

  await expect(files.keep(clip, arriving(body))).rejects.toMatchObject({
    code: 'disk-error',
  });
  expect(calls).toEqual(['let go']);
});

test('bytes are safe before their line is, the line before the name, the name before the answer', async () => {
  const fs = createFaultyFileSystem(nodeFileSystem);
  const { archive, files } = await openArchive(fs);

  await files.keep(clip, arriving(inPieces(bytes)));

  const steps = fs.calls.map((call) => `${call.operation} ${relative(archive, call.path)}`);
  const order = [
    'sync 1000001/.parts/c7000001.part',
    'write 1000001/.journal.jsonl',
    'sync 1000001/.journal.jsonl',
    `rename ${path}`,
    `syncFolder ${dirname(path)}`,
    'syncFolder 1000001/.parts',
  ];
  const places = order.map((step) => steps.lastIndexOf(step));
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});
