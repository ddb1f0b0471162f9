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
  /** One listing, all its pages. The rows of earlier pages are kept when a later page fails. */
  sync(signal: AbortSignal): Promise<void>;
  /** When the last successful listing began; null before the first. */
  listedAt(): Timestamp | null;
}

export interface MediaSyncDeps {
  readonly accountId: AccountId;
  readonly gate: RequestGate;
  readonly index: Pick<ClipIndex, 'recordListing' | 'mark' | 'setMark'>;
  readonly clock: Clock;
  /** Clips to notify about, oldest first, each once, after they are saved. Never for the first listing. */
  readonly onNewClips: (clips: readonly Clip[]) => void;
  /** A listing has succeeded. */
  readonly onListed: () => void;
  readonly addLabels: AddLabels;
}

/**
 * Usually lists the changes since the cursor. Lists everything at first, and again when the cloud's id of the list is
 * another one, because what was listed before may then be outdated.
 */
export function createMediaSync(deps: MediaSyncDeps): MediaSync {
  const { gate, index, clock, onNewClips, onListed, addLabels } = deps;
  const mediaCursor = createMediaCursor(deps.accountId, index);
  // By depth: the last complete listing that had one page only.
  const lastOnePageListings = new Map<boolean, string | null>();
  let deepListedAt: Timestamp | null = null;
  let allListedAt: Timestamp | null = null;
  let interrupted: Progress | null = null;
  let listedAt: Timestamp | null = null;
  let answeredAt: Timestamp | null = null;
  // When the new clips were recorded whose labels have not been requested.
  let unlabelledSpan: ClipSpan | null = null;

  const isOlderThan = (at: Timestamp | null, ms: number): boolean =>
    at === null || clock.now() < at || clock.now() - at >= ms;

  /** True when the cloud has another list by now: then it was not listed completely. */
  async function listChanges(known: ListingState, run: ListingRun): Promise<boolean> {
    const startedAt = clock.now();
    const isDeep = isOlderThan(deepListedAt, deepEveryMs);
    const since = listSince(known.cursor, isDeep);
    // A row with a wrong date can move the cursor ahead of the cloud's clock; everything since was then left out.
    const isOtherList = ({ listId, answeredAt }: MediaPage) =>
      (isAnotherList(listId, known.listId) || isAhead(known.cursor, answeredAt)) &&
      isOlderThan(allListedAt, listAllGapMs);
    let { cursor } = known;

    const { pages, first } = await walkPages({
      page: (number) => requestPage(since, number, run),
      onPage: async (page) => {
        await record(page.items, known.historyEndsAt ?? 0, run);
        cursor = nextCursor(cursor, page, clock.now());
      },
      isEnd: (page, number) =>
        number === 1 &&
        (isOtherList(page) ||
          isSameListing(lastOnePageListings.get(isDeep), onePageListing(since, page))),
    });
    if (isOtherList(first)) return true;
    lastOnePageListings.set(isDeep, pages === 1 ? onePageListing(since, first) : null);
    // Only now is everything up to the cursor saved.
    await mediaCursor.moveCursor(known, cursor);
    if (known.listId === null) await mediaCursor.setList(first.listId);
    if (isDeep) deepListedAt = startedAt;
    return false;
  }

  async function listAll(known: ListingState, run: ListingRun): Promise<void> {
    const startedAt = clock.now();
    const resumed =
      interrupted !== null && !isOlderThan(interrupted.at, resumeWithinMs) ? interrupted : null;
    const from = resumed?.page ?? 1;
    let cursor = resumed === null ? known.cursor : resumed.cursor;
    let listId = resumed?.listId ?? null;
    const notableAfter = notableLimit(known);
    if (resumed === null) interrupted = null;

    const { pages } = await walkPages({
      from,
      page: (number) => requestPage(epoch, number, run),
      async onPage(page, number) {
        await record(page.items, notableAfter, run);
        cursor = nextCursor(cursor, page, clock.now());
        // The id of the first page: if it changes meanwhile, everything is listed again.
        listId ??= page.listId;
        interrupted = { page: number, cursor, listId, at: clock.now() };
      },
    }).catch((error: unknown) => {
      // After an invalid answer the next listing starts at the first page.
      if (toAppError(error).code === 'bad-answer') interrupted = null;
      throw error;
    });
    interrupted = null;
    // The list has become shorter meanwhile: its rows are on pages that were read already.
    if (from > 1 && pages === 0) return listAll(known, run);
    await mediaCursor.moveCursor(known, cursor);
    if (known.historyEndsAt === null) await mediaCursor.setHistoryEnd(cursor ?? 0);
    await mediaCursor.setList(listId);
    lastOnePageListings.clear();
    allListedAt = startedAt;
    deepListedAt = startedAt;
  }

  async function requestPage(
    since: Timestamp,
    number: number,
    run: ListingRun,
  ): Promise<MediaPage> {
    const page = await gate.ask(
      (client, ending) => client.changedMedia(since, number, ending),
      run.signal,
    );
    answeredAt = page.answeredAt;
    return page;
  }

  async function record(
    items: readonly MediaItem[],
    notableAfter: Timestamp,
    { newClips }: ListingRun,
  ) {
    const { added } = await index.recordListing(items.map(toListed), clock.now());
    unlabelledSpan = spanOf(added, unlabelledSpan);
    const updatedAt = updateTimes(items);
    newClips.push(...added.filter((clip) => isNotable(clip, updatedAt.get(clip.id), notableAfter)));
  }

  async function listAndNotify<T>(
    signal: AbortSignal,
    work: (run: ListingRun) => Promise<T>,
  ): Promise<T> {
    const newClips: Clip[] = [];
    let labelled: readonly Clip[] = newClips;
    try {
      const done = await work({ newClips, signal });
      labelled = await withLabels(newClips, signal);
      return done;
    } finally {
      // The index reports each clip as new only once: also notify about those of a failed listing.
      if (labelled.length > 0) onNewClips(inOrder(labelled));
    }
  }

  async function withLabels(
    newClips: readonly Clip[],
    signal: AbortSignal,
  ): Promise<readonly Clip[]> {
    const span = unlabelledSpan;
    unlabelledSpan = null;
    return span === null ? newClips : addLabels(span, newClips, signal);
  }

  return {
    async sync(signal) {
      const startedAt = clock.now();
      const known = await mediaCursor.read();
      const isWholeList =
        known.historyEndsAt === null ||
        (await listAndNotify(signal, (run) => listChanges(known, run)));
      if (isWholeList) await listAndNotify(signal, (run) => listAll(known, run));
      await mediaCursor.moveCloudTime(known, answeredAt);
      listedAt = startedAt;
      onListed();
    },
    listedAt: () => listedAt,
  };
}

/** One listing: the new clips it has found so far. */
interface ListingRun {
  readonly newClips: Clip[];
  readonly signal: AbortSignal;
}

/** How far a listing of everything came before it failed. */
interface Progress {
  /** The last recorded page; requested again, because rows may have moved. */
  readonly page: number;
  readonly cursor: Timestamp | null;
  readonly listId: string | null;
  readonly at: Timestamp;
}

/** When everything is listed, clips older than a day's changes are history, however new they are to us. */
const notableLimit = ({ cursor, historyEndsAt }: ListingState): Timestamp =>
  historyEndsAt === null ? Infinity : Math.max(historyEndsAt, listSince(cursor, true));

const isAnotherList = (listId: string | null, known: string | null): boolean =>
  listId !== null && known !== null && listId !== known;

const isSameListing = (known: string | null | undefined, listing: string | null): boolean =>
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
/** A cloud that sends another list id in every answer must not make us list everything all the time. */
const listAllGapMs = minutes(10);
const resumeWithinMs = minutes(60);
