import { bufferBlob, type Blob } from '../media/blobs.ts';
import type { Answer } from './exchange.ts';

/** One thing that happens while a body goes out. */
export type Step =
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  | { readonly kind: 'silence'; readonly ms: number }
  | { readonly kind: 'cut' };

/** How fast, and in how large pieces, a body goes out at most. */
export interface Pace {
  readonly bytesPerSecond: number;
  readonly pieceBytes: number;
}

const TICKS_PER_SECOND = 20;

/** The body of an answer, its type, and what happens on its way, in order: for a wire or for memory. */
export function bodyOf({ content }: Answer): { readonly type: string; readonly bytes: Blob } {
  if (content.kind === 'bytes') return content;
  if (content.kind === 'text') {
    return { type: content.type, bytes: bufferBlob(Buffer.from(content.text)) };
  }
  return {
    type: 'application/json',
    bytes: bufferBlob(Buffer.from(JSON.stringify(content.value))),
  };
}

/** The headers an answer is sent with. */
export function headersOf(answer: Answer): Answer['headers'] {
  const { type, bytes } = bodyOf(answer);
  const length = answer.manner?.isOpenEnded === true ? {} : { 'content-length': `${bytes.size}` };
  return { 'content-type': type, ...answer.headers, ...length };
}

/** Everything that happens while the body goes out. */
export function* stepsOf(answer: Answer, pace: Pace): Generator<Step> {
  const { bytes } = bodyOf(answer);
  const { cutAt, silence } = answer.manner ?? {};
  const end = Math.min(cutAt ?? bytes.size, bytes.size);
  const quietAt = Math.min(silence?.at ?? end, end);
  yield* piecesOf(answer, { start: 0, end: quietAt }, pace);
  if (silence !== undefined) yield { kind: 'silence', ms: silence.ms };
  yield* piecesOf(answer, { start: quietAt, end }, pace);
  if (cutAt !== undefined) yield { kind: 'cut' };
}

interface Stretch {
  readonly start: number;
  readonly end: number;
}

function* piecesOf(answer: Answer, { start, end }: Stretch, pace: Pace): Generator<Step> {
  const { bytes } = bodyOf(answer);
  const rate = Math.min(pace.bytesPerSecond, answer.manner?.bytesPerSecond ?? Infinity);
  const isHurried = rate === Infinity;
  const step = isHurried ? pace.pieceBytes : Math.max(1, Math.floor(rate / TICKS_PER_SECOND));
  for (let at = start; at < end; at += step) {
    const piece = bytes.read(at, Math.min(at + step, end));
    if (!isHurried) yield { kind: 'silence', ms: (piece.length * 1000) / rate };
    yield { kind: 'bytes', bytes: piece };
  }
}
