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

/** Brings one clip onto this computer: the file first, then the row. Answers at once when it is there already, and goes on where an earlier try broke off. */
export async function fetchClip(
  deps: FetchClipDeps,
  id: ClipId,
  signal: AbortSignal,
): Promise<Clip> {
  const { index, files } = deps;
  const source = await index.source(id);
  if (source === null) throw new AppError('not-found', id);
  if (source.file !== null && (await isHere(deps, source.clip, source.file))) {
    return { ...source.clip, place: 'kept', sizeBytes: source.file.sizeBytes };
  }

  const file = await fetchFile(deps, source, signal).catch((error: unknown) =>
    giveUpPart(files, source.clip, error),
  );
  await recordKeptFile(deps, id, file);
  return { ...source.clip, place: 'kept', sizeBytes: file.sizeBytes };
}

/** A file given up once has to prove that it is good; the row hears of it. */
async function isHere(
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
  const ref = refOf(source);
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

const refOf = ({ clip, clipRef }: ClipSource): string => {
  if (clip.place === 'gone' || clipRef === null) throw new AppError('clip-gone', clip.id);
  return clipRef;
};

/** The types `blink/` takes for a recording: storage servers call it `binary/octet-stream`. Whether it is an MP4, its bytes tell. */
const keepBody = async (
  files: FetchClipDeps['files'],
  clip: Clip,
  { contentType, ...arriving }: Download,
): Promise<KeptFile> => {
  if (!clipTypes.test(contentType)) throw new AppError('clip-damaged', contentType);
  return files.keep(clip, arriving);
};

/** What the cloud does not have any more will never be whole. */
async function giveUpPart(
  files: FetchClipDeps['files'],
  clip: Clip,
  error: unknown,
): Promise<never> {
  const isFinal = error instanceof AppError && final.has(error.code);
  if (isFinal) await files.dropPart(clip).catch(() => undefined);
  throw error;
}

const final = new Set<AppErrorCode>(['clip-gone', 'not-found']);

export interface NoteKeptDeps {
  readonly index: Pick<ClipIndex, 'source' | 'setKept'>;
  readonly files: Pick<ClipArchive, 'noteStar'>;
  readonly clock: Clock;
}

/** Gives a file its row, and the archive the star that the clip had before it had a file. */
export async function recordKeptFile(
  { index, files, clock }: NoteKeptDeps,
  id: ClipId,
  file: KeptFile,
) {
  await index.setKept(id, file, clock.now());
  // Read afterwards: whoever gives a star first writes it and then looks whether the clip is kept, so one of the two sees both.
  const source = await index.source(id);
  if (source !== null && source.starredAt !== null) {
    await files.noteStar(source.clip, source.starredAt);
  }
}
