import { AppError } from '../../shared/errors.ts';
import type { Deadline } from './http/deadline.ts';
import { readAhead, type Ahead } from './http/response-body.ts';

type Body = Response['body'];

/** The whole body; `bad-answer` as soon as it is longer than `mostBytes`. */
export async function readWhole(
  body: Body,
  mostBytes: number,
  deadline: Deadline,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of chunksOf(body, deadline.signal)) {
    sizeBytes += chunk.length;
    if (sizeBytes > mostBytes) throw new AppError('bad-answer', `body: over ${mostBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The body as it arrives. `timeout` when nothing came for `stallMs`, `offline` when the connection broke. */
export function streamed(
  body: Body,
  stallMs: number,
  deadline: Deadline,
): AsyncIterable<Uint8Array> {
  const ahead = body === null ? nothing : readAhead(body, deadline.signal);
  let isStarted = false;

  const end = (): IteratorReturnResult<undefined> => {
    deadline.stop();
    ahead.close();
    return { done: true, value: undefined };
  };

  async function next(): Promise<IteratorResult<Uint8Array, undefined>> {
    if (isStarted) deadline.extend(stallMs);
    isStarted = true;
    try {
      const value = await ahead.take();
      // Not while the reader is busy with what it got: its disk may be slow, the cloud is not to blame.
      deadline.stop();
      return value === null ? end() : { done: false, value };
    } catch (error) {
      end();
      throw deadline.nameFailure(error);
    }
  }

  return { [Symbol.asyncIterator]: () => ({ next, return: async () => end() }) };
}

const nothing: Ahead = { take: async () => null, close: () => undefined };

async function* chunksOf(body: Body, signal: AbortSignal): AsyncGenerator<Uint8Array, void> {
  if (body === null) return;
  const ahead = readAhead(body, signal);
  try {
    for (let bytes = await ahead.take(); bytes !== null; bytes = await ahead.take()) yield bytes;
  } finally {
    ahead.close();
  }
}
