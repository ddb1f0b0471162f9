import { accountIdOf } from '../../../shared/app-state.ts';
import { toAppError, type AppErrorCode } from '../../../shared/errors.ts';
import type { AccountId } from '../../../shared/ids.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Dispose } from '../../lib/dispose.ts';
import type { AppStore } from '../../store/app-store.ts';
import type { ClipArchive } from '../../store/archive/clip-archive.ts';
import type { ClipCounts, ClipIndex } from '../../store/clips/clip-index.ts';

/** Publishes the counts of clips, and that pages of them have changed, at most four times a second. */
export interface ClipCountsPublisher {
  /** Counts at once, so that the first state a window sees is complete. */
  start(): Promise<void>;
  changed(): void;
  stop(): void;
}

export interface ClipCountsDeps {
  readonly index: Pick<ClipIndex, 'counts' | 'onChanged'>;
  readonly files: Pick<ClipArchive, 'space'>;
  readonly store: AppStore;
  readonly clock: Clock;
}

export function createClipCounts(deps: ClipCountsDeps): ClipCountsPublisher {
  const { index, store, clock } = deps;
  const measure = createSpaceMeasure(deps);
  let cancel: Dispose | null = null;

  const accountId = (): AccountId | null => accountIdOf(store.get().account);

  async function publish(): Promise<void> {
    const counts = await index.counts(accountId()).catch(() => null);
    const { clips } = store.get();
    store.set('clips', { revision: clips.revision + 1, unseen: counts?.unseen ?? clips.unseen });
    if (counts !== null) show(counts);
    await measure();
  }

  function show({ unseen: _unseen, ...counts }: ClipCounts): void {
    const { archive } = store.get();
    const shown = { ...archive, ...counts };
    if (countNames.some((name) => shown[name] !== archive[name])) store.set('archive', shown);
  }

  function changed(): void {
    cancel ??= clock.after(publishDelayMs, () => {
      cancel = null;
      void publish();
    });
  }

  const stopListening = index.onChanged(changed);
  return {
    start: publish,
    changed,
    stop() {
      stopListening();
      cancel?.();
      cancel = null;
    },
  };
}

const publishDelayMs = 250;

const countNames = ['kept', 'waiting', 'damaged', 'missing', 'binned', 'usedBytes'] as const;

/** Reads how much is free on the archive's disk, or that it is away, into the state. Never rejects. */
export function createSpaceMeasure({
  files,
  store,
}: Pick<ClipCountsDeps, 'files' | 'store'>): () => Promise<void> {
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

/** Other problems are set and cleared by whatever met them. */
function problemNow(before: AppErrorCode | null, isAway: boolean): AppErrorCode | null {
  if (isAway) return 'archive-away';
  return before === 'archive-away' ? null : before;
}

// Smaller changes are not published: other programs write all the time, and each change goes to every window.
const stepBytes = 10_000_000;
const roundDown = (bytes: number): number => Math.floor(bytes / stepBytes) * stepBytes;
