import { expect, test } from 'vitest';
import { createMp4Check } from '../../../../electron/store/archive/mp4-check.ts';
import { box, smallMp4 } from '../support.ts';

const whole = smallMp4();
const ftyp = box('ftyp', new Uint8Array(12));
const moov = box('moov', new Uint8Array(40));

function verdict(
  bytes: Uint8Array,
  announced: number | null = null,
  pieceSize = 64,
): string | null {
  const check = createMp4Check();
  for (let at = 0; at < bytes.length; at += pieceSize) {
    check.add(bytes.subarray(at, at + pieceSize));
  }
  return check.verdict(announced);
}

function longBox(type: string, payload: Uint8Array): Uint8Array {
  const size = new Uint8Array(8);
  new DataView(size.buffer).setBigUint64(0, BigInt(16 + payload.length));
  return Buffer.concat([box(type, size, 1), payload]);
}

test.each([1, 3, 7, 8, 100, 10_000])('a whole MP4 is one in pieces of %i bytes', (pieceSize) => {
  expect(verdict(whole, null, pieceSize)).toBeNull();
  expect(verdict(whole, whole.length, pieceSize)).toBeNull();
});

test('a box may have a length of 64 bits', () => {
  expect(verdict(Buffer.concat([ftyp, longBox('mdat', new Uint8Array(300)), moov]))).toBeNull();
});

test('an MP4 cut anywhere is not whole', () => {
  const boxEnds = [24, 24 + 508];
  for (let length = 0; length < whole.length; length += 1) {
    const cut = whole.subarray(0, length);
    expect(verdict(cut), String(length)).not.toBeNull();
    if (!boxEnds.includes(length))
      expect(verdict(cut, whole.length), String(length)).not.toBeNull();
  }
});

test.each([
  ['an error as JSON', Buffer.from('{"message":"Too many requests","code":101,"more":"words"}')],
  ['a page', Buffer.from('<!doctype html><html><body>Sign in to this network</body></html>')],
  ['twenty bytes', Buffer.concat([box('ftyp', new Uint8Array(12))])],
  ['nothing', new Uint8Array(0)],
  ['zeros', new Uint8Array(4_000)],
  ['no ftyp first', Buffer.concat([moov, ftyp])],
  ['an ftyp of a megabyte', Buffer.concat([box('ftyp', new Uint8Array(1e6)), moov])],
  ['no moov', Buffer.concat([ftyp, box('mdat', new Uint8Array(100))])],
  ['bytes after the last box', Buffer.concat([whole, Buffer.from('tail')])],
  ['a box smaller than its header', Buffer.concat([ftyp, moov, box('mdat', new Uint8Array(9), 4)])],
  ['a box with an unreadable name', Buffer.concat([ftyp, moov, box('\u0001abc')])],
  ['a box longer than the body', Buffer.concat([ftyp, moov, box('mdat', new Uint8Array(9), 900)])],
])('%s is no clip', (_, bytes) => {
  expect(verdict(bytes)).not.toBeNull();
  expect(verdict(bytes, bytes.length)).not.toBeNull();
});

test('a body of another length than announced is no clip', () => {
  expect(verdict(whole, whole.length + 1)).toBe(`${whole.length} of ${whole.length + 1} bytes`);
  expect(verdict(whole, whole.length - 1)).not.toBeNull();
});

test('a last box without a length is whole only if the announced length is', () => {
  const open = Buffer.concat([ftyp, moov, box('mdat', new Uint8Array(90), 0)]);

  expect(verdict(open)).toBe('cut');
  expect(verdict(open, open.length)).toBeNull();
  expect(verdict(open.subarray(0, -1), open.length)).not.toBeNull();
});

test('garbage is known before it has all arrived', () => {
  const check = createMp4Check();
  check.add(Buffer.from('<!doctype html>'));
  expect(check.problem()).toBe('not an MP4');
});

test('half a million boxes, each of another kind, take no memory', () => {
  const check = createMp4Check();
  check.add(ftyp);
  const before = process.memoryUsage().heapUsed;
  const boxes = new Uint8Array(8 * 65_536);
  const view = new DataView(boxes.buffer);
  for (let round = 0; round < 8; round += 1) {
    for (let at = 0; at < boxes.length; at += 8) {
      const number = round * 65_536 + at / 8;
      view.setUint32(at, 8);
      for (const place of [0, 1, 2, 3]) {
        view.setUint8(at + 4 + place, 0x21 + (Math.floor(number / 90 ** place) % 90));
      }
    }
    check.add(boxes);
  }

  expect(check.problem()).toBeNull();
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(10 * 2 ** 20);
});
