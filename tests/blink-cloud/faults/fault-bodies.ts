import { gzipSync } from 'node:zlib';
import { bufferBlob, joinedBlob, noiseBlob, sliceOf, type Blob } from '../media/blobs.ts';
import { inManner, type Answer, type Ask, type Content } from '../http/exchange.ts';
import type { Fault } from './fault-schema.ts';

/** What can go wrong with the body of a recording; other answers are left alone. */
type BodyFault = (ask: Ask, answer: Answer, fault: Fault) => Answer | undefined;

const TINY_BYTES = 20;
const USUAL_EXTRA_BYTES = 100;
const FOR_EVER_MS = 24 * 3_600_000;

const isClip = (ask: Ask) => /\.mp4$|\/clip\/request\//.test(ask.path);

type File = Extract<Content, { kind: 'bytes' }>;

/** The bytes of a recording, whole or in part; undefined for any other answer. */
const fileIn = (ask: Ask, { content }: Answer): File | undefined =>
  isClip(ask) && content.kind === 'bytes' ? content : undefined;

const onClips =
  (act: (answer: Answer, file: File, fault: Fault) => Answer): BodyFault =>
  (ask, answer, fault) => {
    const file = fileIn(ask, answer);
    return file && act(answer, file, fault);
  };

/** Where the fault happens: the middle unless told, counted from the end when negative. */
function placeIn({ size }: Blob, { at }: Fault): number {
  if (at === undefined) return Math.floor(size / 2);
  return Math.max(0, Math.min(at < 0 ? size + at : at, size));
}

const withBytes = (answer: Answer, file: File, bytes: Blob): Answer => ({
  ...answer,
  content: { ...file, bytes },
});

const withHeaders = (answer: Answer, headers: Answer['headers']): Answer => ({
  ...answer,
  headers: { ...answer.headers, ...headers },
});

export const shortened = onClips((answer, file, fault) => {
  const end = placeIn(file.bytes, fault);
  return fault.variant === 'short'
    ? withBytes(answer, file, sliceOf(file.bytes, 0, end))
    : inManner(answer, { cutAt: end });
});

export const tiny = onClips((answer, file) =>
  withBytes(answer, file, sliceOf(file.bytes, 0, Math.min(TINY_BYTES, file.bytes.size))),
);

export const lengthened = onClips((answer, file, { at }) =>
  withBytes(answer, file, joinedBlob([file.bytes, noiseBlob(at ?? USUAL_EXTRA_BYTES, 1)])),
);

export const stalled = onClips((answer, file, fault) =>
  inManner(answer, {
    silence: { at: placeIn(file.bytes, fault), ms: fault.ms ?? FOR_EVER_MS },
  }),
);

export const trickled = onClips((answer, _file, { rate }) =>
  inManner(answer, { bytesPerSecond: rate ?? 1 }),
);

export const withoutLength = onClips((answer) => inManner(answer, { isOpenEnded: true }));

export const ofWrongType = onClips((answer, _file, { headers }) =>
  withHeaders(answer, { 'content-type': 'text/html; charset=utf-8', ...headers }),
);

/** Compressed on its way, as a proxy may do; `untold` leaves out the header that says so. */
export const compressed = onClips((answer, file, { variant }) => {
  const bytes = bufferBlob(gzipSync(file.bytes.read(0, file.bytes.size)));
  const told = variant === 'untold' ? answer : withHeaders(answer, { 'content-encoding': 'gzip' });
  return withBytes(told, file, bytes);
});
