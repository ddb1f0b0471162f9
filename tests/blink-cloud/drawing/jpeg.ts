import type { Canvas } from './canvas.ts';
import { AC_TABLE, codesOf, DC_TABLE, quantisation, ZIGZAG } from './jpeg-tables.ts';
import type { HuffmanCode, HuffmanTable } from './jpeg-tables.ts';

const QUALITY = 82;
const SIZE = 8;
const STEPS = quantisation(QUALITY);
const DC_CODES = codesOf(DC_TABLE);
const AC_CODES = codesOf(AC_TABLE);
const COMPONENTS = [1, 2, 3];

/** COSINES[u * 8 + x]: the share of sample x in frequency u. */
const COSINES = Float64Array.from({ length: SIZE * SIZE }, (_, i) => {
  const [frequency, sample] = [i >> 3, i & 7];
  const scale = frequency === 0 ? Math.SQRT1_2 / 2 : 0.5;
  return scale * Math.cos(((2 * sample + 1) * frequency * Math.PI) / 16);
});

/** Baseline JPEG, three components of full resolution. */
export function encodeJpeg(canvas: Canvas): Buffer {
  const bits = createBitWriter();
  const planes = planesOf(canvas);
  const lastDc = [0, 0, 0];
  for (let top = 0; top < canvas.height; top += SIZE) {
    for (let left = 0; left < canvas.width; left += SIZE) {
      planes.forEach((plane, component) => {
        const block = transformed(blockOf(canvas, plane, left, top));
        writeBlock(bits, block, lastDc[component] ?? 0);
        lastDc[component] = block[0] ?? 0;
      });
    }
  }
  return Buffer.concat([header(canvas), bits.finish(), Buffer.from([0xff, 0xd9])]);
}

/** Brightness and the two colour differences, centred on zero. */
function planesOf({ pixels }: Canvas): readonly Float32Array[] {
  const count = pixels.length / 3;
  const [y, cb, cr] = [new Float32Array(count), new Float32Array(count), new Float32Array(count)];
  for (let i = 0; i < count; i++) {
    const r = pixels[i * 3] ?? 0;
    const g = pixels[i * 3 + 1] ?? 0;
    const b = pixels[i * 3 + 2] ?? 0;
    const brightness = 0.299 * r + 0.587 * g + 0.114 * b;
    y[i] = brightness - 128;
    cb[i] = (b - brightness) * 0.564;
    cr[i] = (r - brightness) * 0.713;
  }
  return [y, cb, cr];
}

/** Beyond the right and lower edge the last sample repeats. */
function blockOf({ width, height }: Canvas, plane: Float32Array, left: number, top: number) {
  const block = new Float64Array(SIZE * SIZE);
  for (let i = 0; i < block.length; i++) {
    const x = Math.min(left + (i & 7), width - 1);
    const y = Math.min(top + (i >> 3), height - 1);
    block[i] = plane[y * width + x] ?? 0;
  }
  return block;
}

/** The quantised frequencies of a block, in zigzag order. */
function transformed(block: Float64Array): Int16Array {
  const frequencies = alongRows(alongRows(block));
  const quantised = new Int16Array(SIZE * SIZE);
  for (let i = 0; i < quantised.length; i++) {
    const at = ZIGZAG[i] ?? 0;
    quantised[i] = Math.round((frequencies[at] ?? 0) / (STEPS[at] ?? 1));
  }
  return quantised;
}

/** One dimension of the cosine transform; the result is turned, so that doing it twice does both. */
function alongRows(block: Float64Array): Float64Array {
  const turned = new Float64Array(SIZE * SIZE);
  for (let row = 0; row < SIZE; row++) {
    for (let frequency = 0; frequency < SIZE; frequency++) {
      let sum = 0;
      for (let x = 0; x < SIZE; x++) {
        sum += (block[row * SIZE + x] ?? 0) * (COSINES[frequency * SIZE + x] ?? 0);
      }
      turned[frequency * SIZE + row] = sum;
    }
  }
  return turned;
}

const sizeOf = (value: number) => 32 - Math.clz32(Math.abs(value));

function writeBlock(bits: BitWriter, block: Int16Array, lastDc: number) {
  const difference = (block[0] ?? 0) - lastDc;
  bits.code(DC_CODES[sizeOf(difference)]);
  bits.amount(difference);
  let zeros = 0;
  for (let i = 1; i < block.length; i++) {
    const value = block[i] ?? 0;
    if (value === 0) {
      zeros += 1;
      continue;
    }
    for (; zeros > 15; zeros -= 16) bits.code(AC_CODES[0xf0]);
    bits.code(AC_CODES[zeros * 16 + sizeOf(value)]);
    bits.amount(value);
    zeros = 0;
  }
  if (zeros > 0) bits.code(AC_CODES[0]);
}

interface BitWriter {
  code(code: HuffmanCode | undefined): void;
  /** A value in as many bits as it needs; negative ones as their complement. */
  amount(value: number): void;
  finish(): Buffer;
}

function createBitWriter(): BitWriter {
  const out: number[] = [];
  let held = 0;
  let count = 0;

  function put(value: number, length: number) {
    held = (held << length) | value;
    count += length;
    while (count >= 8) {
      count -= 8;
      const byte = (held >> count) & 255;
      out.push(byte);
      if (byte === 255) out.push(0);
      held &= (1 << count) - 1;
    }
  }

  return {
    code: (code) => code && put(code.code, code.length),
    amount(value) {
      const length = sizeOf(value);
      if (length > 0) put(value > 0 ? value : value + (1 << length) - 1, length);
    },
    finish() {
      if (count > 0) put((1 << (8 - count)) - 1, 8 - count);
      return Buffer.from(out);
    },
  };
}

const segment = (marker: number, content: readonly number[]) => [
  ...[0xff, marker, (content.length + 2) >> 8, (content.length + 2) & 255],
  ...content,
];

const huffman = (kind: number, { counts, values }: HuffmanTable) =>
  segment(0xc4, [kind, ...counts, ...values]);

function header({ width, height }: Canvas): Buffer {
  const size = [height >> 8, height & 255, width >> 8, width & 255];
  return Buffer.from([
    ...[0xff, 0xd8],
    ...segment(0xe0, [...Buffer.from('JFIF\0'), 1, 1, 0, 0, 1, 0, 1, 0, 0]),
    ...segment(0xdb, [0, ...ZIGZAG.map((at) => STEPS[at] ?? 1)]),
    ...segment(0xc0, [8, ...size, 3, ...COMPONENTS.flatMap((id) => [id, 0x11, 0])]),
    ...huffman(0x00, DC_TABLE),
    ...huffman(0x10, AC_TABLE),
    ...segment(0xda, [3, ...COMPONENTS.flatMap((id) => [id, 0]), 0, 63, 0]),
  ]);
}
