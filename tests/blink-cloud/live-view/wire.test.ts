import { describe, expect, it } from 'vitest';
import { createRandom } from '../worlds/random.ts';
import { createPieceWriter, createWire } from './wire.ts';

const PACKET = 188;
const HEAD = 9;
const USUAL = { isAligned: true, isSplit: false, soundFlags: 0 };

/** So many packets, each told from the next. */
const stream = (packets: number) =>
  Buffer.concat(
    Array.from({ length: packets }, (_, index) =>
      Buffer.alloc(PACKET, index % 64).fill(0x47, 0, 1),
    ),
  );

/** What a server writes of a long stream that comes bit by bit. */
function written(manner: typeof USUAL) {
  const bytes = stream(7 * 2000);
  const wire = createWire(createRandom(7), manner);
  const pieces = [];
  for (let at = 0; at < bytes.length; at += 3 * PACKET) {
    pieces.push(...wire.pack(bytes.subarray(at, at + 3 * PACKET)));
  }
  return { bytes, pieces };
}

/** The payloads of pieces that hold one frame each; fails where they do not. */
const payloadsOf = (pieces: readonly Buffer[]) =>
  pieces.map((piece) => {
    expect(piece.readUInt32BE(5)).toBe(piece.length - HEAD);
    return piece.subarray(HEAD);
  });

describe('frames', () => {
  it('hold seven whole packets; few begin within one, and nothing is lost', () => {
    const { bytes, pieces } = written(USUAL);
    const payloads = payloadsOf(pieces);

    const unaligned = payloads.filter(([first]) => first !== 0x47).length;
    const whole = payloads.filter(({ length }) => length === 7 * PACKET).length;
    expect(unaligned).toBeGreaterThan(0);
    expect(unaligned).toBeLessThan(payloads.length * 0.03);
    expect(whole).toBeGreaterThan(payloads.length * 0.94);
    const all = Buffer.concat(payloads);
    expect(all.equals(bytes.subarray(0, all.length))).toBe(true);
    expect(bytes.length - all.length).toBeLessThan(7 * PACKET);
  });

  it('never keep to packets where that is asked for', () => {
    const payloads = payloadsOf(written({ ...USUAL, isAligned: false }).pieces);

    expect(payloads.some(({ length }) => length % PACKET === 0)).toBe(false);
    const aligned = payloads.filter(([first]) => first === 0x47).length;
    expect(aligned).toBeLessThan(payloads.length * 0.1);
  });

  it('are cut and joined at random where that is asked for', () => {
    const whole = Buffer.concat(written(USUAL).pieces);
    const { pieces } = written({ ...USUAL, isSplit: true });

    expect(Buffer.concat(pieces).length).toBeGreaterThan(whole.length * 0.99);
    const likeFrames = pieces.filter(
      (piece) => piece.length >= HEAD && piece.readUInt32BE(5) === piece.length - HEAD,
    );
    expect(likeFrames.length).toBeLessThan(pieces.length * 0.02);
  });
});

it('pieces are written one at a time, and none after a failure', () => {
  const out: number[] = [];
  const waiting: ((error?: Error) => void)[] = [];
  const write = createPieceWriter({
    write(piece, onWritten) {
      out.push(piece.length);
      waiting.push(onWritten);
    },
  });

  for (const length of [1, 2, 3]) write(Buffer.alloc(length));
  expect(out).toEqual([1]);
  waiting.shift()?.();
  expect(out).toEqual([1, 2]);
  waiting.shift()?.(new Error('gone'));
  expect(out).toEqual([1, 2]);
});
