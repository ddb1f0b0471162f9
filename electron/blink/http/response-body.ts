import { AppError } from '../../../shared/errors.ts';
import { whenAborted } from '../../lib/abort.ts';
import type { Deadline } from './deadline.ts';

/** A body that is being read into memory ahead of whoever takes it. */
export interface BodyReader {
  /** The next chunk; null after the last. Rejects when the connection broke, after every chunk that came before. */
  next(): Promise<Uint8Array | null>;
  /** Frees the connection, also in the middle. */
  close(): void;
}

/** Reads on, up to 1 MB, while the taker is busy: what still waits in a connection is lost when it breaks. */
export function readAhead(body: NonNullable<Response['body']>, signal: AbortSignal): BodyReader {
  const reader: ReadableStreamDefaultReader<Uint8Array> = body.getReader();
  const aborted = whenAborted(signal);
  const buffer = createChunkBuffer();
  void fill(buffer, () => Promise.race([aborted, reader.read()]));
  return {
    next: buffer.take,
    close() {
      buffer.close();
      reader.cancel().catch(() => undefined);
    },
  };
}

const maxBufferedBytes = 2 ** 20;

type ChunkBuffer = ReturnType<typeof createChunkBuffer>;
type ReadNext = () => Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;

async function fill(buffer: ChunkBuffer, readNext: ReadNext): Promise<void> {
  try {
    while (await buffer.hasRoom()) {
      const { done, value } = await readNext();
      if (done || value === undefined) break;
      buffer.put(value);
    }
    buffer.end(null);
  } catch (error) {
    buffer.end({ error });
  }
}

/** The chunks that were read and not taken yet. */
function createChunkBuffer() {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  let isClosed = false;
  let ending: { readonly failure: { readonly error: unknown } | null } | null = null;
  let waiting: (() => void)[] = [];

  const changed = () => new Promise<void>((resolve) => void waiting.push(resolve));
  const wakeAll = () => {
    const resolvers = waiting;
    waiting = [];
    for (const resolve of resolvers) resolve();
  };

  return {
    async hasRoom(): Promise<boolean> {
      while (sizeBytes >= maxBufferedBytes && !isClosed) await changed();
      return !isClosed;
    },
    put(bytes: Uint8Array): void {
      chunks.push(bytes);
      sizeBytes += bytes.length;
      wakeAll();
    },
    end(failure: { readonly error: unknown } | null): void {
      ending = { failure };
      wakeAll();
    },
    /** Null after the last. */
    async take(): Promise<Uint8Array | null> {
      while (chunks.length === 0 && ending === null) await changed();
      const bytes = chunks.shift();
      if (bytes === undefined && ending?.failure) throw ending.failure.error;
      sizeBytes -= bytes?.length ?? 0;
      wakeAll();
      return bytes ?? null;
    },
    close(): void {
      isClosed = true;
      wakeAll();
    },
  };
}

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
export function streamBody(
  body: Body,
  stallMs: number,
  deadline: Deadline,
): AsyncIterable<Uint8Array> {
  const ahead = body === null ? emptyBody : readAhead(body, deadline.signal);
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
      const value = await ahead.next();
      // No timeout while the taker works on a chunk: its disk may be slow, and the cloud is not to blame.
      deadline.stop();
      return value === null ? end() : { done: false, value };
    } catch (error) {
      end();
      throw deadline.nameFailure(error);
    }
  }

  return { [Symbol.asyncIterator]: () => ({ next, return: async () => end() }) };
}

const emptyBody: BodyReader = { next: async () => null, close: () => undefined };

async function* chunksOf(body: Body, signal: AbortSignal): AsyncGenerator<Uint8Array, void> {
  if (body === null) return;
  const ahead = readAhead(body, signal);
  try {
    for (let bytes = await ahead.next(); bytes !== null; bytes = await ahead.next()) yield bytes;
  } finally {
    ahead.close();
  }
}
