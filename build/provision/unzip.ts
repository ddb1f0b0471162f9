import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openPromise, type Entry, type ZipFile } from 'yauzl';

const fileTypeMask = 0o170000;
const symbolicLink = 0o120000;

/**
 * Unpacks the files of a zip below `into`. `rename` answers where an entry goes, or undefined to leave it out.
 * Throws on a damaged zip, on a path that leaves `into`, and on a symbolic link, which could lead out of it.
 */
export async function unzip(
  zip: string,
  into: string,
  rename: (name: string) => string | undefined,
): Promise<void> {
  const archive = await openPromise(zip, { autoClose: false });
  try {
    for await (const entry of archive.eachEntry()) {
      const name = rename(entry.fileName);
      if (name === undefined || name.endsWith('/')) continue;
      await writeEntry(archive, entry, pathInside(into, name));
    }
  } finally {
    archive.close();
  }
}

function pathInside(folder: string, name: string): string {
  const path = resolve(folder, name);
  if (path.startsWith(resolve(folder) + sep)) return path;
  throw new Error(`zip entry leaves its folder: ${name}`);
}

async function writeEntry(archive: ZipFile, entry: Entry, path: string): Promise<void> {
  const mode = entry.externalFileAttributes >>> 16;
  if ((mode & fileTypeMask) === symbolicLink) {
    throw new Error(`zip entry is a symbolic link: ${entry.fileName}`);
  }
  await mkdir(dirname(path), { recursive: true });
  const content = await archive.openReadStreamPromise(entry);
  await pipeline(content, createWriteStream(path, { mode: mode & 0o777 || 0o644 }));
}
