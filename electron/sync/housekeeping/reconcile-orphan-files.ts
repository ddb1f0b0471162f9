import type { Clock } from '../../lib/clock.ts';
import type { ClipArchive } from '../../store/archive/clip-archive.ts';
import type { ClipIndex, KeptClip } from '../../store/clips/clip-index.ts';
import type { FileBatches } from './file-batches.ts';
import { recordKeptFile } from '../downloads/fetch-clip.ts';

export interface OrphanFileDeps {
  readonly index: Pick<ClipIndex, 'source' | 'setKept'>;
  readonly files: Pick<ClipArchive, 'recent' | 'verify' | 'noteStar'>;
  readonly clock: Clock;
  readonly work: FileBatches;
}

/**
 * A run may break off between a file and its row; and meanwhile the clip may have been deleted, here or in the cloud, so
 * that nobody fetches it again. Then the file would lie there for ever and belong to nobody.
 */
export function createOrphanReconciler(deps: OrphanFileDeps): () => Promise<void> {
  const { index, files, work } = deps;

  async function isUnknown({ id }: KeptClip): Promise<boolean> {
    const source = await index.source(id);
    return source !== null && source.clip.place !== 'kept';
  }

  return async () => {
    const late: KeptClip[] = [];
    for (const kept of await files.recent()) if (await isUnknown(kept)) late.push(kept);
    await work.runEach(late, async ({ id, file }) => {
      if ((await files.verify(file)) === 'good') await recordKeptFile(deps, id, file);
    });
  };
}
