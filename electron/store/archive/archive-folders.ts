import {
  journalPath,
  journalFile,
  markFile,
  binFolder,
  isAccountName,
  isInnerPath,
  partsFolder,
  pathIn,
  readName,
} from './archive-paths.ts';
import { dirname, sep } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import type { FileSystem } from '../file-system.ts';

/** Something that lies in the archive and is no folder. */
export interface FoundPath {
  readonly path: string;
  /** Links and the like are not files: nothing here follows them. */
  readonly isFile: boolean;
}

export interface TopLevel {
  readonly accounts: readonly string[];
  /** How many names there are none of ours. */
  readonly unknownFiles: number;
}

/** What lies at the top of an archive. */
export async function listTopLevel(fs: FileSystem, root: string): Promise<TopLevel> {
  const entries = await fs.entries(root);
  const isAccount = ({ name, kind }: (typeof entries)[number]) =>
    kind === 'folder' && isAccountName(name);
  const others = entries.filter(
    (entry) => !isAccount(entry) && entry.name !== markFile && !isOfSystem(entry.name),
  );
  return {
    accounts: entries.filter(isAccount).map(({ name }) => name),
    unknownFiles: others.length,
  };
}

/** Everything below an account's folder but its journal and what is on its way; the bin comes last. */
export async function* walkFiles(
  fs: FileSystem,
  root: string,
  account: string,
): AsyncGenerator<FoundPath> {
  const own = new Set([binFolder, partsFolder, journalFile]);
  yield* walkBelow({ fs, root, skipped: own }, account, 0);
  const bin = await fs.stat(pathIn(root, `${account}/${binFolder}`));
  if (bin?.kind === 'folder') {
    yield* walkBelow({ fs, root, skipped: new Set() }, `${account}/${binFolder}`, 0);
  }
}

interface Walk {
  readonly fs: FileSystem;
  readonly root: string;
  /** Names left out at the top. */
  readonly skipped: ReadonlySet<string>;
}

/** A person may have made folders of their own, but not without end. */
const maxDepth = 12;

async function* walkBelow(walk: Walk, folder: string, depth: number): AsyncGenerator<FoundPath> {
  for (const { name, kind } of await walk.fs.entries(pathIn(walk.root, folder))) {
    if (isOfSystem(name) || (depth === 0 && walk.skipped.has(name))) continue;
    const path = `${folder}/${name}`;
    const isOpen = isInnerPath(path) && depth < maxDepth;
    if (kind === 'folder' && isOpen) yield* walkBelow(walk, path, depth + 1);
    else yield { path, isFile: kind === 'file' && isOpen };
  }
}

/** What file managers leave behind. */
const isOfSystem = (name: string): boolean =>
  ['.DS_Store', 'Thumbs.db', 'desktop.ini'].includes(name) || name.startsWith('._');

/** The accounts' folders at the top of an archive. A person's `2023` has such a name too, but nothing of ours in it. */
export async function archiveAccounts(fs: FileSystem, root: string): Promise<readonly string[]> {
  const own: string[] = [];
  for (const account of (await listTopLevel(fs, root)).accounts) {
    if (await holdsClips(fs, root, account)) own.push(account);
  }
  return own;
}

async function holdsClips(fs: FileSystem, root: string, account: string): Promise<boolean> {
  if ((await kindOf(fs, root, journalPath(account))) === 'file') return true;
  if ((await kindOf(fs, root, `${account}/${partsFolder}`)) === 'folder') return true;
  for await (const { path, isFile } of walkFiles(fs, root, account)) {
    if (isFile && readName(path) !== null) return true;
  }
  return false;
}

const kindOf = async (fs: FileSystem, root: string, path: string) =>
  (await fs.stat(pathIn(root, path)))?.kind;

/** `a/b/c.mp4` lies in `a` and in `a/b`. */
export function foldersOf(path: string): readonly string[] {
  const names = path.split('/').slice(0, -1);
  return names.map((_, index) => names.slice(0, index + 1).join('/'));
}

/** Makes the folders of a path one by one, because a link among them could lead out of the archive, and each new name is to survive a power loss. */
export async function makeFolders(fs: FileSystem, root: string, path: string): Promise<void> {
  if ((await fs.realPath(root)) === null) {
    throw new AppError('archive-away', 'the archive folder is gone');
  }
  for (const inner of foldersOf(path)) {
    const folder = pathIn(root, inner);
    const facts = await fs.stat(folder);
    if (facts === null) {
      await fs.makeFolder(folder);
      await fs.syncFolder(dirname(folder));
    } else if (facts.kind !== 'folder') {
      throw new AppError('disk-error', 'not a folder');
    }
  }
}

/** True for what is there and still in the archive when every link is followed. */
export async function isInside(fs: FileSystem, root: string, path: string): Promise<boolean> {
  const [real, realPath] = await Promise.all([fs.realPath(root), fs.realPath(path)]);
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
    if (await fs.removeFolder(folder)) changed.add(dirname(folder));
    else if (changed.has(folder)) await fs.syncFolder(folder);
  }
  if (changed.has(root)) await fs.syncFolder(root);
}
