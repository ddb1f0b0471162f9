import { AppError, toAppError } from '../../../shared/errors.ts';
import type { ClipId } from '../../../shared/ids.ts';
import type { DeletionPlaces } from '../../../shared/models.ts';
import type { MediaCalls } from '../../blink/endpoints/media.ts';
import type { Clock } from '../../lib/clock.ts';
import type { ClipArchive } from '../../store/archive/clip-archive.ts';
import type { ClipIndex } from '../../store/clips/clip-index.ts';
import type { CloudSession } from '../../sync/cloud-session.ts';
import { moveOutOfBin } from '../../sync/housekeeping/bin-files.ts';
import type { CloudAccess } from '../account/account-service.ts';

/** What a person does to clips: star, delete, bring back; and to their copies in the cloud. */
export interface ClipActions {
  /** Starred clips are never removed to save space. */
  star(id: ClipId, isStarred: boolean): Promise<void>;
  /** Hidden at once; the copies in the cloud and on USB storage and the file follow after the time to undo. */
  deleteClips(ids: readonly ClipId[]): Promise<DeletionPlaces>;
  /** Shown again, their files with them as far as they still lie in the bin. */
  restoreClips(ids: readonly ClipId[]): Promise<void>;
  /** For good. What is kept on this computer stays; the list of clips shows what has become of them. */
  deleteFromCloud(ids: readonly ClipId[]): Promise<void>;
  markWatched(ids: readonly ClipId[]): Promise<void>;
}

export interface ClipActionsDeps extends CloudAccess {
  readonly index: Pick<
    ClipIndex,
    'get' | 'setStarred' | 'bin' | 'unbin' | 'placesOf' | 'binFile' | 'setOutOfBin' | 'setMissing'
  >;
  readonly files: Pick<ClipArchive, 'noteStar' | 'fromBin'>;
  readonly clock: Clock;
  /** Something was deleted or brought back: its file and its other copies have to follow in a while. */
  readonly onDeletionsChanged: () => void;
}

export function createClipActions(deps: ClipActionsDeps): ClipActions {
  const { index, files, store, clock, cloud, onDeletionsChanged } = deps;

  /** While the archive moves, a change might be made in the old folder. */
  function requireNoMove(): void {
    if (store.get().archive.job?.kind === 'move') throw new AppError('archive-busy', 'moving');
  }

  /** Answers those that are no longer in the bin: one that fails does not stop the others. */
  async function takeOut(ids: readonly ClipId[], failures: unknown[]): Promise<readonly ClipId[]> {
    const out: ClipId[] = [];
    for (const id of ids) {
      try {
        const file = await index.binFile(id);
        if (file !== null) await moveOutOfBin(deps, { id, file });
        out.push(id);
      } catch (error) {
        failures.push(error);
      }
    }
    return out;
  }

  async function changeInCloud(ids: readonly ClipId[], change: MediaChange): Promise<void> {
    const session = cloud();
    const mediaIds = await Promise.all([...new Set(ids)].map((id) => mediaIdOf(session, id)));
    try {
      for (let done = 0; done < mediaIds.length; done += maxIdsPerRequest) {
        const some = mediaIds.slice(done, done + maxIdsPerRequest);
        await session.api.ask(({ media }, signal) => change(media, some, signal));
      }
    } finally {
      session.checkClips();
    }
  }

  /** `not-supported` for a clip that never was in the cloud. */
  async function mediaIdOf({ accountId }: CloudSession, id: ClipId): Promise<number> {
    const clip = await index.get(id);
    if (clip === null) throw new AppError('not-found', id);
    if (clip.accountId !== accountId) throw new AppError('not-found', `${id}: another account's`);
    if (!id.startsWith('c')) throw new AppError('not-supported', `${id}: not in the cloud`);
    return Number(id.slice(1));
  }

  return {
    async star(id, isStarred) {
      requireNoMove();
      if ((await index.get(id)) === null) throw new AppError('not-found', id);
      const at = isStarred ? clock.now() : null;
      await index.setStarred(id, at);
      // Read afterwards: a download that ends in between may have looked for a star before there was one.
      const clip = await index.get(id);
      // Only a clip that lies in the archive can be found there again, without the index, and its star with it.
      if (clip?.place === 'kept') await files.noteStar(clip, at);
    },
    async deleteClips(ids) {
      const some = [...new Set(ids)];
      const places = await index.placesOf(some);
      await index.bin(some, clock.now());
      onDeletionsChanged();
      return places;
    },
    async restoreClips(ids) {
      requireNoMove();
      const failures: unknown[] = [];
      // The file first: a crash in between leaves a clip in the bin, which can be asked for once more.
      const out = await takeOut([...new Set(ids)], failures);
      await index.unbin(out);
      // Housekeeping may have moved it into the bin in the meantime.
      await takeOut(out, failures);
      onDeletionsChanged();
      if (failures.length > 0) throw toAppError(failures[0]);
    },
    deleteFromCloud: (ids) =>
      changeInCloud(ids, (media, some, signal) => media.remove(some, signal)),
    markWatched: (ids) =>
      changeInCloud(ids, (media, some, signal) => media.markWatched(some, signal)),
  };
}

type MediaChange = (
  media: MediaCalls,
  mediaIds: readonly number[],
  signal: AbortSignal,
) => Promise<void>;

const maxIdsPerRequest = 100;
