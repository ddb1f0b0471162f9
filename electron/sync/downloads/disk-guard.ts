import { AppError } from '../../../shared/errors.ts';
import type { Timestamp } from '../../../shared/models.ts';
import { seconds, type Clock } from '../../lib/clock.ts';
import type { ClipArchive } from '../../store/archive/clip-archive.ts';

/** Keeps the archive from filling the disk to its last byte. */
export interface DiskGuard {
  /** Rejects with `disk-full`, or with why the disk cannot be asked. Asks it once every few seconds at most. */
  check(): Promise<void>;
  /** The same, asked at this moment: an answer of some seconds ago says nothing about a disk that has gone since. */
  checkNow(): Promise<void>;
}

export interface DiskGuardDeps {
  readonly files: Pick<ClipArchive, 'space'>;
  readonly clock: Clock;
}

/** What always stays free: 1 GB, or 2 % of a large disk. */
export const mustStayFree = (totalBytes: number): number =>
  Math.max(1_000_000_000, 0.02 * totalBytes);

export function createDiskGuard({ files, clock }: DiskGuardDeps): DiskGuard {
  let answer: Promise<void> = Promise.resolve();
  let askedAt: Timestamp = -Infinity;

  async function ask(): Promise<void> {
    const { freeBytes, totalBytes } = await files.space();
    if (freeBytes < mustStayFree(totalBytes)) throw new AppError('disk-full', 'below the guard');
  }

  function checkNow(): Promise<void> {
    askedAt = clock.now();
    answer = ask();
    return answer;
  }

  return {
    check() {
      const sinceMs = clock.now() - askedAt;
      return sinceMs < 0 || sinceMs >= askAgainMs ? checkNow() : answer;
    },
    checkNow,
  };
}

const askAgainMs = seconds(5);
