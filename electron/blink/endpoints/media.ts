import {
  toMediaItem,
  mediaItemSchema,
  mediaListSchema,
  mediaPageSchema,
  mediaSettingsSchema,
  unwatchedSchema,
} from '../wire/media.ts';
import type { Download, ResumeFrom } from '../http/download.ts';
import { AppError } from '../../../shared/errors.ts';
import type { AccountId } from '../../../shared/ids.ts';
import type { Timestamp } from '../../../shared/models.ts';
import { get, legacy, post, type ApiClient, type EndpointVariants } from '../api-client.ts';
import type { MediaItem, MediaPage, MediaRef } from '../models.ts';
import { type DeviceFamilies } from '../wire/homescreen.ts';
import { parseAnswer, readRows } from '../wire/schema-helpers.ts';

/** Recordings and pictures as everybody needs them: what changed, and the files themselves. */
export interface ClipCalls {
  /** Recordings that changed since then: new, watched or deleted. Pages start at 1; only an empty one is the last. */
  changedMedia(since: Timestamp, page: number, signal?: AbortSignal): Promise<MediaPage>;
  /**
   * A recording; fetching it marks it watched in the cloud. Where a started one cannot be resumed, it comes whole: look
   * at `startsAt`. `bad-answer` for a page or a message in its place.
   */
  openClip(ref: MediaRef, signal?: AbortSignal, resume?: ResumeFrom | null): Promise<Download>;
  /** A still, whole. `not-found` when the cloud has a newer one under another path, or sends nothing. */
  picture(ref: MediaRef, signal?: AbortSignal): Promise<Uint8Array>;
}

export const createClipCalls = (api: ApiClient, families: DeviceFamilies): ClipCalls => ({
  async changedMedia(since, page, signal) {
    const name = 'changed media';
    const variants = [legacy(get(changedPath(api.accountId, since, page)))] as const;
    const { value, headers } = await api.json({ kind: 'media-list', name, variants, signal });
    const answer = parseAnswer(name, mediaPageSchema, value);
    const { media, limit } = answer;
    const { rows, unreadable } = readRows(mediaItemSchema, media);
    return {
      items: rows.map((row) => toMediaItem(api.accountId, families, row)),
      unreadable,
      // Counts and limits mean nothing here.
      isLast: media.length === 0,
      isShort: limit !== null && media.length < limit,
      listId: listIdOf(answer),
      answeredAt: timeOf(headers.get('date')),
    };
  },
  async openClip(ref, signal, resume = null) {
    const request = { kind: 'clip', name: 'clip', ref, answerType: clipTypes, signal } as const;
    const download = resume === null ? null : await api.resume(request, resume);
    return download ?? api.stream(request);
  },
  async picture(ref, signal) {
    const name = 'picture';
    const bytes = await api.bytes({ kind: 'picture', name, ref, answerType: pictureTypes, signal });
    if (bytes.length === 0) throw new AppError('not-found', `${name}: empty`);
    return bytes;
  },
});

/** A time as the cloud's queries want it; `invalid-argument` for none. */
function writtenTime(at: Timestamp): string {
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) throw new AppError('invalid-argument', 'media: not a time');
  return time.toISOString().replace(/\.\d+Z$/, 'Z');
}

/** The media types a recording may have. */
export const clipTypes = /^(video\/[\w.+-]+|(application|binary)\/octet-stream)$/;
const pictureTypes = /^(image\/[\w.+-]+|(application|binary)\/octet-stream)$/;

function timeOf(date: string | null): Timestamp | null {
  const at = Date.parse(date ?? '');
  return Number.isNaN(at) ? null : at;
}

const listIdOf = (page: {
  readonly purge_id: string | null;
  readonly refresh_count: string | null;
}): string | null =>
  page.purge_id === null && page.refresh_count === null
    ? null
    : `${page.purge_id ?? ''}/${page.refresh_count ?? ''}`;

function changedPath(account: AccountId, since: Timestamp, page: number): string {
  if (!Number.isSafeInteger(page)) throw new AppError('invalid-argument', 'changed media: page');
  const query = `since=${encodeURIComponent(writtenTime(since))}&page=${page}`;
  return `/api/v1/accounts/${account}/media/changed?${query}`;
}

