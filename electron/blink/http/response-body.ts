import { whenAborted } from '../../lib/abort.ts';

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
