import { readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeAtomically } from '../../../electron/store/file-utils.ts';
import { nodeFileSystem } from '../../../electron/store/file-system.ts';
import { temporaryFolder } from './support.ts';

test('a new file is made where nothing lies, and never through a link', async () => {
  const folder = await temporaryFolder();
  const [theirs, link, gap] = ['theirs', 'link', 'gap'].map((name) => join(folder, name));
  await writeFile(theirs ?? '', 'a letter');
  await symlink(theirs ?? '', link ?? '');
  await symlink(join(folder, 'nothing'), gap ?? '');

  for (const path of [theirs, link, gap]) {
    await expect(nodeFileSystem.create(path ?? '')).rejects.toMatchObject({ code: 'EEXIST' });
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

  await expect(nodeFileSystem.syncFolder(folder)).rejects.toMatchObject({ code: 'ENOENT' });
});
