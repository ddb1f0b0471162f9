import { undoSeconds } from '../../../shared/archive.ts';
import { toAppError } from '../../../shared/errors.ts';
import type { Timestamp } from '../../../shared/models.ts';
import { seconds } from '../../lib/clock.ts';
import type { ClipArchive } from '../../store/archive/clip-archive.ts';
import type { ClipIndex, KeptClip } from '../../store/clips/clip-index.ts';
import type { FileBatches } from './file-batches.ts';

/** Brings files into the bin, out of it, and out of the world. Every step may be done twice. */
export interface BinFiles {
  /** What was deleted until then. */
  moveIn(until: Timestamp): Promise<void>;
  /** What is shown again. */
  moveOut(): Promise<void>;
  /** For good, what was deleted before then. */
  empty(until: Timestamp): Promise<void>;
}

export interface BinFileDeps {
  readonly index: Pick<
    ClipIndex,
    'get' | 'toBin' | 'setInBin' | 'toUnbin' | 'setOutOfBin' | 'inBin' | 'setErased' | 'setMissing'
  >;
  readonly files: Pick<ClipArchive, 'toBin' | 'fromBin' | 'remove'>;
  readonly work: FileBatches;
}

/** How long a deletion can be undone as if nothing had been. */
export const undoWindowMs = seconds(undoSeconds);

export function createBinFiles({ index, files, work }: BinFileDeps): BinFiles {
  async function putAway({ id, file }: KeptClip): Promise<void> {
    const path = await unlessMissing(files.toBin(file));
    if (path === null) await index.setMissing(id);
    else await index.setInBin(id, path);
  }

  async function erase({ id, file }: KeptClip, until: Timestamp): Promise<void> {
    // Brought back since it was listed.
    const binnedAt = (await index.get(id))?.binnedAt ?? null;
    if (binnedAt === null || binnedAt >= until) return;
    // The file first: a row without it is listed again, a file without a row never.
    await files.remove([file]);
    await index.setErased([id]);
  }

  return {
    moveIn: (until) => work.runAll((limit) => index.toBin(until, limit), putAway),
    moveOut: () =>
      work.runAll(
        (limit) => index.toUnbin(limit),
        (kept) => takeOutOfBin({ index, files }, kept),
      ),
    empty: (until) =>
      work.runAll(
        (limit) => index.inBin(until, limit),
        (kept) => erase(kept, until),
      ),
  };
}

export interface TakingOut {
  readonly index: Pick<ClipIndex, 'setOutOfBin' | 'setMissing'>;
  readonly files: Pick<ClipArchive, 'fromBin'>;
}

/** A file that is gone from the bin is missing: its clip is shown again all the same. */
export async function takeOutOfBin({ index, files }: TakingOut, { id, file }: KeptClip) {
  const path = await unlessMissing(files.fromBin(file));
  await index.setOutOfBin(id, path ?? file.path);
  if (path === null) await index.setMissing(id);
}

/** Null for a file that is in neither place: the person may have taken it. */
const unlessMissing = (moving: Promise<string>): Promise<string | null> =>
  moving.catch((error: unknown) => {
    if (toAppError(error).code === 'not-found') return null;
    throw error;
  });
