import type { Clock } from '../../lib/clock.ts';
import type { ClipArchive } from '../../store/archive/clip-archive.ts';
import type { ClipIndex, KeptClip } from '../../store/clips/clip-index.ts';
import type { FileBatches } from './file-batches.ts';
import { recordKeptFile } from '../downloads/fetch-clip.ts';

export interface OrphanFileDeps {
  readonly index: Pick<ClipIndex, 'source' | 'setKept'>;
  readonly files: Pick<ClipArchive, 'recent' | 'verify' | 'noteStar'>;
  readonly clock: Clock;
  readonly batches: FileBatches;
}

/**
 * Writes rows for recent files that have none: the program may end between a file and its row, and when the clip is
 * deleted afterwards, here or in the cloud, it is never downloaded again and its file would stay forever.
 */
export function createOrphanReconciler(deps: OrphanFileDeps): () => Promise<void> {
  const { index, files, batches } = deps;

  async function isWithoutRow({ id }: KeptClip): Promise<boolean> {
    const source = await index.source(id);
    return source !== null && source.clip.place !== 'kept';
  }

  return async () => {
    const orphans: KeptClip[] = [];
    for (const kept of await files.recent()) if (await isWithoutRow(kept)) orphans.push(kept);
    await batches.runEach(orphans, async ({ id, file }) => {
      if ((await files.verify(file)) === 'good') await recordKeptFile(deps, id, file);
    });
  };
}
