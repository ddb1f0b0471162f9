import { AppError } from '../../shared/errors.ts';
import type { Deadline } from './deadline.ts';

type Body = Response['body'];
type Reader = ReadableStreamDefaultReader<Uint8Array>;

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
export async function* streamed(
  body: Body,
  stallMs: number,
  deadline: Deadline,
): AsyncGenerator<Uint8Array, void> {
  try {
    for await (const chunk of chunksOf(body, deadline.signal)) {
      // Not while the reader is busy with what it got: its disk may be slow, the cloud is not to blame.
      deadline.stop();
      yield chunk;
      deadline.extend(stallMs);
    }
  } catch (error) {
    throw deadline.nameFailure(error);
  } finally {
    deadline.stop();
  }
}

async function* chunksOf(body: Body, signal: AbortSignal): AsyncGenerator<Uint8Array, void> {
  if (body === null) return;
  const reader: Reader = body.getReader();
  const aborted = whenAborted(signal);
  try {
    for (;;) {
      const { done, value } = await Promise.race([aborted, reader.read()]);
      if (done) return;
      yield value;
    }
  } finally {
    // Also frees the connection when the reader stops in the middle.
    reader.cancel().catch(() => undefined);
  }
}

/** Not every fetch ends a body that is being read when its signal fires. */
function whenAborted(signal: AbortSignal): Promise<never> {
  const aborted = new Promise<never>((_resolve, reject) => {
    const onAbort = () => reject(new Error('aborted'));
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
  aborted.catch(() => undefined);
  return aborted;
}
