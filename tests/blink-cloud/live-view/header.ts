/** What a client says first: 122 bytes, each field at its place, big-endian. */
export interface ConnectionHeader {
  readonly serial: string;
  readonly clientId: number;
  readonly token: string;
  readonly connectionId: string;
}

export const HEADER_BYTES = 122;

/** The fixed words between the fields. */
const MARKS = [
  [0, 0x28],
  [4, 16],
  [30, 64],
  [98, 16],
  [118, 1],
] as const;
const VERSION = { at: 28, value: 0x0108 };

/** Reads the header; undefined when a fixed word is not where it belongs. */
export function readHeader(bytes: Buffer): ConnectionHeader | undefined {
  if (bytes.length < HEADER_BYTES || bytes.readUInt16BE(VERSION.at) !== VERSION.value) {
    return undefined;
  }
  // Some clients leave the serial out and its length with it.
  const isRight = MARKS.every(([at, value]) => {
    const found = bytes.readUInt32BE(at);
    return found === value || (at === 4 && found === 0);
  });
  if (!isRight) return undefined;
  return {
    serial: textAt(bytes, 8, 16),
    clientId: bytes.readUInt32BE(24),
    token: textAt(bytes, 34, 64),
    connectionId: textAt(bytes, 102, 16),
  };
}

/** Text that is filled up with NUL. */
function textAt(bytes: Buffer, at: number, length: number): string {
  const field = bytes.toString('utf8', at, at + length);
  const end = field.indexOf('\0');
  return end < 0 ? field : field.slice(0, end);
}