/** Recordings of a period. */
export interface MediaQuery {
  readonly fromAt: Timestamp;
  readonly untilAt: Timestamp;
  /** Where the page before this one ended; null for the first. */
  readonly after: string | null;
}

export interface MediaListing {
  readonly items: readonly MediaItem[];
  readonly unreadable: number;
  /** For the next page; null after the last. */
  readonly next: string | null;
}

/** When the cloud deletes recordings by itself. */
export interface MediaSettings {
  readonly autoDeleteDays: number | null;
  readonly autoDeleteChoices: readonly number[];
}

/** Recordings in the cloud, beside what the poller asks. */
export interface MediaCalls {
  list(query: MediaQuery, signal?: AbortSignal): Promise<MediaListing>;
  /** From 1 to 100 at once; `invalid-argument` otherwise. */
  markWatched(mediaIds: readonly number[], signal?: AbortSignal): Promise<void>;
  unwatchedCount(signal?: AbortSignal): Promise<number>;
  /** For good; from 1 to 100 at once. */
  remove(mediaIds: readonly number[], signal?: AbortSignal): Promise<void>;
  settings(signal?: AbortSignal): Promise<MediaSettings>;
}

export function createMediaCalls(api: ApiClient, families: DeviceFamilies): MediaCalls {
  const { accountId } = api;
  const account = `/api/v4/accounts/${accountId}`;

  const ask = async (name: string, variants: EndpointVariants, signal?: AbortSignal) =>
    (await api.json({ kind: 'media-list', name, variants, signal })).value;

  return {
    async list(query, signal) {
      const name = 'media';
      const variants = [post(`${account}/media?${listQuery(query)}`, noFilters)] as const;
      const page = parseAnswer(name, mediaListSchema, await ask(name, variants, signal));
      const { rows, unreadable } = readRows(mediaItemSchema, page.media);
      return {
        items: rows.map((row) => toMediaItem(accountId, families, row)),
        unreadable,
        next: page.media.length === 0 ? null : page.pagination_key,
      };
    },
    async markWatched(mediaIds, signal) {
      const variants = [post(`${account}/media/mark_as_viewed`, listOf(mediaIds))] as const;
      await ask('mark watched', variants, signal);
    },
    async unwatchedCount(signal) {
      const name = 'unwatched media';
      const variants = [
        get(`${account}/unwatched_media`),
        get(`/api/v1/accounts/${accountId}/media/count`),
      ] as const;
      return parseAnswer(name, unwatchedSchema, await ask(name, variants, signal));
    },
    async remove(mediaIds, signal) {
      const body = listOf(mediaIds);
      const variants = [
        legacy(post(`/api/v1/accounts/${accountId}/media/delete`, body)),
        post(`${account}/media/delete`, body),
      ] as const;
      await ask('delete media', variants, signal);
    },
    async settings(signal) {
      const name = 'media settings';
      const value = await ask(name, [get(`${account}/media_settings`)], signal);
      const wire = parseAnswer(name, mediaSettingsSchema, value);
      return {
        autoDeleteDays: wire.auto_delete_days ?? wire.auto_purge_days,
        autoDeleteChoices: wire.auto_delete_day_options.filter((days) => typeof days === 'number'),
      };
    },
  };
}

const noFilters = { filters: { types: [], device_types: [], devices: {} } };
const mostAtOnce = 100;

function listQuery({ fromAt, untilAt, after }: MediaQuery): string {
  return new URLSearchParams({
    start_time: writtenTime(fromAt),
    end_time: writtenTime(untilAt),
    ...(after === null ? {} : { pagination_key: after }),
  }).toString();
}

function listOf(mediaIds: readonly number[]) {
  const isGood = mediaIds.length > 0 && mediaIds.length <= mostAtOnce;
  if (!isGood || !mediaIds.every((id) => Number.isSafeInteger(id) && id > 0)) {
    throw new AppError('invalid-argument', 'media: not a list of 1 to 100');
  }
  return { media_list: mediaIds };
}
