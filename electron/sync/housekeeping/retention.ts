import type { ArchiveLimits, LimitsPreview } from '../../../shared/archive.ts';
import type { Timestamp } from '../../../shared/models.ts';
import { minutes } from '../../lib/clock.ts';
import type { PrunableClip } from '../../store/clips/clip-index.ts';

/** What has to be removed to keep the limits. */
export interface Excess {
  readonly bytes: number;
  /** Everything recorded before then; -Infinity for nothing. */
  readonly before: Timestamp;
}

export interface ArchiveSize {
  /** Without the bin, which has its own limit. */
  readonly usedBytes: number;
  /** The newest time the cloud has sent; null while there is none: then nothing is too old. */
  readonly newestAt: Timestamp | null;
}

export const noExcess: Excess = { bytes: 0, before: -Infinity };

export function excessOf(limits: ArchiveLimits, { usedBytes, newestAt }: ArchiveSize): Excess {
  const { maxBytes, maxAgeDays } = limits;
  const hasAge = maxAgeDays !== null && newestAt !== null;
  return {
    bytes: maxBytes === null ? 0 : Math.max(0, usedBytes - maxBytes),
    before: hasAge ? newestAt - daysMs(maxAgeDays) : -Infinity,
  };
}

/** Which of these clips to remove. They come oldest first, and none of them is starred. */
export function planRemoval(
  oldestFirst: readonly PrunableClip[],
  { bytes, before }: Excess,
): readonly PrunableClip[] {
  let left = bytes;
  let count = 0;
  for (const { recordedAt, file } of oldestFirst) {
    if (left <= 0 && recordedAt >= before) break;
    left -= file.sizeBytes;
    count += 1;
  }
  return oldestFirst.slice(0, count);
}

/** What still has to be removed after these. */
export const afterRemoval = (excess: Excess, removed: readonly PrunableClip[]): Excess => ({
  ...excess,
  bytes: Math.max(0, excess.bytes - sizeOf(removed)),
});

export const emptyPreview: LimitsPreview = {
  clips: 0,
  bytes: 0,
  onlyHere: 0,
  oldestAt: null,
  newestAt: null,
};

/** The preview with these clips added; they are newer than those before. */
export const withRemoval = (
  before: LimitsPreview,
  removed: readonly PrunableClip[],
): LimitsPreview => ({
  clips: before.clips + removed.length,
  bytes: before.bytes + sizeOf(removed),
  onlyHere: before.onlyHere + removed.filter(({ isInCloud }) => !isInCloud).length,
  oldestAt: before.oldestAt ?? removed.at(0)?.recordedAt ?? null,
  newestAt: removed.at(-1)?.recordedAt ?? before.newestAt,
});

export const daysMs = (days: number): number => minutes(days * 24 * 60);

const sizeOf = (clips: readonly PrunableClip[]): number =>
  clips.reduce((sum, { file }) => sum + file.sizeBytes, 0);
