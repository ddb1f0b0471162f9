import { AppError } from '../../shared/errors.ts';
import type { ClipId } from '../../shared/ids.ts';
import type { Clip } from '../../shared/models.ts';
import type { BlinkClient } from '../blink/client.ts';
import type { Download } from '../blink/models.ts';
import type { Clock } from '../lib/timing.ts';
import type { ClipFiles, ClipIndex, ClipSource, KeptFile } from '../store/ports.ts';
import type { CloudGate } from './cloud-gate.ts';
import { parseLocalRef } from './local-clips.ts';

export interface FetchClipDeps {
  readonly gate: CloudGate;
  readonly index: Pick<ClipIndex, 'source' | 'setKept'>;
  readonly files: Pick<ClipFiles, 'keep' | 'locate'>;
  readonly clock: Clock;
}

/** Brings one clip onto this computer: the file first, then the row. Answers at once when it is there already. */
export async function fetchClip(
  deps: FetchClipDeps,
  id: ClipId,
  signal: AbortSignal,
): Promise<Clip> {
  const { gate, index, files, clock } = deps;
  const source = await index.source(id);
  if (source === null) throw new AppError('not-found', id);
  if (source.file !== null && (await files.locate(source.file)) !== null) return source.clip;

  const ref = refOf(source);
  const file = await gate.fetchMedia(async (client, ending) => {
    const download = await openSource(client, source, ref, ending);
    return keepBody(files, source.clip, download);
  }, signal);
  await index.setKept(id, file, clock.now());
  return { ...source.clip, place: 'kept', sizeBytes: file.sizeBytes };
}

const refOf = ({ clip, clipRef }: ClipSource): string => {
  if (clip.place === 'gone' || clipRef === null) throw new AppError('clip-gone', clip.id);
  return clipRef;
};

const openSource = (
  client: BlinkClient,
  { originKind, clip }: ClipSource,
  ref: string,
  ending: AbortSignal,
): Promise<Download> =>
  originKind === 'cloud'
    ? client.openClip(ref, ending)
    : client.localStorage.clip({ networkId: clip.networkId, ...parseLocalRef(ref) }, ending);

const keepBody = async (
  files: Pick<ClipFiles, 'keep'>,
  clip: Clip,
  { contentType, sizeBytes, body }: Download,
): Promise<KeptFile> => {
  if (!/^video\/mp4\b/i.test(contentType)) throw new AppError('clip-damaged', contentType);
  return files.keep(clip, body, sizeBytes);
};
