import { toAppError, type AppError } from '../../../shared/errors.ts';
import type { ClipId } from '../../../shared/ids.ts';
import type { ClipPlace } from '../../../shared/models.ts';
import type { Clock } from '../../lib/clock.ts';
import type { ClipArchive } from '../../store/archive/clip-archive.ts';
import type { ClipIndex, FoundClip, KeptClip, KeptFile } from '../../store/clips/clip-index.ts';
import type { ArchiveRun, ArchiveWork } from './job-runner.ts';

type Verdict = 'good' | 'missing' | 'corrupt';

export interface VerifyDeps {
  readonly index: Pick<
    ClipIndex,
    | 'keptFiles'
    | 'source'
    | 'binFile'
    | 'counts'
    | 'setFound'
    | 'setMissing'
    | 'setCorrupt'
    | 'notIndexed'
  >;
  readonly files: Pick<ClipArchive, 'verify' | 'scan'>;
}

/** Reads every kept file and corrects the index where it is wrong; then counts clips the index lacks, and unknown files. */
export const verifyJob =
  ({ index, files }: VerifyDeps): ArchiveWork =>
  async (run) => {
    const counts = await index.counts(null);
    const unreadable: AppError[] = [];
    let done = 0;
    for await (const kept of allKept(index, run.signal)) {
      const verdict = await verifyOne({ index, files }, kept).catch((error: unknown) => {
        unreadable.push(unreadableOrThrow(error, unreadable.length));
        return null;
      });
      run.count(findingOf(verdict));
      run.progress((done += 1), counts.kept + counts.missing);
    }
    await countOthers({ index, files }, run);
    run.signal.throwIfAborted();
    if (unreadable[0] !== undefined) throw unreadable[0];
  };

async function countOthers({ index, files }: VerifyDeps, run: ArchiveRun): Promise<void> {
  const lacked: FoundClip[] = [];
  for await (const { clips, unknownFiles } of files.scan(run.signal)) {
    lacked.push(...(await index.notIndexed(clips)));
    run.count({ unknownFiles });
  }
  // A clip that was downloaded while its folder was read has its row by now.
  run.count({ unlisted: (await index.notIndexed(lacked)).length });
}

/** One file that cannot be read does not end the job; a disk that is away or broken does. */
function unreadableOrThrow(error: unknown, before: number): AppError {
  const failure = toAppError(error);
  if (failure.code !== 'disk-error' || before >= mostUnreadable) throw failure;
  return failure;
}

const mostUnreadable = 100;

async function verifyOne({ index, files }: VerifyDeps, { id, file }: KeptClip): Promise<Verdict> {
  const verdict = await files.verify(file);
  const place = (await index.source(id))?.clip.place ?? 'gone';
  if (verdict === 'good') {
    if (place !== 'kept') await index.setFound(id);
    return verdict;
  }
  const fileNow = place === 'kept' ? await fileOf(index, id) : null;
  // Restored from the bin or downloaded again since the page was read: its path has changed.
  if (fileNow !== null && fileNow.path !== file.path) return files.verify(fileNow);
  if (verdict === 'missing' && place === 'kept') await index.setMissing(id);
  if (verdict === 'corrupt' && wasThoughtGood(place)) await index.setCorrupt(id);
  return verdict;
}

const fileOf = async (index: VerifyDeps['index'], id: ClipId): Promise<KeptFile | null> =>
  (await index.binFile(id)) ?? (await index.source(id))?.file ?? null;

const wasThoughtGood = (place: ClipPlace): boolean => place === 'kept' || place === 'missing';

const findingOf = (verdict: Verdict | null) => ({
  clips: 1,
  missing: verdict === 'missing' ? 1 : 0,
  damaged: verdict === 'corrupt' || verdict === null ? 1 : 0,
});

async function* allKept(
  index: Pick<ClipIndex, 'keptFiles'>,
  signal: AbortSignal,
): AsyncIterable<KeptClip> {
  let page = await index.keptFiles(null, pageSize);
  while (page.length > 0) {
    for (const kept of page) {
      signal.throwIfAborted();
      yield kept;
    }
    page = await index.keptFiles(page.at(-1)?.id ?? null, pageSize);
  }
}

const pageSize = 200;

/** Adds every clip the archive holds to the index; rows that exist already stay as they are. */
export const rebuildJob =
  ({
    index,
    files,
    clock,
  }: {
    readonly index: Pick<ClipIndex, 'restore'>;
    readonly files: Pick<ClipArchive, 'scan'>;
    readonly clock: Clock;
  }): ArchiveWork =>
  async (run) => {
    let done = 0;
    for await (const { clips, unknownFiles } of files.scan(run.signal)) {
      await index.restore(clips, clock.now());
      run.count({ clips: clips.length, unknownFiles });
      run.progress((done += clips.length), null);
    }
    run.signal.throwIfAborted();
  };

/** Moves the archive to another folder. */
export const moveJob =
  ({
    files,
    folder,
    onSwitch,
  }: {
    readonly files: Pick<ClipArchive, 'moveTo'>;
    readonly folder: string;
    /** Saves the new folder. */
    readonly onSwitch: () => Promise<void>;
  }): ArchiveWork =>
  async (run) => {
    const steps = { onProgress: run.progress, onSwitch };
    run.count({ clips: await files.moveTo(folder, steps, run.signal) });
  };
