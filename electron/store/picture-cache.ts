import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { writeAtomically } from './file-utils.ts';
import type { FileSystem } from './file-system.ts';

export interface PictureFilesOptions {
  readonly fs: FileSystem;
  /** Absolute path of a folder that holds nothing else. */
  readonly folder: string;
}

/** Stills as files named by the hash of their key. Anything but a JPEG of at most 10 MB is refused with `bad-answer`. */
export function createPictureFiles({ fs, folder }: PictureFilesOptions): PictureFiles {
  const place = (key: string) => {
    const name = createHash('sha256').update(key).digest('hex');
    const shelf = join(folder, name.slice(0, 2));
    return { shelf, path: join(shelf, `${name}.jpg`) };
  };

  return {
    async read(key) {
      const bytes = await fs.read(place(key).path);
      return bytes !== null && isPicture(bytes) ? bytes : null;
    },
    async write(key, bytes) {
      if (!isPicture(bytes)) throw new AppError('bad-answer', `${bytes.length} bytes, no JPEG`);
      const { shelf, path } = place(key);
      await fs.makeFolder(shelf);
      await writeAtomically(fs, path, bytes);
    },
    clear: () => clear(fs, folder),
  };
}

const largestBytes = 10_000_000;

const isPicture = (bytes: Uint8Array): boolean =>
  bytes.length <= largestBytes && bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;

async function clear(fs: FileSystem, folder: string): Promise<void> {
  for (const shelf of (await fs.list(folder)).filter((name) => /^[0-9a-f]{2}$/.test(name))) {
    for (const name of await fs.list(join(folder, shelf))) {
      await fs.remove(join(folder, shelf, name));
    }
    await fs.removeFolder(join(folder, shelf));
  }
}

/** Stills, fetched once ever. */
export interface PictureFiles {
  /** Null when never stored. `key` is ours, not a path. */
  read(key: string): Promise<Uint8Array | null>;
  write(key: string, bytes: Uint8Array): Promise<void>;
  clear(): Promise<void>;
}
