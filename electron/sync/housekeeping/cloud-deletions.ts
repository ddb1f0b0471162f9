import { toAppError, type AppErrorCode } from '../../../shared/errors.ts';
import type { AccountId } from '../../../shared/ids.ts';
import type { Timestamp } from '../../../shared/models.ts';
import type { Dispose } from '../../lib/dispose.ts';
import { seconds, type Clock, type Random } from '../../lib/clock.ts';
import type { ClipIndex, Deletion } from '../../store/clips/clip-index.ts';
import { backoffMs } from '../polling/pace.ts';
import type { RequestGate } from '../polling/request-gate.ts';
import { coalesce } from '../../lib/throttle.ts';
import { undoWindowMs } from './bin-files.ts';

/** Deletes clips in the cloud after a person has deleted them here and the time to undo is over. */
export interface CloudDeletions {
  /** Something was deleted or restored, or a refusal has ended: plans the next run. */
  wake(): void;
  /** Deletes everything now, without waiting for the time to undo. Rejects when the cloud refuses. */
  flush(): Promise<void>;
  /** Resolves when nothing is requested or written any more. */
  stop(): Promise<void>;
}

export interface CloudDeletionDeps {
  readonly accountId: AccountId;
  readonly gate: RequestGate;
  readonly index: Pick<
    ClipIndex,
    'toDelete' | 'oldestDeletion' | 'setDeleted' | 'setDeletionFailed' | 'isReadOnly'
  >;
  readonly clock: Clock;
  readonly random: Random;
  /** The cloud has deleted something: its list has changed. */
  readonly onDeleted: () => void;
  readonly onWarning: (message: string, error: unknown) => void;
}

/**
 * An undo during the request is too late for the cloud's copy: the clip is then shown again and kept on this computer
 * only. Files on this computer are never touched here.
 */
export function createCloudDeletions(deps: CloudDeletionDeps): CloudDeletions {
  const { accountId, gate, index, clock, random, onDeleted, onWarning } = deps;
  let cancel: Dispose | null = null;
  let failuresInRow = 0;
  // Halved as long as the cloud refuses a batch, until the refused clip is alone.
  let batchSize = maxBatchSize;
  let isFinalRun = false;
  // Nothing is deleted in the cloud that cannot be recorded in the index.
  let isStopped = index.isReadOnly;

  const run = coalesce(async () => {
    // `wake` is called when a refusal ends.
    if (isStopped || gate.isRefused()) return;
    const askedAt = await index.oldestDeletion(accountId);
    if (askedAt === null) return;
    for (;;) {
      const some = await index.toDelete(accountId, untilFor(askedAt), batchSize);
      if (some.length === 0) return;
      await deleteSome(some);
    }
  });

  function untilFor(askedAt: Timestamp): Timestamp {
    if (isFinalRun) return Number.MAX_SAFE_INTEGER;
    const now = clock.now();
    // A clock that was set back must not delay a deletion by as much.
    return askedAt > now ? askedAt : now - undoWindowMs;
  }

  async function deleteSome(some: readonly Deletion[]): Promise<void> {
    const mediaIds = some.map(({ mediaId }) => mediaId);
    try {
      await gate.ask(({ media }, signal) => media.remove(mediaIds, signal));
    } catch (error) {
      await noteFailure(some, toAppError(error).code);
      throw error;
    }
    batchSize = maxBatchSize;
    await index.setDeleted(idsOf(some), clock.now());
    if (!isFinalRun) onDeleted();
  }

  async function noteFailure(some: readonly Deletion[], code: AppErrorCode): Promise<void> {
    if (!clipErrorCodes.has(code)) return;
    if (some.length > 1) batchSize = Math.ceil(some.length / 2);
    else await index.setDeletionFailed(idsOf(some), code);
  }

  async function schedule(atLeastMs = 0): Promise<void> {
    const askedAt = await index.oldestDeletion(accountId);
    const isBackingOff = failuresInRow > 0 && cancel !== null;
    if (isBackingOff) return;
    cancel?.();
    cancel = null;
    if (askedAt === null || isStopped || gate.isRefused()) return;
    const leftMs = Math.min(undoWindowMs, askedAt + undoWindowMs - clock.now());
    cancel = clock.after(Math.max(atLeastMs, leftMs), () => {
      cancel = null;
      void runAndReschedule();
    });
  }

  async function runAndReschedule(): Promise<void> {
    try {
      await run();
      failuresInRow = 0;
    } catch (error) {
      failuresInRow += 1;
      onWarning('not deleted in the cloud', error);
    }
    await reschedule(Math.max(minGapMs, backoffMs(failuresInRow, random)));
  }

  const reschedule = (atLeastMs?: number) =>
    schedule(atLeastMs).catch((error: unknown) => onWarning('deletions cannot be read', error));

  return {
    wake: () => void reschedule(),
    flush() {
      isFinalRun = true;
      return run();
    },
    async stop() {
      isStopped = true;
      cancel?.();
      await run().catch(() => undefined);
    },
  };
}

const idsOf = (some: readonly Deletion[]) => some.map(({ id }) => id);

/** Refused because of the clips. Other failures say nothing about the clips and do not count as tries. */
const clipErrorCodes: ReadonlySet<AppErrorCode> = new Set<AppErrorCode>([
  'not-found',
  'bad-answer',
  'invalid-argument',
  'not-supported',
  'command-failed',
]);

const maxBatchSize = 100;
/** Between two runs, however they end. */
const minGapMs = seconds(5);
