import { dirname } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import {
  fromBinPath,
  isInside,
  makeFolders,
  pathIn,
  removeEmptyFolders,
  toBinPath,
} from './archive-paths.ts';
import { putInPlace } from '../archive-placing.ts';
import { onDisk } from '../file-utils.ts';
import { hasBytes } from '../file-bytes.ts';
import type { FileSystem } from '../file-system.ts';
import type { KeptFile } from '../clips/clip-index.ts';

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
  if (await liesAt(fs, root, { path: source, sizeBytes: file.sizeBytes })) {
    await makeFolders(fs, root, to);
    await putInPlace(fs, { from: source, to: target, bytes: file });
  } else if ((await isInside(fs, root, target)) && (await hasBytes(fs, target, file))) {
    // A crash came between the move and whoever asked for it.
    await onDisk(fs.syncFolder(dirname(target)));
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
async function liesAt(fs: FileSystem, root: string, { path, sizeBytes }: Sized): Promise<boolean> {
  if (!(await isInside(fs, root, path))) return false;
  const facts = await onDisk(fs.stat(path));
  return facts?.kind === 'file' && facts.sizeBytes === sizeBytes;
}
