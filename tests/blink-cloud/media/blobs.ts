/** Bytes that are made when they are read, so that their number costs nothing. */
export interface Blob {
  readonly size: number;
  /** The bytes from `start` up to, not including, `end`. */
  read(start: number, end: number): Buffer;
}

/** Bytes that lie in memory already. */
export const bufferBlob = (bytes: Buffer): Blob => ({
  size: bytes.length,
  read: (start, end) => bytes.subarray(start, end),
});

/** The bytes from `start` up to, not including, `end`. */
export const sliceOf = (bytes: Blob, start: number, end: number): Blob => ({
  size: end - start,
  read: (from, to) => bytes.read(start + from, start + to),
});

/** Several one after the other. */
export function joinedBlob(parts: readonly Blob[]): Blob {
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  return {
    size,
    read(start, end) {
      const pieces: Buffer[] = [];
      let offset = 0;
      for (const part of parts) {
        const from = Math.max(start - offset, 0);
        const to = Math.min(end - offset, part.size);
        if (from < to) pieces.push(part.read(from, to));
        offset += part.size;
      }
      return pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces);
    },
  };
}

const PAGE = 65_536;
const SEED_STEP = 40_503;
const PAGE_STEP = 12_289;

/** Noise of any length: different for every seed, the same whenever it is read, and no page like the next. */
export function noiseBlob(size: number, seed: number): Blob {
  const noise = twoPages();
  return {
    size,
    read(start, end) {
      const read = Buffer.allocUnsafe(end - start);
      for (let at = start; at < end;) {
        const page = Math.floor(at / PAGE);
        const pageEnd = Math.min((page + 1) * PAGE, end);
        const shift = (seed * SEED_STEP + page * PAGE_STEP) % PAGE;
        const from = shift + (at % PAGE);
        noise.copy(read, at - start, from, from + pageEnd - at);
        at = pageEnd;
      }
      return read;
    },
  };
}

let pages: Buffer | undefined;

/** One page twice, so that a page from any point on lies in one piece. */
function twoPages(): Buffer {
  if (pages) return pages;
  const page = Buffer.allocUnsafe(PAGE);
  let state = 0x2545f491;
  for (let at = 0; at < PAGE; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    page[at] = state >>> 24;
  }
  pages = Buffer.concat([page, page]);
  return pages;
}
