import { toAppError } from '../../../shared/errors.ts';
import type { AccountId } from '../../../shared/ids.ts';
import type { Clip, Timestamp } from '../../../shared/models.ts';
import type { MediaItem, MediaPage } from '../../blink/models.ts';
import { minutes, type Clock } from '../../lib/clock.ts';
import type { ClipIndex } from '../../store/clips/clip-index.ts';
import type { AddLabels, ClipSpan } from './clip-labels.ts';
import type { RequestGate } from '../polling/request-gate.ts';
import { createMediaCursor, type ListingState } from './media-cursor.ts';
import {
  epoch,
  isAhead,
  isNotable,
  listSince,
  nextCursor,
  onePageListing,
  toListed,
  updateTimes,
  walkPages,
} from './media-listing.ts';

/** Brings the cloud's list of recordings into the clip index. */
export interface MediaSync {
  /** One listing, all its pages. What earlier pages brought stays when a later one fails. */
  sync(signal: AbortSignal): Promise<void>;
  /** When the last listing that went through began; null before the first. */
  listedAt(): Timestamp | null;
}

export interface MediaSyncDeps {
  readonly accountId: AccountId;
  readonly gate: RequestGate;
  readonly index: Pick<ClipIndex, 'recordListing' | 'mark' | 'setMark'>;
  readonly clock: Clock;
  /** Clips worth a banner, oldest first, each once, after they are durable. Never for the first listing. */
  readonly onNewClips: (clips: readonly Clip[]) => void;
  /** A listing went through. */
  readonly onListed: () => void;
  readonly addLabels: AddLabels;
}

/**
 * Mostly the changes since the cursor are listed. The whole list is: at first, and again when the cloud calls it another
 * list than the one we know, because then what was listed before may not hold any more.
 */
