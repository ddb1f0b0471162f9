import { createHash } from 'node:crypto';
import { AppError, toAppError, type AppErrorCode } from '../../../shared/errors.ts';
import { dropPart, readNote, writeNote, type PartPlace } from './partial-files.ts';
import { chunksOf, type FileBytes } from '../file-utils.ts';
import type { FileSystem, WritableFile } from '../file-system.ts';
import { createMp4Check } from './mp4-check.ts';
import type { IncomingDownload } from './clip-archive.ts';

export interface PartFile {
  readonly fs: FileSystem;
  readonly root: string;
  readonly place: PartPlace;
  /** Rejects when another disk lies here by now: then nothing is written or removed. */
  readonly checkOurs: () => Promise<unknown>;
}

/** Writes a body into its part, or behind what lies there, until the part is a whole MP4, safe on the disk. A body that breaks off leaves a part to go on with; nothing else leaves one. */
export async function receiveDownload(
  receiving: PartFile,
  arriving: IncomingDownload,
): Promise<FileBytes> {
  const progress = createProgress();
  const file = await openPart(receiving, arriving, progress).catch(async (error: unknown) => {
    await discard(arriving.body);
    throw error;
  });
  try {
    await writeAll(file, arriving, progress);
    throwIfDamaged(progress.verdict(arriving.sizeBytes));
    await file.sync();
    await file.close();
  } catch (error) {
    await leavePart(receiving, { file, arriving, progress, error });
    throw error;
  }
  return progress.bytes();
}

/** Closes a connection whose bytes are not needed. */
export async function discard(body: IncomingDownload['body']): Promise<void> {
  try {
    await body[Symbol.asyncIterator]().return?.();
  } catch {
    // Nothing is lost with it.
  }
}

/** No camera of ours records this much in one clip: more is a fault or an attack on the disk. */
const largestClipBytes = 2 ** 30;

type Progress = ReturnType<typeof createProgress>;

/** What the bytes so far add up to. */
function createProgress() {
  const check = createMp4Check();
  const hash = createHash('sha256');
  let sizeBytes = 0;
  return {
    add(bytes: Uint8Array): void {
      sizeBytes += bytes.length;
      check.add(bytes);
      hash.update(bytes);
    },
    problem: (announced: number | null): string | null =>
      Math.max(sizeBytes, announced ?? 0) > largestClipBytes || sizeBytes > (announced ?? Infinity)
        ? 'too long'
        : check.problem(),
    verdict: check.verdict,
    bytes: (): FileBytes => ({ sizeBytes, sha256: hash.copy().digest('hex') }),
  };
}

async function openPart(
  receiving: PartFile,
  arriving: IncomingDownload,
  progress: Progress,
): Promise<WritableFile> {
  const { fs, place } = receiving;
  throwIfDamaged(progress.problem(arriving.sizeBytes));
  if (arriving.startsAt === 0) {
    // What an earlier try left is removed, not opened: it might be a link.
    await dropPart(fs, place);
    return fs.create(place.part);
  }
  try {
    return await resumePart(receiving, arriving, progress);
  } catch (error) {
    await dropPart(fs, place);
    throw error;
  }
}

/** Only what was noted counts, and only if it still is what it was: what came later may have been lost with the power. */
async function resumePart(
  { fs, root, place }: PartFile,
  { startsAt, validator }: IncomingDownload,
  progress: Progress,
): Promise<WritableFile> {
  const note = await readNote(fs, root, place);
  if (note?.sizeBytes !== startsAt || note.validator !== validator) {
    throw new AppError('clip-damaged', 'the part is another one');
  }
  for await (const bytes of chunksOf(fs, place.part, startsAt)) {
    if (bytes !== null) progress.add(bytes);
  }
  if (progress.bytes().sha256 !== note.sha256) throw new AppError('clip-damaged', 'the part');
  await fs.truncate(place.part, startsAt);
  return fs.append(place.part);
}

async function writeAll(
  file: WritableFile,
  { body, sizeBytes }: IncomingDownload,
  progress: Progress,
): Promise<void> {
  for await (const bytes of body) {
    progress.add(bytes);
    throwIfDamaged(progress.problem(sizeBytes));
    await file.write(bytes);
  }
}

interface BrokenDownload {
  readonly file: WritableFile;
  readonly arriving: IncomingDownload;
  readonly progress: Progress;
  readonly error: unknown;
}

/** The failure that came first is the one to tell. */
async function leavePart(
  { fs, place, checkOurs }: PartFile,
  failed: BrokenDownload,
): Promise<void> {
  const { file, arriving, progress, error } = failed;
  const { validator } = arriving;
  const isBrokenOff = !notResumable.has(toAppError(error).code) && progress.bytes().sizeBytes > 0;
  const note = isBrokenOff && validator !== null ? { ...progress.bytes(), validator } : null;
  const isNoted = note !== null && (await file.sync().then(() => true, asFalse));
  await file.close().catch(asFalse);
  if (!(await checkOurs().then(() => true, asFalse))) return;
  const isLeft = isNoted && (await writeNote(fs, place, note).then(() => true, asFalse));
  if (!isLeft) await dropPart(fs, place).catch(asFalse);
}

const asFalse = (): false => false;

const notResumable = new Set<AppErrorCode>(['clip-damaged', 'disk-full', 'disk-error']);

function throwIfDamaged(problem: string | null): void {
  if (problem !== null) throw new AppError('clip-damaged', problem);
}
