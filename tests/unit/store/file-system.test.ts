import { readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeAtomically } from '../../../electron/store/file-utils.ts';
import { nodeFileSystem } from '../../../electron/store/file-system.ts';
import { temporaryFolder } from './support.ts';

/** How a failure of the disk reaches the rest of the program. */
const named = (code: string) => ({ name: 'AppError', code: 'disk-error', cause: { code } });

test('a new file is made where nothing lies, and never through a link', async () => {
  const folder = await temporaryFolder();
  const [theirs, link, gap] = ['theirs', 'link', 'gap'].map((name) => join(folder, name));
  await writeFile(theirs ?? '', 'a letter');
  await symlink(theirs ?? '', link ?? '');
  await symlink(join(folder, 'nothing'), gap ?? '');

  for (const path of [theirs, link, gap]) {
    await expect(nodeFileSystem.create(path ?? '')).rejects.toMatchObject(named('EEXIST'));
  }

  expect(await readFile(theirs ?? '', 'utf8')).toBe('a letter');
  expect(await nodeFileSystem.stat(join(folder, 'nothing'))).toBeNull();
});

test('a link at the name a file is written under first is not followed', async () => {
  const folder = await temporaryFolder();
  const [theirs, ours] = [join(folder, 'theirs'), join(folder, 'ours')];
  await writeFile(theirs, 'a letter');
  await symlink(theirs, `${ours}.part`);

  await writeAtomically(nodeFileSystem, ours, Buffer.from('new'));

  expect(await readFile(theirs, 'utf8')).toBe('a letter');
  expect(await readFile(ours, 'utf8')).toBe('new');
  expect((await nodeFileSystem.stat(ours))?.kind).toBe('file');
});

test('a copy replaces a link instead of following it', async () => {
  const folder = await temporaryFolder();
  const [theirs, ours, copy] = [join(folder, 'theirs'), join(folder, 'ours'), join(folder, 'copy')];
  await writeFile(theirs, 'a letter');
  await writeFile(ours, 'new');
  await symlink(theirs, copy);

  await nodeFileSystem.copy(ours, copy);

  expect(await readFile(theirs, 'utf8')).toBe('a letter');
  expect(await readFile(copy, 'utf8')).toBe('new');
});

test('what is left of a write that was cut off is no obstacle', async () => {
  const path = join(await temporaryFolder(), 'settings');
  await writeFile(`${path}.part`, 'half');

  await writeAtomically(nodeFileSystem, path, Buffer.from('whole'));

  expect(await readFile(path, 'utf8')).toBe('whole');
});

// Linux answers EINVAL for the folders of /proc, as some network disks do for theirs.
test.runIf(process.platform === 'linux')(
  'a folder that cannot be synced is no failure',
  async () => {
    await expect(nodeFileSystem.syncFolder('/proc')).resolves.toBeUndefined();
  },
);

test('a folder that is not there cannot be synced', async () => {
  const folder = join(await temporaryFolder(), 'gone');

  await expect(nodeFileSystem.syncFolder(folder)).rejects.toMatchObject(named('ENOENT'));
});

test('every call that fails is named, with what the computer said as its cause', async () => {
  const folder = await temporaryFolder();
  const [file, inFile, gone] = [
    join(folder, 'a'),
    join(folder, 'a', 'b'),
    join(folder, 'gone', 'b'),
  ];
  await writeFile(file, 'bytes');
  const fs = nodeFileSystem;
  const calls: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['EISDIR', () => fs.append(folder)],
    ['ENOENT', () => fs.truncate(gone, 0)],
    ['EISDIR', () => fs.read(folder)],
    ['EISDIR', () => fs.readAt(folder, 0, 1)],
    ['ENAMETOOLONG', () => fs.stat(join(folder, 'a'.repeat(300)))],
    ['ENOENT', () => fs.rename(gone, file)],
    ['ENOENT', () => fs.copy(gone, join(folder, 'c'))],
    ['ERR_FS_EISDIR', () => fs.remove(folder)],
    ['ENOTDIR', () => fs.removeFolder(file)],
    ['ENOTDIR', () => fs.makeFolder(inFile)],
    ['ENAMETOOLONG', () => fs.list(join(folder, 'a'.repeat(300)))],
    ['ENAMETOOLONG', () => fs.entries(join(folder, 'a'.repeat(300)))],
    ['ENOENT', () => fs.syncFolder(gone)],
    ['ENAMETOOLONG', () => fs.realPath(join(folder, 'a'.repeat(300)))],
    ['ENOENT', () => fs.space(gone)],
  ];

  for (const [code, call] of calls) await expect(call()).rejects.toMatchObject(named(code));
  expect(() => fs.removeNow(folder)).toThrow('disk-error');
});

test('a file that was closed names what is still asked of it', async () => {
  const file = await nodeFileSystem.create(join(await temporaryFolder(), 'file'));
  await file.close();

  await expect(file.write(Buffer.from('late'))).rejects.toMatchObject(named('EBADF'));
  await expect(file.sync()).rejects.toMatchObject(named('EBADF'));
});
