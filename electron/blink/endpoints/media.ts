import type { Download, ResumeFrom } from '../http/download.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Timestamp } from '../../../shared/models.ts';
import { get, legacy, post, type Call, type EndpointClient } from '../api-client.ts';
import type { MediaItem, MediaPage, MediaRef } from '../models.ts';
import { toMediaItem, type DeviceFamilies } from '../wire/homescreen.ts';
import {
  mediaItemSchema,
  mediaListSchema,
  mediaPageSchema,
  mediaSettingsSchema,
  unwatchedSchema,
} from '../wire/media.ts';
import { parseAnswer, readRows } from '../wire/schema-helpers.ts';

export interface ChangedSince {
  readonly since: Timestamp;
  /** From 1. */
  readonly page: number;
}

/** One page of what changed since then. Only an empty page is the last: counts and limits mean nothing. */
export async function listChanged(
  caller: EndpointClient,
  families: DeviceFamilies,
  query: ChangedSince,
  signal?: AbortSignal,
): Promise<MediaPage> {
  const name = 'changed media';
  const forms = [legacy(get(changedPath(caller.accountId, query)))] as const;
  const { value, headers } = await caller.ask({ kind: 'media-list', name, forms, signal });
  const page = parseAnswer(name, mediaPageSchema, value);
  const { media, limit } = page;
  const { rows, unreadable } = readRows(mediaItemSchema, media);
  return {
    items: rows.map((row) => toMediaItem(caller.accountId, families, row)),
    unreadable,
    isLast: media.length === 0,
    isShort: limit !== null && media.length < limit,
    listId: listIdOf(page),
    answeredAt: timeOf(headers.get('date')),
  };
}

export interface ClipOpening {
  readonly ref: MediaRef;
  /** Where an earlier try stopped. */
  readonly resume: ResumeFrom | null;
}

/** Opens a recording; the cloud then counts it as watched. `bad-answer` for a page or a message in its place. */
export async function openClip(
  caller: EndpointClient,
  { ref, resume }: ClipOpening,
  signal?: AbortSignal,
): Promise<Download> {
  const call = { kind: 'clip', name: 'clip', ref, answerType: clipTypes, signal } as const;
  const download = resume === null ? null : await caller.resume(call, resume);
  return download ?? caller.stream(call);
}

/** A still, whole. `not-found` for an empty one: the cloud has a newer picture under another address. */
export async function readPicture(
  caller: EndpointClient,
  ref: MediaRef,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const name = 'picture';
  const call = { kind: 'picture', name, ref, answerType: pictureTypes, signal } as const;
  const bytes = await caller.bytes(call);
  if (bytes.length === 0) throw new AppError('not-found', `${name}: empty`);
  return bytes;
}

/** A time as the cloud's queries want it; `invalid-argument` for none. */
export function writtenTime(at: Timestamp): string {
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) throw new AppError('invalid-argument', 'media: not a time');
  return time.toISOString().replace(/\.\d+Z$/, 'Z');
}

/** What a recording may call itself. */
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

function changedPath(account: number, { since, page }: ChangedSince): string {
  if (!Number.isSafeInteger(page)) throw new AppError('invalid-argument', 'changed media: page');
  const query = `since=${encodeURIComponent(writtenTime(since))}&page=${page}`;
  return `/api/v1/accounts/${account}/media/changed?${query}`;
}

/** Recordings of a stretch of time. */
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

export interface MediaDeps {
  readonly caller: EndpointClient;
  readonly families: DeviceFamilies;
}

export function createMediaCalls({ caller, families }: MediaDeps): MediaCalls {
  const { accountId } = caller;
  const media = `/api/v4/accounts/${accountId}/media`;

  const read = async (name: string, forms: Call['forms'], signal?: AbortSignal) =>
    (await caller.ask({ kind: 'media-list', name, forms, signal })).value;

  return {
    async list(query, signal) {
      const name = 'media';
      const value = await read(name, [post(`${media}?${listQuery(query)}`, noFilters)], signal);
      const page = parseAnswer(name, mediaListSchema, value);
      const { rows, unreadable } = readRows(mediaItemSchema, page.media);
      return {
        items: rows.map((row) => toMediaItem(accountId, families, row)),
        unreadable,
        next: page.media.length === 0 ? null : page.pagination_key,
      };
    },
    async markWatched(mediaIds, signal) {
      await read('mark watched', [post(`${media}/mark_as_viewed`, listOf(mediaIds))], signal);
    },
    async unwatchedCount(signal) {
      const name = 'unwatched media';
      const value = await read(
        name,
        [
          get(`/api/v4/accounts/${accountId}/unwatched_media`),
          get(`/api/v1/accounts/${accountId}/media/count`),
        ],
        signal,
      );
      return parseAnswer(name, unwatchedSchema, value);
    },
    async remove(mediaIds, signal) {
      const body = listOf(mediaIds);
      const old = post(`/api/v1/accounts/${accountId}/media/delete`, body);
      await read('delete media', [legacy(old), post(`${media}/delete`, body)], signal);
    },
    async settings(signal) {
      const name = 'media settings';
      const value = await read(name, [get(`/api/v4/accounts/${accountId}/media_settings`)], signal);
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
