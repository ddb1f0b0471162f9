import type { Download } from '../../blink/http/download.ts';
import { AppError, type AppErrorCode } from '../../../shared/errors.ts';
import type { ClipId } from '../../../shared/ids.ts';
import type { Clip } from '../../../shared/models.ts';
import { clipTypes } from '../../blink/endpoints/media.ts';
import type { Clock } from '../../lib/clock.ts';
import type { ClipArchive } from '../../store/archive/clip-archive.ts';
import type { ClipIndex, ClipSource, KeptFile } from '../../store/clips/clip-index.ts';
import { parseLocalRef } from '../media/local-storage-sync.ts';
import type { RequestGate } from '../polling/request-gate.ts';

export interface FetchClipDeps {
  readonly gate: RequestGate;
  readonly index: Pick<ClipIndex, 'source' | 'setKept' | 'setFound'>;
  readonly files: Pick<
    ClipArchive,
    'part' | 'keep' | 'dropPart' | 'locate' | 'verify' | 'noteStar'
  >;
  readonly clock: Clock;
}

/** Downloads one clip: the file first, then the row. Resolves at once when it is kept already, and resumes an earlier partial download. */
export async function fetchClip(
  deps: FetchClipDeps,
  { id, signal }: { readonly id: ClipId; readonly signal: AbortSignal },
): Promise<Clip> {
  const { index, files } = deps;
  const source = await index.source(id);
  if (source === null) throw new AppError('not-found', id);
  if (source.file !== null && (await isOnDisk(deps, source.clip, source.file))) {
    return { ...source.clip, place: 'kept', sizeBytes: source.file.sizeBytes };
  }

  const file = await fetchFile(deps, source, signal).catch((error: unknown) =>
    dropPartIfFinal(files, source.clip, error),
  );
  await recordKeptFile(deps, id, file);
  return { ...source.clip, place: 'kept', sizeBytes: file.sizeBytes };
}

/** A file that was reported missing or damaged is verified first; if it is good, its row says so again. */
async function isOnDisk(
  { index, files }: FetchClipDeps,
  { id, place }: Clip,
  file: KeptFile,
): Promise<boolean> {
  if (place === 'kept') return (await files.locate(file)) !== null;
  const isGood = (await files.verify(file)) === 'good';
  if (isGood) await index.setFound(id);
  return isGood;
}

async function fetchFile(
  { gate, files }: FetchClipDeps,
  source: ClipSource,
  signal: AbortSignal,
): Promise<KeptFile> {
  const ref = requireRef(source);
  const { clip, originKind } = source;
  return gate.fetchMedia(async (client, ending) => {
    if (originKind === 'local') {
      const place = { networkId: clip.networkId, ...parseLocalRef(ref) };
      return keepBody(files, clip, await client.localStorage.clip(place, ending));
    }
    const part = await files.part(clip);
    return keepBody(files, clip, await client.openClip(ref, ending, part));
  }, signal);
}

const requireRef = ({ clip, clipRef }: ClipSource): string => {
  if (clip.place === 'gone' || clipRef === null) throw new AppError('clip-gone', clip.id);
  return clipRef;
};

/** Storage servers also send `binary/octet-stream`; the archive then checks the bytes for an MP4. */
const keepBody = async (
  files: FetchClipDeps['files'],
  clip: Clip,
  { contentType, ...download }: Download,
): Promise<KeptFile> => {
  if (!clipTypes.test(contentType)) throw new AppError('clip-damaged', contentType);
  return files.keep(clip, download);
};

/** A partial download of a clip the cloud no longer has can never be completed. */
async function dropPartIfFinal(
  files: FetchClipDeps['files'],
  clip: Clip,
  error: unknown,
): Promise<never> {
  const isFinal = error instanceof AppError && finalCodes.has(error.code);
  if (isFinal) await files.dropPart(clip).catch(() => undefined);
  throw error;
}

const finalCodes = new Set<AppErrorCode>(['clip-gone', 'not-found']);

/** Writes the row of a kept file, and the star that the clip had before it had a file into the archive. */
export async function recordKeptFile(
  deps: {
    readonly index: Pick<ClipIndex, 'source' | 'setKept'>;
    readonly files: Pick<ClipArchive, 'noteStar'>;
    readonly clock: Clock;
  },
  id: ClipId,
  file: KeptFile,
) {
  const { index, files, clock } = deps;
  await index.setKept(id, file, clock.now());
  // Read afterwards: whoever sets a star first writes it and then checks whether the clip is kept, so one of the two sees both.
  const source = await index.source(id);
  if (source !== null && source.starredAt !== null) {
    await files.noteStar(source.clip, source.starredAt);
  }
}
