import { toAppError, type AppErrorCode } from '../../../shared/errors.ts';
import type { ClipId } from '../../../shared/ids.ts';
import type { KeptClip } from '../../store/clips/clip-index.ts';

/** Work on file after file that may end at any of them and is begun anew another time. */
export interface FileBatches {
  /** As long as `list` has some, a few at a time. */
  runAll(
    list: (limit: number) => Promise<readonly KeptClip[]>,
    work: Work<KeptClip>,
  ): Promise<void>;
  /** Answers those it went well with. */
  runEach<T extends KeptClip>(clips: readonly T[], work: Work<T>): Promise<readonly T[]>;
  /** Nothing is to be touched any more, or for now. */
  isPaused(): boolean;
}

export interface FileBatchDeps {
  readonly isPaused: () => boolean;
  readonly onWarning: (message: string, error: unknown) => void;
}

/** A file that fails is left for another time; a disk that fails ends it all. */
export function createFileBatches({ isPaused: isHeld, onWarning }: FileBatchDeps): FileBatches {
  async function each<T extends KeptClip>(clips: readonly T[], work: Work<T>) {
    const done: T[] = [];
    let failures = 0;
    for (const clip of clips) {
      if (isHeld()) break;
      try {
        await work(clip);
        done.push(clip);
      } catch (error) {
        failures += 1;
        if (failures >= mostFailures || ofTheDisk.has(toAppError(error).code)) throw error;
        onWarning(`${clip.id} left for another time`, error);
      }
    }
    return done;
  }

  return {
    runEach: each,
    isPaused: isHeld,
    async runAll(list, work) {
      const seen = new Set<ClipId>();
      let left = 0;
      while (!isHeld()) {
        const listed = await list(batchSize + left);
        const batch = listed.filter(({ id }) => !seen.has(id));
        if (batch.length === 0) return;
        for (const { id } of batch) seen.add(id);
        left += batch.length - (await each(batch, work)).length;
      }
    },
  };
}

export type Work<T extends KeptClip> = (clip: T) => Promise<unknown>;

/** So small that neither a star nor a stop comes late. */
export const batchSize = 20;

const mostFailures = 5;
const ofTheDisk: ReadonlySet<AppErrorCode> = new Set<AppErrorCode>([
  'archive-away',
  'archive-busy',
  'disk-full',
  'index-newer',
]);
