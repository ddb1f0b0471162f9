import { isEncoded, announcedSize, contentType, type OpenResponse } from './read-response.ts';
import { streamBody } from './response-body.ts';

export interface DownloadOptions {
  /** A body that is silent for so long is given up. */
  readonly stallMs: number;
  /** Where we asked to resume; null for all of it. */
  readonly from: ResumeFrom | null;
}

/** The status for "there is nothing from that byte on". */
export const rangeNotSatisfiable = 416;

/** A body as it arrives. Null, with the connection closed, when it is a part but not the one asked for. */
export function toDownload(
  opened: OpenResponse,
  { stallMs, from }: DownloadOptions,
): Download | null {
  const { response, deadline } = opened;
  const part = bodyPartOf(response, from);
  if (part === null) {
    drop(opened);
    return null;
  }
  deadline.extend(stallMs);
  return {
    contentType: contentType(response.headers),
    ...part,
    body: streamBody(response.body, stallMs, deadline),
  };
}

type BodyPart = Pick<Download, 'sizeBytes' | 'startsAt' | 'validator'>;

function bodyPartOf({ status, headers }: Response, from: ResumeFrom | null): BodyPart | null {
  if (status === rangeNotSatisfiable) return null;
  if (status === partialContent) return from === null ? null : readContentRange(headers, from);
  return { sizeBytes: announcedSize(headers), startsAt: 0, validator: validatorOf(headers) };
}

const partialContent = 206;

function drop({ response, deadline }: OpenResponse): void {
  response.body?.cancel().catch(() => undefined);
  deadline.drop();
}

/** The headers that ask for the rest of a recording, and for all of it if the server has another version by now. */
export const resumeHeaders = ({ sizeBytes, validator }: ResumeFrom): Record<string, string> => ({
  range: `bytes=${sizeBytes}-`,
  'if-range': validator,
});

/** What identifies this version of a body: a strong ETag, or without any ETag the time of the last change. */
export function validatorOf(headers: Headers): string | null {
  // A Range counts bytes of the compressed body, and the ones we count are decompressed.
  if (isEncoded(headers)) return null;
  const tag = headers.get('etag');
  if (tag !== null) return strongTag.test(tag) ? tag : null;
  const changedAt = headers.get('last-modified');
  return changedAt !== null && isOldEnough(changedAt, headers.get('date')) ? changedAt : null;
}

/** Where a 206 begins and how large the whole is; null unless it is what we asked for, of the same version. */
export function readContentRange(
  headers: Headers,
  from: ResumeFrom,
): Pick<Download, 'sizeBytes' | 'startsAt' | 'validator'> | null {
  const [, ...numbers] = contentRange.exec(headers.get('content-range') ?? '') ?? [];
  const [start, last, sizeBytes] = numbers.map(Number);
  if (start !== from.sizeBytes || sizeBytes === undefined || last !== sizeBytes - 1) return null;
  if (isEncoded(headers) || last < start) return null;
  const isOtherVersion = headers.has('etag') && validatorOf(headers) !== from.validator;
  return isOtherVersion ? null : { sizeBytes, startsAt: start, validator: from.validator };
}

// Printable ASCII and not too long, because it goes back into a header and into a file.
const strongTag = /^"[!#-~]{1,200}"$/;
const contentRange = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/;

/** What changed within the second of the answer may change again within it, with the same time. */
function isOldEnough(changedAt: string, answeredAt: string | null): boolean {
  const at = httpDate.test(changedAt) ? Date.parse(changedAt) : Number.NaN;
  const now = answeredAt === null ? Infinity : Date.parse(answeredAt);
  return !Number.isNaN(at) && !(now - at < 1_000);
}

const httpDate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** Where to resume a recording, and the version it was begun with. */
export interface ResumeFrom {
  readonly sizeBytes: number;
  readonly validator: string;
}

/** A body that arrives. `sizeBytes` is what the server announced for the whole of it, null if it did not. */
export interface Download {
  readonly contentType: string;
  readonly sizeBytes: number | null;
  /** At which byte of the whole the body begins; 0 unless the server resumes where we asked. */
  readonly startsAt: number;
  /** A strong ETag, or the time of the last change; null without either. */
  readonly validator: string | null;
  readonly body: AsyncIterable<Uint8Array>;
}
