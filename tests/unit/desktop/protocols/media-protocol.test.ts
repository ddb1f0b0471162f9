import { expect, it } from 'vitest';
import { byteRange } from '../../../../electron/desktop/protocols/media-protocol.ts';

it.each([
  [null, { start: 0, end: 99, isPartial: false }],
  ['bytes=0-', { start: 0, end: 99, isPartial: true }],
  ['bytes=10-19', { start: 10, end: 19, isPartial: true }],
  ['bytes=90-500', { start: 90, end: 99, isPartial: true }],
  ['bytes=-10', { start: 90, end: 99, isPartial: true }],
  ['bytes=-500', { start: 0, end: 99, isPartial: true }],
  ['bytes=100-', 'unsatisfiable'],
  ['bytes=20-10', 'unsatisfiable'],
  ['bytes=-', { start: 0, end: 99, isPartial: false }],
  ['bytes=0-1,5-6', { start: 0, end: 99, isPartial: false }],
  ['pages=1-2', { start: 0, end: 99, isPartial: false }],
])('a file of 100 bytes asked for %j answers %j', (header, range) => {
  expect(byteRange(header, 100)).toEqual(range);
});
