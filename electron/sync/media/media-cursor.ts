import type { AccountId } from '../../../shared/ids.ts';
import type { Timestamp } from '../../../shared/models.ts';
import { minutes } from '../../lib/clock.ts';
import type { ClipIndex } from '../../store/clips/clip-index.ts';

/** How far the cloud's list of recordings is known; kept over restarts. */
export interface ListingState {
  /** The largest server time up to which everything is saved. */
  readonly cursor: Timestamp | null;
  /** Server time of the newest clip of the first listing; null before that has succeeded. */
  readonly historyEndsAt: Timestamp | null;
  /** The cloud's id of the list when all of it was listed last. */
  readonly listId: string | null;
  /** The cloud's clock; at most an hour old while clips are listed. */
  readonly cloudTime: Timestamp | null;
}

export interface MediaCursor {
  read(): Promise<ListingState>;
  moveCursor(known: ListingState, cursor: Timestamp | null): Promise<void>;
  setHistoryEnd(at: Timestamp): Promise<void>;
  /** Null changes nothing: the cloud has sent no id. */
  setList(listId: string | null): Promise<void>;
  /** Null, or a time less than an hour later, changes nothing. */
  moveCloudTime(known: ListingState, at: Timestamp | null): Promise<void>;
}

export function createMediaCursor(
  accountId: AccountId,
  index: Pick<ClipIndex, 'mark' | 'setMark'>,
): MediaCursor {
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

/** Reads a time from a mark; null for none. */
export const toTime = (mark: string | null): Timestamp | null => {
  const time = mark === null || mark === '' ? Number.NaN : Number(mark);
  return Number.isFinite(time) ? time : null;
};
