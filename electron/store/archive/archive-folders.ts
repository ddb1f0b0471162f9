import type { FileSystem } from '../file-system.ts';
import { onDisk } from '../file-utils.ts';
import {
  binFolder,
  isAccountName,
  isInnerPath,
  partsFolder,
  pathIn,
  readName,
} from './archive-paths.ts';
import { markFile } from './archive-root.ts';
import { journalFile, journalPath } from './journal.ts';

/** Something that lies in the archive and is no folder. */
export interface Lying {
  readonly path: string;
  /** Links and the like are not files: nothing here follows them. */
  readonly isFile: boolean;
}

export interface TopLevel {
  readonly accounts: readonly string[];
  /** How many names there are none of ours. */
  readonly strangers: number;
}

/** What lies at the top of an archive. */
export async function topLevel(fs: FileSystem, root: string): Promise<TopLevel> {
  const entries = await onDisk(fs.entries(root));
  const isAccount = ({ name, kind }: (typeof entries)[number]) =>
    kind === 'folder' && isAccountName(name);
  const others = entries.filter(
    (entry) => !isAccount(entry) && entry.name !== markFile && !isOfSystem(entry.name),
  );
  return {
    accounts: entries.filter(isAccount).map(({ name }) => name),
    strangers: others.length,
  };
}

/** Everything below an account's folder but its journal and what is on its way; the bin comes last. */
export async function* lyingIn(
  fs: FileSystem,
  root: string,
  account: string,
): AsyncGenerator<Lying> {
  const own = new Set([binFolder, partsFolder, journalFile]);
  yield* below({ fs, root, skipped: own }, account, 0);
  const bin = await onDisk(fs.stat(pathIn(root, `${account}/${binFolder}`)));
  if (bin?.kind === 'folder') {
    yield* below({ fs, root, skipped: new Set() }, `${account}/${binFolder}`, 0);
  }
}

interface Walk {
  readonly fs: FileSystem;
  readonly root: string;
  /** Names left out at the top. */
  readonly skipped: ReadonlySet<string>;
}

/** A person may have made folders of their own, but not without end. */
const deepest = 12;

async function* below(walk: Walk, folder: string, depth: number): AsyncGenerator<Lying> {
  for (const { name, kind } of await onDisk(walk.fs.entries(pathIn(walk.root, folder)))) {
    if (isOfSystem(name) || (depth === 0 && walk.skipped.has(name))) continue;
    const path = `${folder}/${name}`;
    const isOpen = isInnerPath(path) && depth < deepest;
    if (kind === 'folder' && isOpen) yield* below(walk, path, depth + 1);
    else yield { path, isFile: kind === 'file' && isOpen };
  }
}

/** What file managers leave behind. */
const isOfSystem = (name: string): boolean =>
  ['.DS_Store', 'Thumbs.db', 'desktop.ini'].includes(name) || name.startsWith('._');

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
