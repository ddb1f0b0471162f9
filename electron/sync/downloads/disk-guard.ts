import { AppError } from '../../../shared/errors.ts';
import type { Timestamp } from '../../../shared/models.ts';
import { seconds, type Clock } from '../../lib/clock.ts';
import type { ClipArchive } from '../../store/archive/clip-archive.ts';

/** Keeps the archive from filling the disk to its last byte. */
export interface DiskGuard {
  /** Rejects with `disk-full`, or with the error of the disk. Reads the free space once every few seconds at most. */
  check(): Promise<void>;
  /** The same without a cached answer: a disk may have been removed since. */
  checkNow(): Promise<void>;
}

/** Bytes that always stay free: 1 GB, or 2 % of a large disk. */
export const minFreeBytes = (totalBytes: number): number =>
  Math.max(1_000_000_000, 0.02 * totalBytes);

export function createDiskGuard(files: Pick<ClipArchive, 'space'>, clock: Clock): DiskGuard {
  let answer: Promise<void> = Promise.resolve();
  let askedAt: Timestamp = -Infinity;

  async function ask(): Promise<void> {
    const { freeBytes, totalBytes } = await files.space();
    if (freeBytes < minFreeBytes(totalBytes))
      throw new AppError('disk-full', 'too little space left');
  }

  function checkNow(): Promise<void> {
    askedAt = clock.now();
    answer = ask();
    return answer;
  }

  return {
    check() {
      const sinceMs = clock.now() - askedAt;
      return sinceMs < 0 || sinceMs >= cacheMs ? checkNow() : answer;
    },
    checkNow,
  };
}

const cacheMs = seconds(5);