export function createMediaSync(deps: MediaSyncDeps): MediaSync {
  const { gate, index, clock, onNewClips, onListed, addLabels } = deps;
  const marks = createMediaCursor(deps);
  // By depth: the last listing that was walked to its end and had one page only.
  const walked = new Map<boolean, string | null>();
  let deepAt: Timestamp | null = null;
  let wholeAt: Timestamp | null = null;
  let broken: Progress | null = null;
  let listedAt: Timestamp | null = null;
  let answeredAt: Timestamp | null = null;
  // When the new clips were recorded that nobody has asked the labels of.
  let unlabelled: ClipSpan | null = null;

  const isPast = (at: Timestamp | null, ms: number): boolean =>
    at === null || clock.now() < at || clock.now() - at >= ms;

  /** True when the cloud has another list by now: then it was not listed to its end. */
  async function listChanges(known: ListingState, pass: Pass): Promise<boolean> {
    const startedAt = clock.now();
    const isDeep = isPast(deepAt, deepEveryMs);
    const since = listSince(known.cursor, isDeep);
    // A cursor ahead of the cloud's clock has left out what came since: a row with a wrong date has moved it there.
    const isOther = ({ listId, answeredAt }: MediaPage) =>
      (isAnother(listId, known.listId) || isAhead(known.cursor, answeredAt)) &&
      isPast(wholeAt, wholeGapMs);
    let { cursor } = known;

    const { pages, first } = await walkPages({
      page: (number) => ask(since, number, pass),
      onPage: async (page) => {
        await record(page.items, known.historyEndsAt ?? 0, pass);
        cursor = nextCursor(cursor, page, clock.now());
      },
      isEnd: (page, number) =>
        number === 1 && (isOther(page) || isSame(walked.get(isDeep), onePageListing(since, page))),
    });
    if (isOther(first)) return true;
    walked.set(isDeep, pages === 1 ? onePageListing(since, first) : null);
    // Only now is everything up to the cursor durable.
    await marks.moveCursor(known, cursor);
    if (known.listId === null) await marks.setList(first.listId);
    if (isDeep) deepAt = startedAt;
    return false;
  }

  async function listAll(known: ListingState, pass: Pass): Promise<void> {
    const startedAt = clock.now();
    const begun = broken !== null && !isPast(broken.at, resumeWithinMs) ? broken : null;
    const from = begun?.page ?? 1;
    let cursor = begun === null ? known.cursor : begun.cursor;
    let listId = begun?.listId ?? null;
    const newsAfter = newsLimit(known);
    if (begun === null) broken = null;

    const { pages } = await walkPages({
      from,
      page: (number) => ask(epoch, number, pass),
      async onPage(page, number) {
        await record(page.items, newsAfter, pass);
        cursor = nextCursor(cursor, page, clock.now());
        // What it was called when the walk began: a change on the way makes another walk.
        listId ??= page.listId;
        broken = { page: number, cursor, listId, at: clock.now() };
      },
    }).catch((error: unknown) => {
      // What made no sense is read again from its beginning.
      if (toAppError(error).code === 'bad-answer') broken = null;
      throw error;
    });
    broken = null;
    // The list has become shorter meanwhile: its rows have moved to pages that were read already.
    if (from > 1 && pages === 0) return listAll(known, pass);
    await marks.moveCursor(known, cursor);
    if (known.historyEndsAt === null) await marks.setHistoryEnd(cursor ?? 0);
    await marks.setList(listId);
    walked.clear();
    wholeAt = startedAt;
    deepAt = startedAt;
  }

  async function ask(since: Timestamp, number: number, pass: Pass): Promise<MediaPage> {
    const page = await gate.ask(
      (client, ending) => client.changedMedia(since, number, ending),
      pass.signal,
    );
    answeredAt = page.answeredAt;
    return page;
  }

  async function record(items: readonly MediaItem[], newsAfter: Timestamp, { news }: Pass) {
    const { added } = await index.recordListing(items.map(toListed), clock.now());
    unlabelled = spanOf(added, unlabelled);
    const updatedAt = updateTimes(items);
    news.push(...added.filter((clip) => isNotable(clip, updatedAt.get(clip.id), newsAfter)));
  }

  async function telling<T>(signal: AbortSignal, work: (pass: Pass) => Promise<T>): Promise<T> {
    const news: Clip[] = [];
    let told: readonly Clip[] = news;
    try {
      const done = await work({ news, signal });
      told = await withLabels(news, signal);
      return done;
    } finally {
      // The index tells of each clip once only: what a broken listing brought would be lost here.
      if (told.length > 0) onNewClips(inOrder(told));
    }
  }

  async function withLabels(news: readonly Clip[], signal: AbortSignal): Promise<readonly Clip[]> {
    const span = unlabelled;
    unlabelled = null;
    return span === null ? news : addLabels(span, news, signal);
  }

  return {
    async sync(signal) {
      const startedAt = clock.now();
      const known = await marks.read();
      const isWhole =
        known.historyEndsAt === null || (await telling(signal, (pass) => listChanges(known, pass)));
      if (isWhole) await telling(signal, (pass) => listAll(known, pass));
      await marks.moveCloudTime(known, answeredAt);
      listedAt = startedAt;
      onListed();
    },
    listedAt: () => listedAt,
  };
}

/** One way through the list. */
interface Pass {
  readonly news: Clip[];
  readonly signal: AbortSignal;
}

/** How far a walk through the whole list came before it broke off. */
interface Progress {
  /** The last page that was recorded; asked for again, because rows may have moved. */
  readonly page: number;
  readonly cursor: Timestamp | null;
  readonly listId: string | null;
  readonly at: Timestamp;
}

/** In the whole list, what the changes of a day would not have shown is old, however new it is to us. */
const newsLimit = ({ cursor, historyEndsAt }: ListingState): Timestamp =>
  historyEndsAt === null ? Infinity : Math.max(historyEndsAt, listSince(cursor, true));

const isAnother = (listId: string | null, known: string | null): boolean =>
  listId !== null && known !== null && listId !== known;

const isSame = (known: string | null | undefined, listing: string | null): boolean =>
  listing !== null && listing === known;

const spanOf = (added: readonly Clip[], before: ClipSpan | null): ClipSpan | null =>
  added.reduce<ClipSpan | null>(
    (span, { recordedAt }) => ({
      from: Math.min(recordedAt, span?.from ?? recordedAt),
      until: Math.max(recordedAt, span?.until ?? recordedAt),
    }),
    before,
  );

const inOrder = (clips: readonly Clip[]): readonly Clip[] =>
  [...clips].sort((one, other) => one.recordedAt - other.recordedAt);

const deepEveryMs = minutes(60);
/** A cloud that calls its list by another name in every answer must not make us list it all the time. */
const wholeGapMs = minutes(10);
const resumeWithinMs = minutes(60);
