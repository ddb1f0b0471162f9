import type { ClipId } from '../../shared/ids.ts';
import type { Clock } from '../lib/clock.ts';
import type { ClipFiles } from '../store/archive/clip-archive.ts';
import type { ClipIndex, KeptFile } from '../store/clips/clip-index.ts';

export interface NoteKeptDeps {
  readonly index: Pick<ClipIndex, 'source' | 'setKept'>;
  readonly files: Pick<ClipFiles, 'noteStar'>;
  readonly clock: Clock;
}

/** Gives a file its row, and the archive the star that the clip had before it had a file. */
export async function noteKept({ index, files, clock }: NoteKeptDeps, id: ClipId, file: KeptFile) {
  await index.setKept(id, file, clock.now());
  // Read afterwards: whoever gives a star first writes it and then looks whether the clip is kept, so one of the two sees both.
  const source = await index.source(id);
  if (source !== null && source.starredAt !== null) {
    await files.noteStar(source.clip, source.starredAt);
  }
}
