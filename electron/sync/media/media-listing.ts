import { AppError } from '../../../shared/errors.ts';
import { cloudClipId, type ClipId } from '../../../shared/ids.ts';
import type { Clip, ClipKind, Timestamp } from '../../../shared/models.ts';
import type { MediaItem, MediaPage } from '../../blink/models.ts';
import { minutes } from '../../lib/clock.ts';
import type { ListedClip } from '../../store/clips/clip-index.ts';

/** The whole list. */
export const epoch = 0;
const overlapMs = minutes(10);
const deepOverlapMs = minutes(24 * 60);
/** Where the cloud sends no time of its own, this computer's clock may be behind by this much. */
const maxAheadMs = minutes(48 * 60);
const maxPages = 2_000;

/** From where to ask for changes: the cursor with an overlap. */
export function listSince(cursor: Timestamp | null, isDeep: boolean): Timestamp {
  if (cursor === null) return epoch;
  return Math.max(epoch, cursor - (isDeep ? deepOverlapMs : overlapMs));
}

/** The largest server time seen. Times ahead of the cloud's own clock do not count: they would hide everything until then. */
export function nextCursor(
  cursor: Timestamp | null,
  { items, answeredAt }: Pick<MediaPage, 'items' | 'answeredAt'>,
  now: Timestamp,
): Timestamp | null {
  const times = items
    .flatMap(({ updatedAt, recordedAt }) => [updatedAt, recordedAt])
    .filter((time) => !isAhead(time, answeredAt) && time <= (answeredAt ?? now) + maxAheadMs);
  const before = isAhead(cursor, answeredAt) ? null : cursor;
  const latest = times.reduce((one, other) => Math.max(one, other), before ?? -Infinity);
  return latest === -Infinity ? null : latest;
}

/** True for a time so far ahead of the cloud's clock that a listing from there would leave something out. */
export const isAhead = (time: Timestamp | null, answeredAt: Timestamp | null): boolean =>
  time !== null && answeredAt !== null && time > answeredAt + overlapMs;

/**
 * The contents of a listing that fits on one page; null for one that may continue. Because of the overlap, a listing
 * without changes is always the same: then the empty page after it need not be requested.
 */
export function onePageListing(since: Timestamp, page: MediaPage): string | null {
  if (!page.isShort || page.unreadable > 0) return null;
  const rows = page.items.map(({ mediaId, updatedAt, isWatched, isDeleted }) => [
    mediaId,
    updatedAt,
    isWatched,
    isDeleted,
  ]);
  return JSON.stringify([since, rows]);
}

/** How to go through the pages of a list. */
export interface PageWalk {
  readonly page: (number: number) => Promise<MediaPage>;
  readonly onPage: (page: MediaPage, number: number) => Promise<void>;
  /** Whether this is the last page. */
  readonly isEnd?: (page: MediaPage, number: number) => boolean;
  /** The first page; 1 unless given. */
  readonly from?: number;
}

export interface WalkResult {
  /** How many pages were not empty. */
  readonly pages: number;
  /** The first answer, empty or not. */
  readonly first: MediaPage;
}

/**
 * Calls `onPage` with page after page until the list ends. Two pages in a row without a new row mean an endless list:
 * `bad-answer`. A single one occurs when recordings arrive while the pages are read.
 */
export async function walkPages({ page, onPage, isEnd, from = 1 }: PageWalk): Promise<WalkResult> {
  const seen = new Set<number>();
  let repeats = 0;
  let first: MediaPage | null = null;
  for (let number = from; number < from + maxPages; number += 1) {
    const answer = await page(number);
    first ??= answer;
    const { items, unreadable, isLast } = answer;
    if (items.length === 0 && unreadable === 0) return { pages: number - from, first };
    const isRepeat = items.length > 0 && items.every(({ mediaId }) => seen.has(mediaId));
    repeats = isRepeat ? repeats + 1 : 0;
    if (repeats > 1) throw new AppError('bad-answer', 'the media list repeats');
    for (const { mediaId } of items) seen.add(mediaId);
    await onPage(answer, number);
    if (isLast || isEnd?.(answer, number) === true) return { pages: number - from + 1, first };
  }
  throw new AppError('bad-answer', 'the media list does not end');
}

/** A row of the cloud's list, as the index records it. */
export const toListed = ({ mediaId, ...item }: MediaItem): ListedClip => ({
  ...item,
  originKind: 'cloud',
  remoteId: String(mediaId),
});

/** When the cloud last changed each of these clips. */
export const updateTimes = (items: readonly MediaItem[]): ReadonlyMap<ClipId, Timestamp> =>
  new Map(items.map(({ mediaId, updatedAt }) => [cloudClipId(mediaId), updatedAt]));

/** Worth a notification: recorded because of an event, and not part of the history found at sign-in. */
export const isNotable = (
  clip: Clip,
  updatedAt: Timestamp | undefined,
  historyEndsAt: Timestamp,
): boolean =>
  notableKinds.includes(clip.kind) && Math.max(clip.recordedAt, updatedAt ?? 0) > historyEndsAt;

const notableKinds: readonly ClipKind[] = ['motion', 'doorbell', 'other'];
