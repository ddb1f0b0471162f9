import { announcedSize, contentType, type Opened } from './read-response.ts';
import { streamed } from '../body.ts';
import type { Download, ResumeFrom } from '../models.ts';
import { restOf, validatorOf } from '../resume.ts';

export interface Expected {
  /** A body that is silent for so long is given up. */
  readonly stallMs: number;
  /** Where we asked it to go on; null for all of it. */
  readonly from: ResumeFrom | null;
}

/** The status for "nothing lies from there on". */
export const outOfRange = 416;

/** A body as it arrives. Null, and the connection let go, when it is a part but not the one asked for. */
export function downloadOf(opened: Opened, { stallMs, from }: Expected): Download | null {
  const { response, deadline } = opened;
  const place = placeOf(response, from);
  if (place === null) {
    drop(opened);
    return null;
  }
  deadline.extend(stallMs);
  return {
    contentType: contentType(response.headers),
    ...place,
    body: streamed(response.body, stallMs, deadline),
  };
}

type Place = Pick<Download, 'sizeBytes' | 'startsAt' | 'validator'>;

function placeOf({ status, headers }: Response, from: ResumeFrom | null): Place | null {
  if (status === outOfRange) return null;
  if (status === partial) return from === null ? null : restOf(headers, from);
  return { sizeBytes: announcedSize(headers), startsAt: 0, validator: validatorOf(headers) };
}

const partial = 206;

function drop({ response, deadline }: Opened): void {
  response.body?.cancel().catch(() => undefined);
  deadline.drop();
}
