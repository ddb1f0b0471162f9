import { AppError } from '../../../shared/errors.ts';
import type { AccountId } from '../../../shared/ids.ts';
import type { Timestamp } from '../../../shared/models.ts';
import type { AccountCloud } from '../authorized.ts';
import type { Download, MediaPage, MediaRef } from '../client.ts';
import type { Families } from '../families.ts';
import { toMediaItem } from '../mappers.ts';
import { mediaItemSchema, mediaPageSchema } from '../wire/media.ts';
import { parseAnswer, readRows } from '../wire/tolerant.ts';

export interface ChangedSince {
  readonly since: Timestamp;
  /** From 1. */
  readonly page: number;
}

/** One page of what changed since then. Only an empty page is the last: counts and limits mean nothing. */
export async function listChanged(
  cloud: AccountCloud,
  families: Families,
  query: ChangedSince,
  signal?: AbortSignal,
): Promise<MediaPage> {
  const name = 'changed media';
  const path = changedPath(cloud.accountId, query);
  const { value } = await cloud.json({ kind: 'media-list', name, path, signal });
  const { media } = parseAnswer(name, mediaPageSchema, value);
  const { rows, unreadable } = readRows(mediaItemSchema, media);
  return {
    items: rows.map((row) => toMediaItem(cloud.accountId, families, row)),
    unreadable,
    isLast: media.length === 0,
  };
}

/** Opens a recording; the cloud then counts it as watched. `bad-answer` for a page or a message in its place. */
export async function openClip(
  cloud: AccountCloud,
  ref: MediaRef,
  signal?: AbortSignal,
): Promise<Download> {
  return cloud.stream({ kind: 'clip', name: 'clip', ref, answerType: clipTypes, signal });
}

/** A still, whole. `not-found` for an empty one: the cloud has a newer picture under another address. */
export async function readPicture(
  cloud: AccountCloud,
  ref: MediaRef,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const name = 'picture';
  const bytes = await cloud.bytes({ kind: 'picture', name, ref, answerType: pictureTypes, signal });
  if (bytes.length === 0) throw new AppError('not-found', `${name}: empty`);
  return bytes;
}

const clipTypes = /^(video\/[\w.+-]+|(application|binary)\/octet-stream)$/;
const pictureTypes = /^(image\/[\w.+-]+|(application|binary)\/octet-stream)$/;

function changedPath(account: AccountId, { since, page }: ChangedSince): string {
  const at = new Date(since);
  if (Number.isNaN(at.getTime()) || !Number.isSafeInteger(page)) {
    throw new AppError('invalid-argument', 'changed media: since or page');
  }
  const written = at.toISOString().replace(/\.\d+Z$/, 'Z');
  return `/api/v1/accounts/${account}/media/changed?since=${encodeURIComponent(written)}&page=${page}`;
}
