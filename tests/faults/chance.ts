import type { Random } from '../../electron/lib/clock.ts';

/** Seeded chance: the same seed, the same run. */
export interface SeededChance {
  /** From 0 (included) to 1 (excluded). */
  next(): number;
  /** A whole number, both ends included. */
  between(low: number, high: number): number;
  pick<T>(items: readonly [T, ...T[]]): T;
  /** Chance of its own for a part of a run, so that one part does not shift another. */
  fork(word: string): SeededChance;
  /** The same as the engine wants it. */
  readonly random: Random;
}

/** Mulberry32. */
export function createChance(seed: number): SeededChance {
  let state = seed >>> 0;

  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  const bytes = (count: number) =>
    Uint8Array.from({ length: count }, () => Math.floor(next() * 256));
  const hex = () => Buffer.from(bytes(16)).toString('hex');
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    between,
    pick: (items) => items[between(0, items.length - 1)] ?? items[0],
    fork: (word) => createChance(hashOf(`${seed} ${word}`)),
    random: {
      number: next,
      bytes,
      uuid: () => hex().replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5'),
    },
  };
}

/** FNV-1a. */
const hashOf = (text: string): number =>
  [...Buffer.from(text)].reduce(
    (hash, byte) => Math.imul(hash ^ byte, 16_777_619),
    2_166_136_261,
  ) >>> 0;

/** What chance begins with unless another seed is named. */
export const usualSeed = 20_261_122;
