import { createHash, type Hash } from 'node:crypto';
import { onDisk } from './file-utils.ts';
import type { FileSystem } from './file-system.ts';
import type { KeptFile } from './clips/clip-index.ts';

/** What the bytes of a file are. */
export type FileBytes = Omit<KeptFile, 'path'>;

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
    const bytes = await onDisk(fs.readAt(path, at, wanted));
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
  const facts = await onDisk(fs.stat(path));
  if (facts?.kind !== 'file' || facts.sizeBytes !== bytes.sizeBytes) return false;
  return (await hashFile(fs, path))?.sha256 === bytes.sha256;
}
