/** The tables a baseline JPEG needs (ITU-T T.81, annex K). One set serves all three components. */

const AC_REGULAR_SIZES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

/** Where the n-th coefficient of the zigzag stands in the 8 × 8 block. */
export const ZIGZAG: readonly number[] = [
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20,
  13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52,
  45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
];

/** The usual quantisation of brightness, row by row, for quality 50. */
const BRIGHTNESS = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56,
  14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113,
  92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
];

/** The quantisation for a quality between 50 and 99. */
export const quantisation = (quality: number): readonly number[] =>
  BRIGHTNESS.map((step) => Math.max(1, Math.round((step * (200 - 2 * quality)) / 100)));

/** A Huffman table as it stands in the file: how many codes of each length, and what they mean. */
export interface HuffmanTable {
  readonly counts: readonly number[];
  readonly values: readonly number[];
}

export const DC_TABLE: HuffmanTable = {
  counts: [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0],
  values: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
};

const AC_SHORT = [
  0x01, 0x02, 0x03, 0x00, 0x04, 0x11, 0x05, 0x12, 0x21, 0x31, 0x41, 0x06, 0x13, 0x51, 0x61, 0x07,
  0x22, 0x71, 0x14, 0x32, 0x81, 0x91, 0xa1, 0x08, 0x23, 0x42, 0xb1, 0xc1, 0x15, 0x52, 0xd1, 0xf0,
  0x24, 0x33, 0x62, 0x72, 0x82,
];

/** The long codes are simply the rest in order: run 0 to 15, size 1 to 10. */
const AC_REST = Array.from({ length: 16 }, (_, run) => run)
  .flatMap((run) => AC_REGULAR_SIZES.map((size) => run * 16 + size))
  .filter((value) => !AC_SHORT.includes(value));

export const AC_TABLE: HuffmanTable = {
  counts: [0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 125],
  values: [...AC_SHORT, ...AC_REST],
};

export interface HuffmanCode {
  readonly code: number;
  readonly length: number;
}

/** The code of each value. */
export function codesOf({ counts, values }: HuffmanTable): readonly (HuffmanCode | undefined)[] {
  const codes: HuffmanCode[] = [];
  let code = 0;
  let next = 0;
  counts.forEach((count, index) => {
    for (let i = 0; i < count; i++)
      codes[values[next++] ?? 0] = { code: code++, length: index + 1 };
    code <<= 1;
  });
  return codes;
}
