import { removeEmptyFolders, isInside, makeFolders } from './archive-folders.ts';
import { dirname } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import type { KeptFile } from '../clips/clip-index.ts';
import type { FileSystem } from '../file-system.ts';
import { freeName, hasBytes, type FileBytes } from '../file-utils.ts';
import { fromBinPath, pathIn, toBinPath } from './archive-paths.ts';

/** Moves a kept file into the bin of its account; its new path. `not-found` when it lies neither here nor there. */
export const moveToBin = (fs: FileSystem, root: string, file: KeptFile): Promise<string> =>
  move(fs, root, { file, from: fromBinPath(file.path), to: toBinPath(file.path) });

/** The other way. */
export const moveFromBin = (fs: FileSystem, root: string, file: KeptFile): Promise<string> =>
  move(fs, root, { file, from: toBinPath(file.path), to: fromBinPath(file.path) });

interface Move {
  readonly file: KeptFile;
  readonly from: string;
  readonly to: string;
}

async function move(fs: FileSystem, root: string, { file, from, to }: Move): Promise<string> {
  const [source, target] = [pathIn(root, from), pathIn(root, to)];
  if (await isFileAt(fs, root, { path: source, sizeBytes: file.sizeBytes })) {
    await makeFolders(fs, root, to);
    await putInPlace(fs, { from: source, to: target, bytes: file });
  } else if ((await isInside(fs, root, target)) && (await hasBytes(fs, target, file))) {
    // A crash came between the move and whoever asked for it.
    await fs.syncFolder(dirname(target));
  } else {
    throw new AppError('not-found', to);
  }
  await removeEmptyFolders(fs, root, [from]);
  return to;
}

interface Sized {
  readonly path: string;
  readonly sizeBytes: number;
}

/** A file of another size is not the clip: it stays where it is. */
async function isFileAt(
  fs: FileSystem,
  root: string,
  { path, sizeBytes }: Sized,
): Promise<boolean> {
  if (!(await isInside(fs, root, path))) return false;
  const facts = await fs.stat(path);
  return facts?.kind === 'file' && facts.sizeBytes === sizeBytes;
}

export interface FilePlacement {
  readonly from: string;
  readonly to: string;
  readonly bytes: FileBytes;
}

/** Gives a file its place, for good when this answers. Other bytes that lie there are the person's: they move aside to a free name. */
export async function putInPlace(
  fs: FileSystem,
  { from, to, bytes }: FilePlacement,
): Promise<void> {
  const old = await fs.stat(to);
  // After a crash our own file may lie there already.
  if (old !== null && !(await hasBytes(fs, to, bytes))) {
    await fs.rename(to, await freeName(fs, to));
  }
  await fs.rename(from, to);
  await fs.syncFolder(dirname(to));
}
