import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, mkdir, open, symlink, type FileHandle } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { PassThrough, type Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';

/** One file of a zip, as its central directory lists it. */
interface ZipEntry {
  readonly name: string;
  readonly mode: number;
  readonly isDeflated: boolean;
  readonly packedSize: number;
  readonly headerOffset: number;
}

const endSize = 22;
const endSignature = 0x06054b50;
const entrySize = 46;
const entrySignature = 0x02014b50;
const localSize = 30;
const fileTypeMask = 0o170000;
const symlinkType = 0o120000;

/**
 * Unpacks a zip below `into`. `rename` answers where an entry goes, or undefined to leave it out.
 * Zip64 is not read. Throws on a damaged file and on a path that leaves `into`.
 */
export async function unzip(
  zip: string,
  into: string,
  rename: (name: string) => string | undefined,
): Promise<void> {
  const file = await open(zip);
  try {
    for (const entry of await readDirectory(file)) {
      const name = rename(entry.name);
      if (name === undefined || name.endsWith('/')) continue;
      await writeEntry(zip, file, entry, inside(into, name));
    }
  } finally {
    await file.close();
  }
}

function inside(folder: string, name: string): string {
  const path = resolve(folder, name);
  if (!path.startsWith(resolve(folder) + sep))
    throw new Error(`zip entry leaves its folder: ${name}`);
  return path;
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await file.read(bytes, 0, length, position);
  if (bytesRead !== length) throw new Error('zip ends too early');
  return bytes;
}

async function readDirectory(file: FileHandle): Promise<readonly ZipEntry[]> {
  const { size } = await file.stat();
  const length = Math.min(size, endSize + 0xffff);
  const tail = await readAt(file, size - length, length);
  const signature = Buffer.alloc(4);
  signature.writeUInt32LE(endSignature);
  const end = tail.lastIndexOf(signature);
  if (end < 0) throw new Error('not a zip file');
  const directory = await readAt(file, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));
  return parseDirectory(directory, tail.readUInt16LE(end + 10));
}

function parseDirectory(directory: Buffer, count: number): readonly ZipEntry[] {
  const entries: ZipEntry[] = [];
  for (let at = 0; entries.length < count;) {
    if (directory.readUInt32LE(at) !== entrySignature) throw new Error('damaged zip directory');
    const nameLength = directory.readUInt16LE(at + 28);
    entries.push({
      name: directory.toString('utf8', at + entrySize, at + entrySize + nameLength),
      mode: directory.readUInt32LE(at + 38) >>> 16,
      isDeflated: directory.readUInt16LE(at + 10) === 8,
      packedSize: directory.readUInt32LE(at + 20),
      headerOffset: directory.readUInt32LE(at + 42),
    });
    at +=
      entrySize + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}

async function writeEntry(zip: string, file: FileHandle, entry: ZipEntry, path: string) {
  await mkdir(dirname(path), { recursive: true });
  const content = await contentOf(zip, file, entry);
  if ((entry.mode & fileTypeMask) === symlinkType) {
    await symlink((await buffer(content)).toString('utf8'), path);
    return;
  }
  await pipeline(content, createWriteStream(path));
  await chmod(path, entry.mode & 0o777 || 0o644);
}

async function contentOf(zip: string, file: FileHandle, entry: ZipEntry): Promise<Readable> {
  if (entry.packedSize === 0) return new PassThrough().end();
  const header = await readAt(file, entry.headerOffset, localSize);
  const start = entry.headerOffset + localSize + header.readUInt16LE(26) + header.readUInt16LE(28);
  const packed = createReadStream(zip, { start, end: start + entry.packedSize - 1 });
  if (!entry.isDeflated) return packed;
  const unpacked = createInflateRaw();
  packed.on('error', (error) => unpacked.destroy(error));
  return packed.pipe(unpacked);
}
