import { AppError } from '../../shared/errors.ts';
import type { ClipId } from '../../shared/ids.ts';
import type { MediaCalls } from '../blink/endpoints/media.ts';
import type { ClipIndex } from '../store/clips/clip-index.ts';
import type { CloudSync } from '../sync/cloud-session.ts';

/** What can be done to the cloud's copies of clips. The list of clips then tells what has become of them. */
export interface CloudClipService {
  /** For good. What is kept on this computer stays. */
  deleteFromCloud(ids: readonly ClipId[]): Promise<void>;
  markWatched(ids: readonly ClipId[]): Promise<void>;
}

export interface CloudClipDeps {
  readonly index: Pick<ClipIndex, 'get'>;
  readonly cloud: () => CloudSync;
}

export function createCloudClipService({ index, cloud }: CloudClipDeps): CloudClipService {
  async function tell(
    ids: readonly ClipId[],
    say: (media: MediaCalls, some: readonly number[], signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    const sync = cloud();
    const mediaIds = await Promise.all([...new Set(ids)].map((id) => mediaIdOf(sync, id)));
    try {
      for (let done = 0; done < mediaIds.length; done += mostAtOnce) {
        const some = mediaIds.slice(done, done + mostAtOnce);
        await sync.ask(({ media }, signal) => say(media, some, signal));
      }
    } finally {
      sync.checkClips();
    }
  }

  /** `not-supported` for a clip that never was in the cloud. */
  async function mediaIdOf({ accountId }: CloudSync, id: ClipId): Promise<number> {
    const clip = await index.get(id);
    if (clip === null) throw new AppError('not-found', id);
    if (clip.accountId !== accountId) throw new AppError('not-found', `${id}: another account's`);
    if (!id.startsWith('c')) throw new AppError('not-supported', `${id}: not in the cloud`);
    return Number(id.slice(1));
  }

  return {
    deleteFromCloud: (ids) => tell(ids, (media, some, signal) => media.remove(some, signal)),
    markWatched: (ids) => tell(ids, (media, some, signal) => media.markWatched(some, signal)),
  };
}

const mostAtOnce = 100;
