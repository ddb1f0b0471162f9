import { undoSeconds } from '../../../shared/archive.ts';
import { toAppError, type AppErrorCode } from '../../../shared/errors.ts';
import type { AccountId } from '../../../shared/ids.ts';
import type { Timestamp } from '../../../shared/models.ts';
import type { Dispose } from '../../lib/dispose.ts';
import { seconds, type Clock, type Random } from '../../lib/clock.ts';
import type { ClipIndex, Deletion } from '../../store/clips/clip-index.ts';
import { backoffMs } from '../polling/pace.ts';
import type { RequestGate } from '../polling/request-gate.ts';
import { coalesce } from '../../lib/throttle.ts';

/** Deletes in the cloud what a person has deleted here, when there is no more time to undo it. */
export interface CloudDeletions {
  /** Something was deleted or undone, or the cloud listens again: the next time is found anew. */
  wake(): void;
  /** All of it now, however short ago it was asked for. Rejects when the cloud does not take it. */
  flush(): Promise<void>;
  /** Resolves when nothing is asked or written any more. */
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
  /** The cloud has deleted something: its list tells so. */
  readonly onDeleted: () => void;
  readonly onWarning: (message: string, error: unknown) => void;
}

/**
 * An undo that comes while the request is on its way is too late for the cloud's copy: the index then holds a clip that
 * is shown again and lies here only. What is kept on this computer is never touched by this.
 */
export function createCloudDeletions(deps: CloudDeletionDeps): CloudDeletions {
  const { accountId, gate, index, clock, random, onDeleted, onWarning } = deps;
  let cancel: Dispose | null = null;
  let failuresInRow = 0;
  // Cut in half as long as the cloud refuses a list, until the one it does not take stands alone.
  let atOnce = mostAtOnce;
  let isLast = false;
  // Nothing is deleted that cannot be noted.
  let isOver = index.isReadOnly;

  const run = coalesce(async () => {
    // Whoever ends a refusal wakes this.
    if (isOver || gate.isRefused()) return;
    const askedAt = await index.oldestDeletion(accountId);
    if (askedAt === null) return;
    for (;;) {
      const some = await index.toDelete(accountId, untilFor(askedAt), atOnce);
      if (some.length === 0) return;
      await deleteSome(some);
    }
  });

  function untilFor(askedAt: Timestamp): Timestamp {
    if (isLast) return Number.MAX_SAFE_INTEGER;
    const now = clock.now();
    // A clock that was set back must not keep a deletion waiting for as long.
    return askedAt > now ? askedAt : now - graceMs;
  }

  async function deleteSome(some: readonly Deletion[]): Promise<void> {
    const mediaIds = some.map(({ mediaId }) => mediaId);
    try {
      await gate.ask(({ media }, signal) => media.remove(mediaIds, signal));
    } catch (error) {
      await noteRefused(some, toAppError(error).code);
      throw error;
    }
    atOnce = mostAtOnce;
    await index.setDeleted(idsOf(some), clock.now());
    if (!isLast) onDeleted();
  }

  async function noteRefused(some: readonly Deletion[], code: AppErrorCode): Promise<void> {
    if (!ofTheClip.has(code)) return;
    if (some.length > 1) atOnce = Math.ceil(some.length / 2);
    else await index.setDeletionFailed(idsOf(some), code);
  }

  async function arm(atLeastMs = 0): Promise<void> {
    const askedAt = await index.oldestDeletion(accountId);
    const isBackingOff = failuresInRow > 0 && cancel !== null;
    if (isBackingOff) return;
    cancel?.();
    cancel = null;
    if (askedAt === null || isOver || gate.isRefused()) return;
    const leftMs = Math.min(graceMs, askedAt + graceMs - clock.now());
    cancel = clock.after(Math.max(atLeastMs, leftMs), () => {
      cancel = null;
      void runAndArm();
    });
  }

  async function runAndArm(): Promise<void> {
    try {
      await run();
      failuresInRow = 0;
    } catch (error) {
      failuresInRow += 1;
      onWarning('not deleted in the cloud', error);
    }
    await armAgain(Math.max(restMs, backoffMs(failuresInRow, random)));
  }

  const armAgain = (atLeastMs?: number) =>
    arm(atLeastMs).catch((error: unknown) => onWarning('deletions cannot be read', error));

  return {
    wake: () => void armAgain(),
    flush() {
      isLast = true;
      return run();
    },
    async stop() {
      isOver = true;
      cancel?.();
      await run().catch(() => undefined);
    },
  };
}

const idsOf = (some: readonly Deletion[]) => some.map(({ id }) => id);

/** Refused for what was asked. Everything else is no word about the clips, and costs none of their tries. */
const ofTheClip: ReadonlySet<AppErrorCode> = new Set<AppErrorCode>([
  'not-found',
  'bad-answer',
  'invalid-argument',
  'not-supported',
  'command-failed',
]);

const mostAtOnce = 100;
/** Whatever comes of it, the cloud is not asked more often. */
const restMs = seconds(5);
const graceMs = seconds(undoSeconds);
