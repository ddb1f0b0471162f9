/** A list that stays in order, lowest first; of equals the one added last comes last. */
export interface SortedList<T> {
  items(): readonly T[];
  add(item: T): void;
  /** How many stand at the beginning for which this holds; it holds for none behind them. */
  countWhile(isBefore: (item: T) => boolean): number;
  /** Changes items that are in the list and puts them in their new places. */
  change(items: readonly T[], act: (item: T) => void): void;
}

/** From so many changes at once the list is sorted anew in place of moving item by item. */
const MANY = 50;

/** Orders by what `Key` holds; adding at the end is cheap, as time goes. */
export function createSortedList<T extends Key, Key = T>(
  compare: (a: Key, b: Key) => number,
): SortedList<T> {
  let list: T[] = [];

  function countWhile(isBefore: (item: T) => boolean): number {
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const item = list[middle];
      if (item !== undefined && isBefore(item)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function add(item: T) {
    const last = list.at(-1);
    if (last === undefined || compare(last, item) <= 0) list.push(item);
    else {
      const at = countWhile((other) => compare(other, item) <= 0);
      list.splice(at, 0, item);
    }
  }

  function takeOut(item: T) {
    const from = countWhile((other) => compare(other, item) < 0);
    const at = list.indexOf(item, from);
    if (at >= 0) list.splice(at, 1);
  }

  return {
    items: () => list,
    add,
    countWhile,
    change(items, act) {
      if (items.length >= MANY) {
        for (const item of items) act(item);
        list = list.toSorted(compare);
        return;
      }
      for (const item of items) {
        takeOut(item);
        act(item);
        add(item);
      }
    },
  };
}
