import type { AccountId } from '../../shared/ids.ts';
import type { Clip, Timestamp } from '../../shared/models.ts';
import type { MediaItem } from '../blink/models.ts';
import { minutes } from '../lib/timing.ts';
import type { Clock } from '../lib/timing.ts';
import type { ClipIndex } from '../store/ports.ts';
import type { CloudGate } from './cloud-gate.ts';
import {
  isNews,
  listSince,
  nextCursor,
  onePageListing,
  toListed,
  updateTimes,
  walkPages,
} from './media-walk.ts';

/** Brings the cloud's list of recordings into the clip index. */
export interface MediaSync {
  /** One listing, all its pages. What earlier pages brought stays when a later one fails. */
  sync(signal: AbortSignal): Promise<void>;
}

export interface MediaSyncDeps {
  readonly accountId: AccountId;
  readonly gate: CloudGate;
  readonly index: Pick<ClipIndex, 'recordListing' | 'mark' | 'setMark'>;
  readonly clock: Clock;
  /** Clips worth a banner, oldest first, each once, after they are durable. Never for the first listing. */
  readonly onNews: (clips: readonly Clip[]) => void;
}

export function createMediaSync(deps: MediaSyncDeps): MediaSync {
  const { accountId, gate, index, clock, onNews } = deps;
  let deepAt: Timestamp | null = null;
  // By depth: the last listing that was walked to its end and had one page only.
  const walked = new Map<boolean, string | null>();

  const isDeepDue = (now: Timestamp) =>
    deepAt === null || now < deepAt || now - deepAt >= minutes(60);

  async function readMarks(): Promise<Marks> {
    const [cursor, done] = await Promise.all([
      index.mark(accountId, 'media-cursor'),
      index.mark(accountId, 'first-listing-done'),
    ]);
    return { cursor: toTime(cursor), historyEndsAt: toTime(done) };
  }

  async function list(marks: Marks, news: Clip[], signal: AbortSignal): Promise<void> {
    const { historyEndsAt } = marks;
    const startedAt = clock.now();
    const isDeep = isDeepDue(startedAt);
    const since = listSince(marks.cursor, historyEndsAt === null, isDeep);
    let { cursor } = marks;
    let listing: string | null = null;

    await walkPages(
      (number) => gate.ask((client, ending) => client.changedMedia(since, number, ending), signal),
      async (items) => {
        const added = await record(items);
        if (historyEndsAt !== null) news.push(...newsOf(added, items, historyEndsAt));
        cursor = nextCursor(cursor, items, clock.now());
      },
      (page, number) => {
        listing = number === 1 ? onePageListing(since, page) : null;
        return listing !== null && listing === walked.get(isDeep);
      },
    );
    walked.set(isDeep, listing);
    // Only now is everything up to the cursor durable.
    if (cursor !== null && cursor !== marks.cursor) await setTime('media-cursor', cursor);
    if (historyEndsAt === null) await setTime('first-listing-done', cursor ?? 0);
    if (isDeep) deepAt = startedAt;
  }

  async function record(items: readonly MediaItem[]): Promise<readonly Clip[]> {
    const { added } = await index.recordListing(items.map(toListed), clock.now());
    return added;
  }

  const setTime = (name: 'media-cursor' | 'first-listing-done', time: Timestamp) =>
    index.setMark(accountId, name, String(time));

  return {
    async sync(signal) {
      const news: Clip[] = [];
      try {
        await list(await readMarks(), news, signal);
      } finally {
        // The index tells of each clip once only: what a broken listing brought would be lost here.
        if (news.length > 0) onNews(inOrder(news));
      }
    },
  };
}

interface Marks {
  readonly cursor: Timestamp | null;
  /** Server time of the newest clip of the first listing; null before it went through. */
  readonly historyEndsAt: Timestamp | null;
}

const toTime = (mark: string | null): Timestamp | null => {
  const time = mark === null || mark === '' ? Number.NaN : Number(mark);
  return Number.isFinite(time) ? time : null;
};

const newsOf = (added: readonly Clip[], items: readonly MediaItem[], historyEndsAt: Timestamp) => {
  const updatedAt = updateTimes(items);
  return added.filter((clip) => isNews(clip, updatedAt.get(clip.id), historyEndsAt));
};

const inOrder = (clips: readonly Clip[]): readonly Clip[] =>
  [...clips].sort((one, other) => one.recordedAt - other.recordedAt);
