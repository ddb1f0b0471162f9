import { journalPath, markFile, pathIn } from './archive-paths.ts';
import { makeFolders, archiveAccounts, walkFiles } from './archive-folders.ts';
import { dirname, isAbsolute, sep } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { removeIfOurs } from './kept-files.ts';
import { dropParts } from './partial-files.ts';
import { type ArchiveRoot } from './archive-root.ts';
import { freeName, hasBytes, hashFile } from '../file-utils.ts';
import type { FileFacts, FileSystem } from '../file-system.ts';
import type { MoveSteps } from './clip-archive.ts';

export interface Archive {
  readonly fs: FileSystem;
  readonly root: ArchiveRoot;
}

export interface Move {
  readonly to: string;
  readonly steps: MoveSteps;
  readonly signal: AbortSignal;
}

/** Copies an archive, compares, switches, and only then removes the old one. What an earlier try has brought is not copied again. Answers how many files of clips came along. */
export async function moveArchive({ fs, root }: Archive, move: Move): Promise<number> {
  const { to, steps, signal } = move;
  const from = await root.open();
  await checkTarget({ fs, root }, from, to);
  const { accounts, paths } = await contentsOf(fs, from, signal);
  const way: MovePaths = { fs, from, to };
  await checkRoom(way, paths, signal);
  const brought: CopiedFile[] = [];
  for (const [done, path] of paths.entries()) {
    signal.throwIfAborted();
    steps.onProgress(done, paths.length);
    const facts = await fs.stat(pathIn(from, path));
    await copyFile(way, path);
    brought.push({ path, facts });
  }
  await syncFolders(way, paths);
  signal.throwIfAborted();
  await switchOver({ way, root, accounts }, steps.onSwitch);
  steps.onProgress(paths.length, paths.length);
  // From here on the new archive is the archive: what cannot be removed of the old one is only in the way.
  await removeOld(way, accounts, brought).catch(() => undefined);
  return paths.length;
}

interface CopiedFile {
  readonly path: string;
  /** As it was before it was copied. */
  readonly facts: FileFacts | null;
}

interface MovePaths {
  readonly fs: FileSystem;
  readonly from: string;
  readonly to: string;
}

async function checkTarget({ fs, root }: Archive, from: string, to: string): Promise<void> {
  if (!isAbsolute(to)) throw new AppError('invalid-argument', 'not an absolute path');
  const wasMade = await fs.makeFolder(to);
  const [here, there] = await Promise.all([fs.realPath(from), fs.realPath(to)]);
  const isNested =
    here === null || there === null || isWithin(here, there) || isWithin(there, here);
  if (!isNested && !(await root.isOther(to))) return;
  if (wasMade) await fs.removeFolder(to);
  throw new AppError('invalid-argument', isNested ? 'one within the other' : 'another archive');
}

const isWithin = (outer: string, inner: string): boolean =>
  `${inner}${sep}`.startsWith(outer + sep);

async function contentsOf(fs: FileSystem, from: string, signal: AbortSignal) {
  const accounts = await archiveAccounts(fs, from);
  const paths: string[] = [];
  for (const account of accounts) {
    for await (const { path, isFile } of walkFiles(fs, from, account)) {
      signal.throwIfAborted();
      if (isFile) paths.push(path);
    }
  }
  return { accounts, paths };
}

/** Checked before hours of copying, not after. */
async function checkRoom(
  { fs, from, to }: MovePaths,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  let missingBytes = 0;
  for (const path of paths) {
    signal.throwIfAborted();
    const [here, there] = await Promise.all([
      fs.stat(pathIn(from, path)),
      fs.stat(pathIn(to, path)),
    ]);
    if (here?.sizeBytes !== there?.sizeBytes) missingBytes += here?.sizeBytes ?? 0;
  }
  const { freeBytes } = await fs.space(to);
  if (missingBytes > freeBytes) throw new AppError('disk-full', 'not enough room there');
}

/** Copies one file under a name of its own, reads it back, and only then gives it its name; false if it was there. */
async function copyFile({ fs, from, to }: MovePaths, path: string): Promise<boolean> {
  const [source, target] = [pathIn(from, path), pathIn(to, path)];
  const bytes = await hashFile(fs, source);
  if (bytes === null) throw new AppError('disk-error', 'a file went away');
  if (await hasBytes(fs, target, bytes)) return false;
  await makeFolders(fs, to, path);
  const moving = `${target}.moving`;
  try {
    await fs.remove(moving);
    await fs.copy(source, moving);
    if (!(await hasBytes(fs, moving, bytes))) throw new AppError('disk-error', 'the copy differs');
    const isTaken = (await fs.stat(target)) !== null;
    if (isTaken) await fs.rename(target, await freeName(fs, target));
    await fs.rename(moving, target);
  } catch (error) {
    await fs.remove(moving).catch(() => undefined);
    throw error;
  }
  return true;
}

async function syncFolders({ fs, to }: MovePaths, paths: readonly string[]): Promise<void> {
  const folders = new Set(paths.map((path) => dirname(pathIn(to, path))));
  for (const folder of folders) await fs.syncFolder(folder);
}

interface Switch {
  readonly way: MovePaths;
  readonly root: ArchiveRoot;
  readonly accounts: readonly string[];
}

/** Journals and mark last, so that a move given up does not leave what looks like an archive. */
async function switchOver(
  { way, root, accounts }: Switch,
  onSwitch: () => Promise<void>,
): Promise<void> {
  const { fs, from, to } = way;
  const brought: string[] = [];
  try {
    for (const path of accounts.map(journalPath)) {
      const facts = await fs.stat(pathIn(from, path));
      if (facts?.kind === 'file' && (await copyFile(way, path))) brought.push(path);
    }
    await syncFolders(way, brought);
    brought.push(markFile);
    await root.copyMark(to);
    await onSwitch();
  } catch (error) {
    for (const path of brought) await fs.remove(pathIn(to, path)).catch(() => undefined);
    throw error;
  }
  root.switchTo(to);
}

/** The mark first: half an archive must not pass for a whole one. What is another file than the one that was copied stays. */
async function removeOld(
  { fs, from }: MovePaths,
  accounts: readonly string[],
  brought: readonly CopiedFile[],
): Promise<void> {
  await fs.remove(pathIn(from, markFile));
  const isCopied = async (target: string, facts: FileFacts | null) =>
    isSame(await fs.stat(target), facts);
  await removeIfOurs(fs, from, [
    ...brought.map(({ path, facts }) => ({
      path,
      isOurs: (target: string) => isCopied(target, facts),
    })),
    ...accounts.map((account) => ({ path: journalPath(account), isOurs: async () => true })),
  ]);
  for (const account of accounts) {
    await dropParts(fs, from, account);
    await fs.removeFolder(pathIn(from, account));
  }
  await fs.removeFolder(from);
}

const isSame = (now: FileFacts | null, before: FileFacts | null): boolean =>
  now !== null &&
  now.identity === before?.identity &&
  now.sizeBytes === before.sizeBytes &&
  now.modifiedAt === before.modifiedAt;
