import { AppError } from '../../../shared/errors.ts';
import type { Timestamp } from '../../../shared/models.ts';
import { get, in2020, type Caller } from '../forms.ts';
import type { Families } from '../families.ts';
import { toMediaItem } from '../mappers.ts';
import type { Download, MediaPage, MediaRef, ResumeFrom } from '../models.ts';
import { mediaItemSchema, mediaPageSchema } from '../wire/media.ts';
import { parseAnswer, readRows } from '../wire/schema-helpers.ts';

export interface ChangedSince {
  readonly since: Timestamp;
  /** From 1. */
  readonly page: number;
}

/** One page of what changed since then. Only an empty page is the last: counts and limits mean nothing. */
export async function listChanged(
  caller: Caller,
  families: Families,
  query: ChangedSince,
  signal?: AbortSignal,
): Promise<MediaPage> {
  const name = 'changed media';
  const forms = [in2020(get(changedPath(caller.accountId, query)))] as const;
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
  caller: Caller,
  { ref, resume }: ClipOpening,
  signal?: AbortSignal,
): Promise<Download> {
  const call = { kind: 'clip', name: 'clip', ref, answerType: clipTypes, signal } as const;
  const download = resume === null ? null : await caller.resume(call, resume);
  return download ?? caller.stream(call);
}

/** A still, whole. `not-found` for an empty one: the cloud has a newer picture under another address. */
export async function readPicture(
  caller: Caller,
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
