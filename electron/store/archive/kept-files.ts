import { removeEmptyFolders, isInside } from './archive-folders.ts';
import { dirname } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { pathIn, isInnerPath } from './archive-paths.ts';
import { hashFile } from '../file-utils.ts';
import { errorCode, type FileSystem } from '../file-system.ts';
import type { KeptFile } from '../clips/clip-index.ts';

/** What a kept file turned out to be. */
export type Verdict = 'good' | 'missing' | 'corrupt';

/** Absolute path of a kept file that is there with the right size, else null. */
export async function locateFile(
  fs: FileSystem,
  root: string,
  file: KeptFile,
): Promise<string | null> {
  if (!isInnerPath(file.path)) return null;
  const path = pathIn(root, file.path);
  if (!(await isInside(fs, root, path))) return null;
  const facts = await fs.stat(path);
  return facts?.kind === 'file' && facts.sizeBytes === file.sizeBytes ? path : null;
}

/** Reads all of a kept file. */
export async function verifyFile(fs: FileSystem, root: string, file: KeptFile): Promise<Verdict> {
  if (!isInnerPath(file.path)) return 'missing';
  const path = pathIn(root, file.path);
  if (!(await isInside(fs, root, path))) return 'missing';
  const facts = await fs.stat(path);
  if (facts === null) return 'missing';
  if (facts.kind !== 'file' || facts.sizeBytes !== file.sizeBytes) return 'corrupt';
  const bytes = await readTwice(() => hashFile(fs, path));
  if (bytes === null) return 'missing';
  return bytes !== 'unreadable' && bytes.sha256 === file.sha256 ? 'good' : 'corrupt';
}

/** A read error twice in a row counts as other bytes. */
async function readTwice<T>(read: () => Promise<T>): Promise<T | 'unreadable'> {
  return read()
    .catch(unlessUnreadable(read))
    .catch(unlessUnreadable(async () => 'unreadable' as const));
}

const unlessUnreadable =
  <T>(next: () => Promise<T>) =>
  (error: unknown): Promise<T> => {
    if (error instanceof AppError && errorCode(error.cause) === 'EIO') return next();
    throw error;
  };

/** Removes kept files, and the folders that are empty then. What else lies under their names is the person's and stays. */
export const removeFiles = (
  fs: FileSystem,
  root: string,
  files: readonly KeptFile[],
): Promise<void> =>
  removeIfOurs(
    fs,
    root,
    files.map((file) => ({ path: file.path, isOurs: (target) => isStill(fs, target, file) })),
  );

export interface Removable {
  readonly path: string;
  /** Asked with the absolute path just before it is removed. */
  readonly isOurs: (target: string) => Promise<boolean>;
}

/** Removes files that are ours, and the folders that are empty then. One path that leads out and nothing is removed. */
export async function removeIfOurs(
  fs: FileSystem,
  root: string,
  all: readonly Removable[],
): Promise<void> {
  const paths = all.map(({ path }) => path);
  if (!paths.every(isInnerPath)) throw new AppError('invalid-argument', 'path');
  for (const { path, isOurs } of all) {
    const target = pathIn(root, path);
    const mayGo = (await isInside(fs, root, dirname(target))) && (await isOurs(target));
    if (mayGo) await fs.remove(target);
  }
  await removeEmptyFolders(fs, root, paths);
}

/** True for the bytes that were kept. If it cannot be read, its size decides, or it could never be removed. */
async function isStill(fs: FileSystem, target: string, file: KeptFile): Promise<boolean> {
  const facts = await fs.stat(target);
  if (facts?.kind !== 'file' || facts.sizeBytes !== file.sizeBytes) return false;
  const bytes = await readTwice(() => hashFile(fs, target));
  return bytes === 'unreadable' || bytes?.sha256 === file.sha256;
}
