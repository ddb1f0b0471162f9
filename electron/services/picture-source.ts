import { toAppError } from '../../shared/errors.ts';
import type { PictureFiles } from '../store/archive/clip-archive.ts';

/** Stills by key, asked of the cloud once ever and once at a time. */
export interface PictureSource {
  /** The stored picture, else the fetched one; null when there is none to be had now. */
  get(key: string, fetch: () => Promise<Uint8Array | null>): Promise<Uint8Array | null>;
}

/** `remember` lists further keys under which a freshly fetched picture is stored. */
export function createPictureSource(
  pictures: PictureFiles,
  remember: (key: string) => readonly string[] = () => [],
): PictureSource {
  const running = new Map<string, Promise<Uint8Array | null>>();
  const missing = new Set<string>();

  async function find(
    key: string,
    fetch: () => Promise<Uint8Array | null>,
  ): Promise<Uint8Array | null> {
    const stored = await readOrNull(pictures, key);
    if (stored !== null || missing.has(key)) return stored;
    try {
      const bytes = await fetch();
      if (bytes === null) return null;
      for (const name of [key, ...remember(key)]) await store(pictures, name, bytes);
      return bytes;
    } catch (error) {
      // A picture is an ornament: what is wrong with the cloud shows elsewhere.
      if (isGone(toAppError(error).code)) missing.add(key);
      return null;
    }
  }

  return {
    get(key, fetch) {
      const work = running.get(key) ?? find(key, fetch).finally(() => running.delete(key));
      running.set(key, work);
      return work;
    },
  };
}

const isGone = (code: string): boolean => code === 'not-found' || code === 'bad-answer';

const readOrNull = (pictures: PictureFiles, key: string): Promise<Uint8Array | null> =>
  pictures.read(key).catch(() => null);

/** Rejects for bytes that are no picture; a full disk costs the next fetch, not this picture. */
async function store(pictures: PictureFiles, key: string, bytes: Uint8Array): Promise<void> {
  try {
    await pictures.write(key, bytes);
  } catch (error) {
    if (toAppError(error).code === 'bad-answer') throw error;
  }
}
