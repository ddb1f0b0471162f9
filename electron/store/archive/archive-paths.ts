import { dirname, join, sep } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { isInnerPath } from '../clip-path.ts';
import { onDisk } from '../file-utils.ts';
import type { FileSystem } from '../file-system.ts';

/** Where deleted clips of an account lie. */
export const binFolder = '.bin';
/** Where what is on its way lies. */
export const partsFolder = '.parts';

/** A path of the archive on this disk; `invalid-argument` for one that leads out. */
export function pathIn(root: string, path: string): string {
  if (!isInnerPath(path)) throw new AppError('invalid-argument', 'path');
  return join(root, ...path.split('/'));
}

/** The first folder of a path: its account. */
export const accountOf = (path: string): string => path.split('/')[0] ?? '';

/** True for the name of an account's folder. */
export const isAccountName = (name: string): boolean => /^\d{1,16}$/.test(name);

export const isBinPath = (path: string): boolean => path.split('/')[1] === binFolder;

/** The same clip's path in its account's bin. */
export function toBinPath(path: string): string {
  const [account = '', ...inner] = path.split('/');
  return isBinPath(path) ? path : [account, binFolder, ...inner].join('/');
}

/** The same clip's path among the others. */
export function fromBinPath(path: string): string {
  const [account = '', , ...inner] = path.split('/');
  return isBinPath(path) ? [account, ...inner].join('/') : path;
}

/** `a/b/c.mp4` lies in `a` and in `a/b`. */
export function foldersOf(path: string): readonly string[] {
  const names = path.split('/').slice(0, -1);
  return names.map((_, index) => names.slice(0, index + 1).join('/'));
}

/** Makes the folders of a path one by one, because a link among them could lead out of the archive, and each new name is to survive a power loss. */
export async function makeFolders(fs: FileSystem, root: string, path: string): Promise<void> {
  if ((await onDisk(fs.realPath(root))) === null) {
    throw new AppError('archive-away', 'the archive folder is gone');
  }
  for (const inner of foldersOf(path)) {
    const folder = pathIn(root, inner);
    const facts = await onDisk(fs.stat(folder));
    if (facts === null) {
      await onDisk(fs.makeFolder(folder));
      await onDisk(fs.syncFolder(dirname(folder)));
    } else if (facts.kind !== 'folder') {
      throw new AppError('disk-error', 'not a folder');
    }
  }
}

/** True for what is there and still in the archive when every link is followed. */
export async function isInside(fs: FileSystem, root: string, path: string): Promise<boolean> {
  const [real, realPath] = await onDisk(Promise.all([fs.realPath(root), fs.realPath(path)]));
  return real !== null && realPath?.startsWith(real + sep) === true;
}

/** Removes the folders these paths lay in as far as nothing is left in them; what is left is synced, so that nothing comes back. */
export async function removeEmptyFolders(
  fs: FileSystem,
  root: string,
  paths: readonly string[],
): Promise<void> {
  const changed = new Set(paths.map((path) => dirname(pathIn(root, path))));
  const folders = [...new Set(paths.flatMap(foldersOf))].sort((a, b) => b.length - a.length);
  for (const inner of folders) {
    const folder = pathIn(root, inner);
    if (!(await isInside(fs, root, folder))) continue;
    if (await onDisk(fs.removeFolder(folder))) changed.add(dirname(folder));
    else if (changed.has(folder)) await onDisk(fs.syncFolder(folder));
  }
  if (changed.has(root)) await onDisk(fs.syncFolder(root));
}
