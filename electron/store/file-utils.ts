import type { FileSystem } from './file-system.ts';
import { createHash, type Hash } from 'node:crypto';
import { dirname } from 'node:path';
import type { Timestamp } from '../../shared/models.ts';

/** After a crash at any moment the file has its old or its new bytes, never a part of them. */
export async function writeAtomically(
  fs: FileSystem,
  path: string,
  bytes: Uint8Array,
): Promise<void> {
  const part = `${path}.part`;
  try {
    await writeDurably(fs, part, bytes);
    await fs.rename(part, path);
    await fs.syncFolder(dirname(path));
  } catch (error) {
    await fs.remove(part).catch(() => undefined);
    throw error;
  }
}

interface AsideName {
  readonly path: string;
  /** What is wrong with it. */
  readonly word: string;
  readonly at: Timestamp;
}

/** Moves a broken file out of the way under a name with a date; answers the new path, null if there was no file. */
export async function setAside(fs: FileSystem, name: AsideName): Promise<string | null> {
  if ((await fs.stat(name.path)) === null) return null;
  const aside = await asidePath(fs, name);
  await fs.rename(name.path, aside);
  return aside;
}

/** A copy of bytes that could not be read in full, under the same kind of name; null when there is no room for it. */
export async function keepCopyAside(
  fs: FileSystem,
  name: AsideName,
  bytes: Uint8Array,
): Promise<string | null> {
  const aside = await asidePath(fs, name);
  return writeAtomically(fs, aside, bytes).then(
    () => aside,
    () => null,
  );
}

function asidePath(fs: FileSystem, { path, word, at }: AsideName): Promise<string> {
  const stamp = new Date(at).toISOString().replaceAll(/[:.]/g, '-');
  return freeName(fs, `${path}.${word}-${stamp}`);
}

/** The path itself if nothing lies there, else `x (2).mp4` for `x.mp4`, or the first number after it that is free. */
export async function freeName(fs: FileSystem, path: string): Promise<string> {
  const [, stem = path, ending = ''] = /^(.*?)(\.[a-z0-9]{1,5})?$/isu.exec(path) ?? [];
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? path : `${stem} (${number})${ending}`;
    if ((await fs.stat(name)) === null) return name;
  }
}

async function writeDurably(fs: FileSystem, path: string, bytes: Uint8Array): Promise<void> {
  // What a crash left, or a link that somebody has put there.
  await fs.remove(path);
  const file = await fs.create(path);
  try {
    await file.write(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** What the bytes of a file are. */
export interface FileBytes {
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** Short enough that nobody waits for one of them. */
export const chunkBytes = 2 ** 18;

/** A file piece by piece, up to `mostBytes` if given; null in the end when it went away. */
export async function* chunksOf(
  fs: FileSystem,
  path: string,
  mostBytes = Infinity,
): AsyncGenerator<Uint8Array | null, void> {
  for (let at = 0; at < mostBytes;) {
    const wanted = Math.min(chunkBytes, mostBytes - at);
    const bytes = await fs.readAt(path, at, wanted);
    yield bytes;
    if (bytes === null || bytes.length < wanted) return;
    at += bytes.length;
  }
}

/** Reads all of a file; `watch` sees every piece. Null without a file. */
export async function hashFile(
  fs: FileSystem,
  path: string,
  watch?: (bytes: Uint8Array) => void,
): Promise<FileBytes | null> {
  const hash: Hash = createHash('sha256');
  let sizeBytes = 0;
  for await (const bytes of chunksOf(fs, path)) {
    if (bytes === null) return null;
    sizeBytes += bytes.length;
    hash.update(bytes);
    watch?.(bytes);
  }
  return { sizeBytes, sha256: hash.digest('hex') };
}

/** True for a plain file of exactly these bytes. */
export async function hasBytes(fs: FileSystem, path: string, bytes: FileBytes): Promise<boolean> {
  const facts = await fs.stat(path);
  if (facts?.kind !== 'file' || facts.sizeBytes !== bytes.sizeBytes) return false;
  return (await hashFile(fs, path))?.sha256 === bytes.sha256;
}
