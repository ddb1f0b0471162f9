import { toAppError, type AppErrorCode } from '../../shared/errors.ts';
import type { AppStore } from '../store/app-store.ts';
import type { ClipFiles } from '../store/archive/clip-archive.ts';

export interface SpaceGaugeDeps {
  readonly files: Pick<ClipFiles, 'space'>;
  readonly store: AppStore;
}

/** A look at the archive's disk: how much is free there, or that it is away. Never rejects. */
export function createSpaceGauge({ files, store }: SpaceGaugeDeps): () => Promise<void> {
  return async () => {
    const found = await files.space().then(
      ({ freeBytes }) => ({ freeBytes: roundDown(freeBytes), isAway: false }),
      (error: unknown) => ({ freeBytes: null, isAway: toAppError(error).code === 'archive-away' }),
    );
    const { archive } = store.get();
    const problem = problemNow(archive.problem, found.isAway);
    if (archive.freeBytes === found.freeBytes && archive.problem === problem) return;
    store.set('archive', { ...archive, freeBytes: found.freeBytes, problem });
  };
}

/** Other problems are told by whoever met them. */
function problemNow(before: AppErrorCode | null, isAway: boolean): AppErrorCode | null {
  if (isAway) return 'archive-away';
  return before === 'archive-away' ? null : before;
}

// Less than this is no news: other programs write all the time, and each change goes to every window.
const stepBytes = 10_000_000;
const roundDown = (bytes: number): number => Math.floor(bytes / stepBytes) * stepBytes;
