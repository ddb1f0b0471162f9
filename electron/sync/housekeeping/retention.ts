import type { ArchiveLimits, LimitsPreview } from '../../../shared/archive.ts';
import type { Timestamp } from '../../../shared/models.ts';
import { minutes } from '../../lib/clock.ts';
import type { PrunableClip } from '../../store/clips/clip-index.ts';

/** What has to go until the limits are kept. */
export interface Excess {
  readonly bytes: number;
  /** Everything recorded before then; -Infinity for nothing. */
  readonly before: Timestamp;
}

export interface ArchiveSize {
  /** Without the bin, which has days of its own. */
  readonly usedBytes: number;
  /** The newest time the cloud has told; null while there is none: then nothing is too old. */
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

/** Which of these go, from the oldest on. They come oldest first, and none of them is starred. */
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

/** What has to go still, when these are gone. */
export const afterRemoval = (excess: Excess, gone: readonly PrunableClip[]): Excess => ({
  ...excess,
  bytes: Math.max(0, excess.bytes - sizeOf(gone)),
});

export const nothingToGo: LimitsPreview = {
  clips: 0,
  bytes: 0,
  onlyHere: 0,
  oldestAt: null,
  newestAt: null,
};

/** The same with these too; they are newer than all before. */
export const withRemoval = (
  before: LimitsPreview,
  gone: readonly PrunableClip[],
): LimitsPreview => ({
  clips: before.clips + gone.length,
  bytes: before.bytes + sizeOf(gone),
  onlyHere: before.onlyHere + gone.filter(({ isInCloud }) => !isInCloud).length,
  oldestAt: before.oldestAt ?? gone.at(0)?.recordedAt ?? null,
  newestAt: gone.at(-1)?.recordedAt ?? before.newestAt,
});

export const daysMs = (days: number): number => minutes(days * 24 * 60);

const sizeOf = (clips: readonly PrunableClip[]): number =>
  clips.reduce((sum, { file }) => sum + file.sizeBytes, 0);
