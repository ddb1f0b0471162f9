import { toAppError, type AppError, type AppErrorCode } from '../../../shared/errors.ts';
import type { ClipId } from '../../../shared/ids.ts';
import type { Clip } from '../../../shared/models.ts';
import type { Clock, Random, Timers } from '../../lib/clock.ts';
import type { AppStore } from '../../store/app-store.ts';
import type { ClipArchive } from '../../store/archive/clip-archive.ts';
import type { ClipIndex, ClipSource } from '../../store/clips/clip-index.ts';
import { blameFor, diskRestMs, isOutdatedNumber } from './download-rules.ts';
import { backoffCapMs, backoffMs } from '../polling/pace.ts';
import type { DiskGuard } from './disk-guard.ts';
import type { UsbDownloads } from './usb-downloads.ts';

/** What follows from downloads that fail: who is to blame waits, and the person is told of a disk. */
export interface DownloadFailures {
  isResting(): boolean;
  /** This clip waits, the others need not. */
  isCooling(id: ClipId): boolean;
  cooling(): number;
  /** True when the clip itself was not to blame. */
  note(id: ClipId, error: AppError): Promise<boolean>;
  noteKept(): void;
  rest(delayMs: number): void;
  /** Whether something may be begun; asks the disk. */
  isDiskReady(): Promise<boolean>;
  /** What the disk was short of may be over, although nothing is to be fetched. */
  lookAgain(): Promise<void>;
}

export interface ArchiveTroubleDeps {
  readonly index: Pick<ClipIndex, 'source' | 'setFailed'>;
  readonly files: Pick<ClipArchive, 'dropPart'>;
  readonly store: AppStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly timers: Timers;
  readonly guard: DiskGuard;
  readonly sticks: UsbDownloads;
  readonly wake: () => void;
}

export function createDownloadFailures(deps: ArchiveTroubleDeps): DownloadFailures {
  const { index, files, store, clock, random, timers, guard, sticks, wake } = deps;
  const cooling = new Set<ClipId>();
  /** What the disk did not take: as long as one of these is still to be fetched, the next try tells how the disk is. */
  const untaken = new Set<ClipId>();
  let failuresInRow = 0;
  let isResting = false;
  // A problem the guard has found it may also take back; one of a download only a download that went well, or the end of
  // everything that was to be tried again.
  let isGuards = false;

  function rest(delayMs: number): void {
    if (isResting) return;
    isResting = true;
    timers.after(delayMs, () => {
      isResting = false;
      wake();
    });
  }

  function cool(id: ClipId, delayMs: number): void {
    cooling.add(id);
    timers.after(delayMs, () => {
      cooling.delete(id);
      wake();
    });
  }

  function show(problem: AppErrorCode | null): void {
    const { archive } = store.get();
    if (archive.problem !== problem) store.set('archive', { ...archive, problem });
  }

  function blameDisk(code: AppErrorCode): void {
    // Long work on the archive is on show by itself.
    if (code !== 'archive-busy') show(code === 'unexpected' ? 'disk-error' : code);
    rest(diskRestMs);
  }

  const guardAgrees = () =>
    guard.check().then(
      () => true,
      () => false,
    );

  const isDiskReady = () => isReady(guard.check());

  async function isReady(check: Promise<void>): Promise<boolean> {
    const failure = await check.then(() => null, toAppError);
    if (failure === null) return true;
    isGuards = true;
    blameDisk(failure.code);
    return false;
  }

  /** Others may have given the file its row meanwhile, or the person has deleted the clip: then no download will follow. */
  async function isNothingToTry(): Promise<boolean> {
    if (store.get().archive.policy !== 'every') return true;
    for (const id of untaken) {
      const source = await index.source(id);
      if (source !== null && isToFetch(source.clip)) return false;
      untaken.delete(id);
    }
    return true;
  }

  async function mayBeOver(): Promise<boolean> {
    const { problem } = store.get().archive;
    if (problem === null || isResting) return false;
    // That the disk is away may have been found by others.
    return isGuards || problem === 'archive-away' || (await isNothingToTry());
  }

  async function blameClip(source: ClipSource, error: AppError): Promise<void> {
    const { clip, attempts } = source;
    const delayMs = backoffMs(attempts + 1, random);
    await index.setFailed(clip.id, error.code, clock.now() + delayMs);
    const now = (await index.source(clip.id))?.clip ?? clip;
    if (now.place === 'damaged') await dropPart(now);
    timers.after(delayMs, wake);
  }

  // What nobody will go on with takes room; that it stays a while is no failure.
  const dropPart = (clip: Clip) => files.dropPart(clip).catch(() => undefined);

  async function blameStick(source: ClipSource, error: AppError): Promise<boolean> {
    const isOutdated = isOutdatedNumber(error.code);
    if (blameFor(error.code) === 'clip' && !isOutdated) {
      await blameClip(source, error);
      return false;
    }
    if (isOutdated) sticks.noteOutdated(source);
    else cool(source.clip.id, backoffCapMs);
    failuresInRow += 1;
    sticks.rest(backoffMs(failuresInRow, random));
    return true;
  }

  return {
    isResting: () => isResting,
    isCooling: (id) => cooling.has(id),
    cooling: () => cooling.size,
    rest,
    async note(id, error) {
      const blame = blameFor(error.code);
      const source = blame === 'disk' ? null : await index.source(id);
      if (blame === 'clip' && (source === null || isSettled(source.clip))) {
        if (source?.clip.place === 'gone') await dropPart(source.clip);
        return false;
      }
      if (source?.originKind === 'local') return blameStick(source, error);
      if (blame === 'clip' && source !== null) {
        await blameClip(source, error);
        return false;
      }
      failuresInRow += 1;
      const delayMs = backoffMs(failuresInRow, random);
      // Others may go first: one clip the cloud cannot give must not hold up the rest.
      cool(id, delayMs);
      if (blame === 'disk') {
        untaken.add(id);
        isGuards = error.code === 'archive-away' || !(await guardAgrees());
        blameDisk(error.code);
      } else rest(delayMs);
      return true;
    },
    noteKept() {
      failuresInRow = 0;
      isGuards = false;
      untaken.clear();
      show(null);
    },
    isDiskReady,
    async lookAgain() {
      if (!(await mayBeOver()) || !(await isReady(guard.checkNow()))) return;
      isGuards = false;
      show(null);
    },
  };
}

const isToFetch = ({ place, binnedAt }: Clip): boolean => place === 'listed' && binnedAt === null;

/** Nothing to fetch: asking for it is no failed try. */
const isSettled = ({ place }: Clip): boolean => place === 'gone' || place === 'kept';
