import type { ArchiveLimits, LimitsPreview } from '../../../shared/archive.ts';
import type { ClipId } from '../../../shared/ids.ts';
import type { ClipCursor, Timestamp } from '../../../shared/models.ts';
import { sleep, type Clock } from '../../lib/clock.ts';
import type { ClipArchive } from '../../store/archive/clip-archive.ts';
import type { ClipIndex, PrunableClip } from '../../store/clips/clip-index.ts';
import { batchSize, type FileBatches } from './file-batches.ts';
import {
  afterRemoval,
  excessOf,
  noExcess,
  nothingToGo,
  planRemoval,
  withRemoval,
  type Excess,
} from './retention.ts';

/** Keeps the archive within its limits. */
export interface LimitEnforcer {
  /** What `apply` would remove now. */
  preview(limits: ArchiveLimits): Promise<LimitsPreview>;
  apply(limits: ArchiveLimits): Promise<void>;
}

export interface LimitEnforcerDeps {
  readonly index: Pick<
    ClipIndex,
    'get' | 'prunable' | 'setPruned' | 'setMissing' | 'counts' | 'binBytes'
  >;
  readonly files: Pick<ClipArchive, 'remove'>;
  readonly clock: Clock;
  readonly work: FileBatches;
  /** The newest time the cloud has told, never later than this computer's clock. */
  readonly newestAt: () => Promise<Timestamp | null>;
}

export function createLimitEnforcer(deps: LimitEnforcerDeps): LimitEnforcer {
  const { index, files, clock, work, newestAt } = deps;

  async function excess(limits: ArchiveLimits): Promise<Excess> {
    if (limits.maxBytes === null && limits.maxAgeDays === null) return noExcess;
    const [counts, binBytes] = await Promise.all([index.counts(null), index.binBytes()]);
    // The bin empties itself: a full one must not push out clips that nobody has deleted.
    const usedBytes = counts.usedBytes - binBytes;
    return excessOf(limits, { usedBytes, newestAt: await newestAt() });
  }

  /** Hands over what goes, oldest first, a page at a time. */
  async function walk({ limits, pageSize, onGone }: Walk): Promise<void> {
    let over = await excess(limits);
    let after: ClipCursor | null = null;
    while (over.bytes > 0 || over.before > -Infinity) {
      const page: readonly PrunableClip[] = await index.prunable(after, pageSize);
      const gone = planRemoval(page, over);
      const last = gone.at(-1);
      if (last === undefined || !(await onGone(gone)) || gone.length < page.length) return;
      over = afterRemoval(over, gone);
      after = { recordedAt: last.recordedAt, id: last.id };
    }
  }

  async function remove(gone: readonly PrunableClip[]): Promise<boolean> {
    const removed: ClipId[] = [];
    try {
      // The file first: what a crash leaves is planned again, because its row is still there.
      await work.runEach(gone, async ({ id, file }) => {
        if (!(await mayGo(id))) return;
        await files.remove([file]);
        removed.push(id);
      });
    } finally {
      await notePruned(removed);
    }
    return !work.isPaused();
  }

  /** Not starred or deleted since it was listed. */
  async function mayGo(id: ClipId): Promise<boolean> {
    const clip = await index.get(id);
    return clip?.place === 'kept' && !clip.isStarred && clip.binnedAt === null;
  }

  async function notePruned(removed: readonly ClipId[]): Promise<void> {
    const pruned = new Set(await index.setPruned(removed));
    // Starred or deleted in this very moment: then its file is missing, and can be fetched again.
    for (const id of removed) if (!pruned.has(id)) await index.setMissing(id);
  }

  return {
    async preview(limits) {
      let all = nothingToGo;
      await walk({
        limits,
        pageSize: largePage,
        async onGone(gone) {
          all = withRemoval(all, gone);
          // The index answers without waiting for anything: others must have their turn.
          await sleep(clock, 0);
          return true;
        },
      });
      return all;
    },
    apply: (limits) => walk({ limits, pageSize: batchSize, onGone: remove }),
  };
}

interface Walk {
  readonly limits: ArchiveLimits;
  readonly pageSize: number;
  /** False ends the walk. */
  readonly onGone: (gone: readonly PrunableClip[]) => Promise<boolean>;
}

const largePage = 200;
