import { undoSeconds } from '../../../shared/archive.ts';
import { toAppError } from '../../../shared/errors.ts';
import type { Timestamp } from '../../../shared/models.ts';
import { seconds } from '../../lib/clock.ts';
import type { ClipArchive } from '../../store/archive/clip-archive.ts';
import type { ClipIndex, KeptClip } from '../../store/clips/clip-index.ts';
import type { FileBatches } from './file-batches.ts';

/** Moves files into the bin and back, and deletes them for good. Every step may be repeated. */
export interface BinFiles {
  /** The files of clips deleted until then. */
  moveIn(until: Timestamp): Promise<void>;
  /** The files of clips that were restored. */
  moveOut(): Promise<void>;
  /** Deletes for good the files of clips deleted before then. */
  empty(until: Timestamp): Promise<void>;
}

export interface BinFileDeps {
  readonly index: Pick<
    ClipIndex,
    'get' | 'toBin' | 'setInBin' | 'toUnbin' | 'setOutOfBin' | 'inBin' | 'setErased' | 'setMissing'
  >;
  readonly files: Pick<ClipArchive, 'toBin' | 'fromBin' | 'remove'>;
  readonly batches: FileBatches;
}

/** How long a deletion can be undone before anything is moved or deleted, in ms. */
export const undoWindowMs = seconds(undoSeconds);

export function createBinFiles({ index, files, batches }: BinFileDeps): BinFiles {
  async function moveToBin({ id, file }: KeptClip): Promise<void> {
    const path = await nullIfMissing(files.toBin(file));
    if (path === null) await index.setMissing(id);
    else await index.setInBin(id, path);
  }

  async function erase({ id, file }: KeptClip, until: Timestamp): Promise<void> {
    // It may have been restored since it was listed.
    const binnedAt = (await index.get(id))?.binnedAt ?? null;
    if (binnedAt === null || binnedAt >= until) return;
    // The file first: a row without its file is listed again, a file without a row never is.
    await files.remove([file]);
    await index.setErased([id]);
  }

  return {
    moveIn: (until) => batches.runAll((limit) => index.toBin(until, limit), moveToBin),
    moveOut: () =>
      batches.runAll(
        (limit) => index.toUnbin(limit),
        (kept) => moveOutOfBin({ index, files }, kept),
      ),
    empty: (until) =>
      batches.runAll(
        (limit) => index.inBin(until, limit),
        (kept) => erase(kept, until),
      ),
  };
}

/** A clip is restored even when its file is no longer in the bin; the file is then missing. */
export async function moveOutOfBin(
  stores: {
    readonly index: Pick<ClipIndex, 'setOutOfBin' | 'setMissing'>;
    readonly files: Pick<ClipArchive, 'fromBin'>;
  },
  { id, file }: KeptClip,
): Promise<void> {
  const { index, files } = stores;
  const path = await nullIfMissing(files.fromBin(file));
  await index.setOutOfBin(id, path ?? file.path);
  if (path === null) await index.setMissing(id);
}

/** Null for a file that is in neither place: the person may have removed it. */
const nullIfMissing = (move: Promise<string>): Promise<string | null> =>
  move.catch((error: unknown) => {
    if (toAppError(error).code === 'not-found') return null;
    throw error;
  });
