import { journalPath } from './archive/journal.ts';
import { readName } from './archive-names.ts';
import { partsFolder, pathIn } from './archive/archive-paths.ts';
import { lyingIn, topLevel } from './archive/archive-folders.ts';
import { onDisk } from './file-utils.ts';
import type { FileSystem } from './file-system.ts';

/** The accounts' folders at the top of an archive. A person's `2023` has such a name too, but nothing of ours in it. */
export async function ownAccounts(fs: FileSystem, root: string): Promise<readonly string[]> {
  const own: string[] = [];
  for (const account of (await topLevel(fs, root)).accounts) {
    if (await isOwn(fs, root, account)) own.push(account);
  }
  return own;
}

async function isOwn(fs: FileSystem, root: string, account: string): Promise<boolean> {
  if ((await kindOf(fs, root, journalPath(account))) === 'file') return true;
  if ((await kindOf(fs, root, `${account}/${partsFolder}`)) === 'folder') return true;
  for await (const { path, isFile } of lyingIn(fs, root, account)) {
    if (isFile && readName(path) !== null) return true;
  }
  return false;
}

const kindOf = async (fs: FileSystem, root: string, path: string) =>
  (await onDisk(fs.stat(pathIn(root, path))))?.kind;
