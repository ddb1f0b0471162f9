import { describe, expect, it, test, vi } from 'vitest';
import { clipKeyOf } from '../../../renderer/features/clips/clip-keys.ts';
import {
  daysUntilErased,
  isInBlinksCloud,
  isNowhere,
  nowhereWords,
  placeSentence,
  placeWords,
} from '../../../renderer/features/clips/clip-words.ts';
import { createUndoable } from '../../../renderer/stores/undoable.ts';
import { clip } from '../../ui/support/worlds.ts';

const day = 86_400_000;
const places = ['listed', 'fetching', 'kept', 'damaged', 'gone', 'missing', 'pruned'] as const;

test('every place has words of its own', () => {
  const all = places.map((place) => clip(0, { place }));
  expect(new Set(all.map(placeWords)).size).toBe(places.length);
  expect(new Set(all.map(placeSentence)).size).toBe(places.length);
});

describe('a clip that is nowhere', () => {
  it.each([
    [{ place: 'kept', isInCloud: false }, false],
    [{ place: 'kept', binnedAt: 1 }, false],
    [{ place: 'listed' }, false],
    [{ place: 'listed', binnedAt: 1 }, true],
    [{ place: 'gone' }, true],
    [{ place: 'missing', isInCloud: true }, false],
    [{ place: 'missing', isInCloud: false }, true],
    [{ place: 'pruned', isInCloud: true }, false],
    [{ place: 'pruned', isInCloud: false }, true],
    [{ place: 'damaged', isInCloud: true }, false],
  ] as const)('%j: %s', (change, expected) => {
    expect(isNowhere(clip(0, { isInCloud: true, ...change }))).toBe(expected);
  });

  it('says why', () => {
    const reasons = [
      clip(0, { place: 'gone' }),
      clip(0, { place: 'missing', isInCloud: false }),
      clip(0, { place: 'pruned', isInCloud: false }),
      clip(0, { place: 'listed', binnedAt: 1 }),
    ].map((one) => nowhereWords(one).text);
    expect(new Set(reasons).size).toBe(4);
  });
});

test.each([
  ['c1', { isInCloud: true }, true],
  ['c1', { isInCloud: false }, false],
  ['l0123456789abcdef', { isInCloud: true }, false],
] as const)('%s with %j is deleted in Blink’s cloud: %s', (id, change, expected) => {
  expect(isInBlinksCloud(clip(0, { id, place: 'kept', ...change }))).toBe(expected);
});

test.each([
  [0, 30],
  [0.5, 30],
  [1, 29],
  [29.5, 1],
  [40, 1],
])('a clip deleted %d days ago is erased in %d days', (ago, left) => {
  expect(daysUntilErased(0, 30, ago * day)).toBe(left);
});

/** Node has no page: as much of an element as is looked at. */
class FakeElement {
  readonly tagName: string;
  readonly dialog: unknown;

  constructor(tagName: string, dialog: unknown = null) {
    this.tagName = tagName;
    this.dialog = dialog;
  }

  closest() {
    return this.dialog;
  }
}

describe('a key while a clip is open', () => {
  vi.stubGlobal('Element', FakeElement);
  const press = (key: string, change: Partial<KeyboardEvent> = {}) =>
    clipKeyOf({
      key,
      altKey: false,
      ctrlKey: false,
      metaKey: false,
      shiftKey: false,
      repeat: false,
      target: null,
      ...change,
    });

  it.each([
    ['s', 'star'],
    ['Delete', 'delete'],
    ['ArrowDown', 'older'],
    ['Escape', 'close'],
    ['x', null],
  ])('%s means %s', (key, meaning) => {
    expect(press(key)).toBe(meaning);
  });

  it('that is held down walks on, but does not delete one after the other', () => {
    expect(press('ArrowDown', { repeat: true })).toBe('older');
    expect(press('Delete', { repeat: true })).toBeNull();
    expect(press('s', { repeat: true })).toBeNull();
  });

  it.each([
    ['INPUT', 'Delete', null],
    ['SELECT', 'ArrowDown', null],
    ['BUTTON', 'ArrowDown', 'older'],
    ['VIDEO', 'ArrowDown', null],
    ['VIDEO', 's', 'star'],
    ['VIDEO', 'Delete', 'delete'],
  ])('in a %s: %s means %s', (tagName, key, meaning) => {
    const target = new FakeElement(tagName) as unknown as Element;
    expect(press(key, { target })).toBe(meaning);
  });

  it('in a dialog is the dialog’s', () => {
    const target = new FakeElement('BUTTON', {}) as unknown as Element;
    expect(press('Delete', { target })).toBeNull();
  });

  it('with another one belongs to somebody else', () => {
    expect(press('s', { ctrlKey: true })).toBeNull();
    expect(press('Delete', { shiftKey: true })).toBeNull();
  });
});

test('only what can still be undone is undone, and only once', () => {
  let now = 0;
  const undoable = createUndoable(30_000, () => now);
  expect(undoable.add(['c1'])).toBe(1);
  now = 20_000;
  expect(undoable.add(['c2', 'c3'])).toBe(3);
  now = 30_000;
  expect(undoable.add(['c4'])).toBe(3);
  expect(undoable.take()).toEqual(['c2', 'c3', 'c4']);
  expect(undoable.take()).toEqual([]);
});
