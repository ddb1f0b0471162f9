import type { Clock } from '../../lib/clock.ts';
import type { ClipFiles } from '../../store/archive/clip-archive.ts';
import type { ClipIndex, KeptClip } from '../../store/clips/clip-index.ts';
import type { FileWork } from './file-batches.ts';
import { noteKept } from '../downloads/fetch-clip.ts';

export interface LateRowsDeps {
  readonly index: Pick<ClipIndex, 'source' | 'setKept'>;
  readonly files: Pick<ClipFiles, 'recent' | 'verify' | 'noteStar'>;
  readonly clock: Clock;
  readonly work: FileWork;
}

/**
 * A run may break off between a file and its row; and meanwhile the clip may have been deleted, here or in the cloud, so
 * that nobody fetches it again. Then the file would lie there for ever and belong to nobody.
 */
export function createLateRows(deps: LateRowsDeps): () => Promise<void> {
  const { index, files, work } = deps;

  async function isUnknown({ id }: KeptClip): Promise<boolean> {
    const source = await index.source(id);
    return source !== null && source.clip.place !== 'kept';
  }

  return async () => {
    const late: KeptClip[] = [];
    for (const kept of await files.recent()) if (await isUnknown(kept)) late.push(kept);
    await work.each(late, async ({ id, file }) => {
      if ((await files.verify(file)) === 'good') await noteKept(deps, id, file);
    });
  };
}
