import { toAppError, type AppErrorCode } from '../../../shared/errors.ts';
import type { ClipId } from '../../../shared/ids.ts';
import type { KeptClip } from '../../store/clips/clip-index.ts';

/** Work on one file after the other that may stop at any of them and is repeated later. */
export interface FileBatches {
  /** Runs `work` on all clips that `list` names, a batch at a time. */
  runAll(
    list: (limit: number) => Promise<readonly KeptClip[]>,
    work: Work<KeptClip>,
  ): Promise<void>;
  /** Resolves with the clips for which `work` succeeded. */
  runEach<T extends KeptClip>(clips: readonly T[], work: Work<T>): Promise<readonly T[]>;
  /** No file may be changed now. */
  isPaused(): boolean;
}

/** A file that fails is left for the next run; an error of the disk ends the run. */
export function createFileBatches(
  isPaused: () => boolean,
  onWarning: (message: string, error: unknown) => void,
): FileBatches {
  async function runEach<T extends KeptClip>(clips: readonly T[], work: Work<T>) {
    const done: T[] = [];
    let failures = 0;
    for (const clip of clips) {
      if (isPaused()) break;
      try {
        await work(clip);
        done.push(clip);
      } catch (error) {
        failures += 1;
        if (failures >= maxFailures || diskErrorCodes.has(toAppError(error).code)) throw error;
        onWarning(`${clip.id} left for the next run`, error);
      }
    }
    return done;
  }

  return {
    runEach,
    isPaused,
    async runAll(list, work) {
      const seen = new Set<ClipId>();
      let left = 0;
      while (!isPaused()) {
        const listed = await list(batchSize + left);
        const batch = listed.filter(({ id }) => !seen.has(id));
        if (batch.length === 0) return;
        for (const { id } of batch) seen.add(id);
        left += batch.length - (await runEach(batch, work)).length;
      }
    },
  };
}

export type Work<T extends KeptClip> = (clip: T) => Promise<unknown>;

/** Small, so that a new star or a stop takes effect soon. */
export const batchSize = 20;

const maxFailures = 5;
const diskErrorCodes: ReadonlySet<AppErrorCode> = new Set<AppErrorCode>([
  'archive-away',
  'archive-busy',
  'disk-full',
  'index-newer',
]);
