import type { AccountId } from '../../../shared/ids.ts';
import type { Timestamp } from '../../../shared/models.ts';
import { minutes } from '../../lib/clock.ts';
import type { ClipIndex } from '../../store/clips/clip-index.ts';

/** How far the cloud's list of recordings is known, over restarts. */
export interface ListingState {
  /** The largest server time up to which everything is durable. */
  readonly cursor: Timestamp | null;
  /** Server time of the newest clip of the first listing; null before it went through. */
  readonly historyEndsAt: Timestamp | null;
  /** What the cloud called the list when all of it was listed last. */
  readonly listId: string | null;
  /** The cloud's clock, as of an hour ago at most. */
  readonly cloudTime: Timestamp | null;
}

export interface MediaCursor {
  read(): Promise<ListingState>;
  moveCursor(known: ListingState, cursor: Timestamp | null): Promise<void>;
  setHistoryEnd(at: Timestamp): Promise<void>;
  /** Null, where the cloud does not tell, changes nothing. */
  setList(listId: string | null): Promise<void>;
  /** Null changes nothing, nor does what is no hour later. */
  moveCloudTime(known: ListingState, at: Timestamp | null): Promise<void>;
}

export interface MediaCursorDeps {
  readonly accountId: AccountId;
  readonly index: Pick<ClipIndex, 'mark' | 'setMark'>;
}

export function createMediaCursor({ accountId, index }: MediaCursorDeps): MediaCursor {
  return {
    async read() {
      const [cursor, done, listId, cloudTime] = await Promise.all([
        index.mark(accountId, 'media-cursor'),
        index.mark(accountId, 'first-listing-done'),
        index.mark(accountId, 'media-list'),
        index.mark(accountId, 'cloud-time'),
      ]);
      return {
        cursor: toTime(cursor),
        historyEndsAt: toTime(done),
        listId,
        cloudTime: toTime(cloudTime),
      };
    },
    async moveCursor(known, cursor) {
      if (cursor === null || cursor === known.cursor) return;
      await index.setMark(accountId, 'media-cursor', String(cursor));
    },
    setHistoryEnd: (at) => index.setMark(accountId, 'first-listing-done', String(at)),
    async setList(listId) {
      if (listId !== null) await index.setMark(accountId, 'media-list', listId);
    },
    async moveCloudTime({ cloudTime }, at) {
      if (at === null || (cloudTime !== null && at - cloudTime < minutes(60))) return;
      await index.setMark(accountId, 'cloud-time', String(at));
    },
  };
}

/** A mark that holds a time; null for none. */
export const toTime = (mark: string | null): Timestamp | null => {
  const time = mark === null || mark === '' ? Number.NaN : Number(mark);
  return Number.isFinite(time) ? time : null;
};
