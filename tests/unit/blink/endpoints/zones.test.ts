import { describe, expect, it } from 'vitest';
import { cellsOf, withCells } from '../../../../electron/blink/endpoints/zones.ts';

const none = Array.from({ length: 25 }, () => false);
const only = (...places: readonly number[]) => none.map((_cell, place) => places.includes(place));

describe('motion zones', () => {
  it('begin at the top left with the lowest bit, row by row', () => {
    expect(cellsOf({ mask: 1, fine: [] })).toEqual(only(0));
    expect(cellsOf({ mask: 1_073_944_768, fine: [] })).toEqual(only(6, 7, 11, 12, 16, 17));
    expect(cellsOf({ mask: 33_554_431, fine: [] })).toEqual(none.map(() => true));
  });

  it('keep the cloud’s own bits and the finer grid of cells that stay', () => {
    const fine = none.map((_cell, place) => (place === 6 ? 255 : place === 7 ? 4_095 : 0));
    const before = { mask: 1_073_741_824 + 64 + 128, fine };

    const after = withCells(before, only(6, 24));

    expect(after.mask).toBe(1_073_741_824 + 64 + 16_777_216);
    expect([after.fine[6], after.fine[7], after.fine[24]]).toEqual([255, 0, 4_095]);
    expect(cellsOf(after)).toEqual(only(6, 24));
  });

  it('without a finer grid stay without one', () => {
    expect(withCells({ mask: 0, fine: [] }, only(1))).toEqual({ mask: 2, fine: [] });
  });
});
