import type { IncomingHttpHeaders } from 'node:http';
import { sliceOf } from '../media/blobs.ts';
import type { Answer, Ask } from './exchange.ts';

/** Which part of a file is to be sent. */
type Part =
  | { readonly kind: 'whole' }
  | { readonly kind: 'part'; readonly start: number; readonly end: number }
  | { readonly kind: 'impossible' };

/** The part of a file that Range and If-Range (RFC 9110) ask for; answers that are no files stay as they are. */
export function inPart({ headers }: Ask, answer: Answer): Answer {
  const { content, status } = answer;
  if (content.kind !== 'bytes' || content.tag === undefined || status !== 200) return answer;
  const { size } = content.bytes;
  const part = partOf(headers, size, content.tag);
  const told = { ...answer.headers, etag: content.tag, 'accept-ranges': 'bytes' };
  if (part.kind === 'whole') return { ...answer, headers: told };
  const [range, start, end] =
    part.kind === 'part'
      ? [`${part.start}-${part.end - 1}/${size}`, part.start, part.end]
      : [`*/${size}`, 0, 0];
  return {
    status: part.kind === 'part' ? 206 : 416,
    headers: { ...told, 'content-range': `bytes ${range}` },
    content: { ...content, bytes: sliceOf(content.bytes, start, end) },
  };
}

/** Several ranges, and what makes no sense, get the whole file. */
function partOf(headers: IncomingHttpHeaders, size: number, tag: string): Part {
  const range = /^bytes=(\d*)-(\d*)$/.exec(headers.range ?? '');
  const condition = headers['if-range'];
  if (!range || (condition !== undefined && condition !== tag)) return { kind: 'whole' };
  const [, first = '', last = ''] = range;
  if (first === '') return last === '' ? { kind: 'whole' } : lastBytes(Number(last), size);
  const start = Number(first);
  const end = last === '' ? size : Math.min(Number(last) + 1, size);
  if (last !== '' && Number(last) < start) return { kind: 'whole' };
  return start >= size ? { kind: 'impossible' } : { kind: 'part', start, end };
}

const lastBytes = (count: number, size: number): Part =>
  count === 0 || size === 0
    ? { kind: 'impossible' }
    : { kind: 'part', start: Math.max(0, size - count), end: size };
