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
  emptyPreview,
  planRemoval,
  withRemoval,
  type Excess,
} from './retention.ts';

/** Removes what is excess the limits of the archive. */
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
  readonly batches: FileBatches;
  /** The newest time the cloud has sent, never later than this computer's clock. */
  readonly newestAt: () => Promise<Timestamp | null>;
}

export function createLimitEnforcer(deps: LimitEnforcerDeps): LimitEnforcer {
  const { index, files, clock, batches, newestAt } = deps;

  async function findExcess(limits: ArchiveLimits): Promise<Excess> {
    if (limits.maxBytes === null && limits.maxAgeDays === null) return noExcess;
    const [counts, binBytes] = await Promise.all([index.counts(null), index.binBytes()]);
    // The bin is emptied by age: a full one must not displace clips that nobody has deleted.
    const usedBytes = counts.usedBytes - binBytes;
    return excessOf(limits, { usedBytes, newestAt: await newestAt() });
  }

  /** Calls `onPage` with the clips over the limits, oldest first, a page at a time. */
  async function forEachPage({ limits, pageSize, onPage }: ExcessPages): Promise<void> {
    let excess = await findExcess(limits);
    let after: ClipCursor | null = null;
    while (excess.bytes > 0 || excess.before > -Infinity) {
      const page: readonly PrunableClip[] = await index.prunable(after, pageSize);
      const toRemove = planRemoval(page, excess);
      const last = toRemove.at(-1);
      if (last === undefined || !(await onPage(toRemove)) || toRemove.length < page.length) return;
      excess = afterRemoval(excess, toRemove);
      after = { recordedAt: last.recordedAt, id: last.id };
    }
  }

  async function remove(toRemove: readonly PrunableClip[]): Promise<boolean> {
    const removed: ClipId[] = [];
    try {
      // The file first: after a crash it is found again, because its row is still there.
      await batches.runEach(toRemove, async ({ id, file }) => {
        if (!(await isRemovable(id))) return;
        await files.remove([file]);
        removed.push(id);
      });
    } finally {
      await recordRemoved(removed);
    }
    return !batches.isPaused();
  }

  /** It may have been starred or deleted since it was listed. */
  async function isRemovable(id: ClipId): Promise<boolean> {
    const clip = await index.get(id);
    return clip?.place === 'kept' && !clip.isStarred && clip.binnedAt === null;
  }

  async function recordRemoved(removed: readonly ClipId[]): Promise<void> {
    const pruned = new Set(await index.setPruned(removed));
    // Starred or deleted just now: then its file is missing and can be downloaded again.
    for (const id of removed) if (!pruned.has(id)) await index.setMissing(id);
  }

  return {
    async preview(limits) {
      let all = emptyPreview;
      await forEachPage({
        limits,
        pageSize: previewPageSize,
        async onPage(toRemove) {
          all = withRemoval(all, toRemove);
          // The index answers synchronously: let other work run between two pages.
          await sleep(clock, 0);
          return true;
        },
      });
      return all;
    },
    apply: (limits) => forEachPage({ limits, pageSize: batchSize, onPage: remove }),
  };
}

interface ExcessPages {
  readonly limits: ArchiveLimits;
  readonly pageSize: number;
  /** False: no further page. */
  readonly onPage: (toRemove: readonly PrunableClip[]) => Promise<boolean>;
}

const previewPageSize = 200;
