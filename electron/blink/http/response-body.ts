import { AppError } from '../../../shared/errors.ts';
import { whenAborted } from '../../lib/abort.ts';
import type { Deadline } from './deadline.ts';

/** A body that is being read. */
export interface Ahead {
  /** The next piece; null after the last. A break is told when all that came before it has been handed over. */
  take(): Promise<Uint8Array | null>;
  /** Frees the connection, also in the middle. */
  close(): void;
}

/** Reads a body at once and on while its reader is busy, as far as it fits: a connection that breaks takes along what nobody has read yet. */
export function readAhead(body: NonNullable<Response['body']>, signal: AbortSignal): Ahead {
  const reader: ReadableStreamDefaultReader<Uint8Array> = body.getReader();
  const aborted = whenAborted(signal);
  const shelf = createShelf();
  void fill(shelf, () => Promise.race([aborted, reader.read()]));
  return {
    take: shelf.take,
    close() {
      shelf.close();
      reader.cancel().catch(() => undefined);
    },
  };
}

const mostAheadBytes = 2 ** 20;

type Shelf = ReturnType<typeof createShelf>;
type ReadNext = () => Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;

async function fill(shelf: Shelf, readNext: ReadNext): Promise<void> {
  try {
    while (await shelf.hasRoom()) {
      const { done, value } = await readNext();
      if (done || value === undefined) break;
      shelf.put(value);
    }
    shelf.end(null);
  } catch (error) {
    shelf.end({ error });
  }
}

/** What came and was not taken yet. */
function createShelf() {
  const pieces: Uint8Array[] = [];
  let sizeBytes = 0;
  let isClosed = false;
  let ended: { readonly failure: { readonly error: unknown } | null } | null = null;
  let waiting: (() => void)[] = [];

  const changed = () => new Promise<void>((resolve) => void waiting.push(resolve));
  const tell = () => {
    const told = waiting;
    waiting = [];
    for (const resolve of told) resolve();
  };

  return {
    async hasRoom(): Promise<boolean> {
      while (sizeBytes >= mostAheadBytes && !isClosed) await changed();
      return !isClosed;
    },
    put(bytes: Uint8Array): void {
      pieces.push(bytes);
      sizeBytes += bytes.length;
      tell();
    },
    end(failure: { readonly error: unknown } | null): void {
      ended = { failure };
      tell();
    },
    /** Null after the last. */
    async take(): Promise<Uint8Array | null> {
      while (pieces.length === 0 && ended === null) await changed();
      const bytes = pieces.shift();
      if (bytes === undefined && ended?.failure) throw ended.failure.error;
      sizeBytes -= bytes?.length ?? 0;
      tell();
      return bytes ?? null;
    },
    close(): void {
      isClosed = true;
      tell();
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
