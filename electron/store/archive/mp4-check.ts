/** Watches a body go by and tells whether it was a whole MP4. Pure: no bytes are kept. */
export interface Mp4Check {
  add(bytes: Uint8Array): void;
  /** What is wrong already, null as long as nothing is. */
  problem(): string | null;
  /** What is wrong now that the body has ended; `announcedBytes` is what the server promised. */
  verdict(announcedBytes: number | null): string | null;
}

/** `ftyp` first, every box complete up to the last byte, a `moov` among them. */
export function createMp4Check(): Mp4Check {
  const header = new Uint8Array(longHeader);
  let isFirst = true;
  let hasMoov = false;
  let headerBytes = 0;
  let boxBytesLeft = 0;
  let total = 0;
  let problem: string | null = null;

  function startBox(): void {
    const box = readBox(header);
    problem = boxProblem(box, isFirst);
    isFirst = false;
    if (box.type === 'moov') hasMoov = true;
    boxBytesLeft = box.size - headerBytes;
    headerBytes = 0;
  }

  function add(bytes: Uint8Array): void {
    total += bytes.length;
    for (let at = 0; at < bytes.length && problem === null;) {
      if (boxBytesLeft > 0) {
        const skipped = Math.min(boxBytesLeft, bytes.length - at);
        boxBytesLeft -= skipped;
        at += skipped;
      } else {
        header[headerBytes] = bytes[at] ?? 0;
        headerBytes += 1;
        at += 1;
        if (headerBytes === headerLength(header, headerBytes)) startBox();
      }
    }
  }

  function endProblem(announcedBytes: number | null): string | null {
    if (announcedBytes !== null && total !== announcedBytes) {
      return `${total} of ${announcedBytes} bytes`;
    }
    if (total <= smallestClip) return 'too short';
    // A box without a length ends with the body: only an announced length tells a whole one from a cut one.
    const isOpenEnded = boxBytesLeft === Infinity && announcedBytes !== null;
    if (headerBytes > 0 || (boxBytesLeft > 0 && !isOpenEnded)) return 'cut';
    return hasMoov ? null : 'no moov box';
  }

  return {
    add,
    problem: () => problem,
    verdict: (announcedBytes) => problem ?? endProblem(announcedBytes),
  };
}

interface Box {
  readonly type: string;
  readonly size: number;
  readonly smallest: number;
}

const shortHeader = 8;
const longHeader = 16;
/** The cloud has answered bodies of 20 bytes where a clip should be. */
const smallestClip = 20;
const ftypSizes = { smallest: 16, largest: 1024 };

const headerLength = (header: Uint8Array, filled: number): number =>
  filled >= shortHeader && uint32(header, 0) === 1 ? longHeader : shortHeader;

function readBox(header: Uint8Array): Box {
  const type = String.fromCharCode(...header.subarray(4, 8));
  const size = uint32(header, 0);
  if (size === 0) return { type, size: Infinity, smallest: shortHeader };
  if (size !== 1) return { type, size, smallest: shortHeader };
  return { type, size: uint32(header, 8) * 2 ** 32 + uint32(header, 12), smallest: longHeader };
}

function boxProblem(box: Box, isFirst: boolean): string | null {
  if (isFirst) {
    const isPlausible = box.size >= ftypSizes.smallest && box.size <= ftypSizes.largest;
    return box.type === 'ftyp' && isPlausible ? null : 'not an MP4';
  }
  return /^[\x20-\x7e]{4}$/.test(box.type) && box.size >= box.smallest ? null : 'broken box';
}

const uint32 = (bytes: Uint8Array, at: number): number =>
  new DataView(bytes.buffer, bytes.byteOffset).getUint32(at);
