import { createChance } from '../chance.ts';
import type { RowContext } from '../tally.ts';

/** What can become of a file while nobody looks. */
export interface Damage {
  readonly label: string;
  readonly act: (bytes: Buffer) => Buffer;
}

/** Everything R25 asks for, of a file of that size. */
export function damagesOf({ seed, isLong }: RowContext, size: number): readonly Damage[] {
  const chance = createChance(seed).fork('damage');
  const cuts = Array.from({ length: isLong ? Math.floor(size / 64) : 12 }, (_, at) =>
    isLong ? at * 64 : Math.floor((at * size) / 12 / 64) * 64,
  );
  const flips = Array.from({ length: isLong ? 1_000 : 24 }, () => chance.between(0, size * 8 - 1));
  return [
    { label: 'empty', act: () => Buffer.alloc(0) },
    { label: 'zeros', act: (bytes) => Buffer.alloc(bytes.length) },
    { label: 'noise', act: (bytes) => Buffer.from(bytes.map(() => chance.between(0, 255))) },
    { label: 'JSON', act: () => Buffer.from('{"version":1}') },
    ...cuts.map((at) => ({ label: `cut at ${at}`, act: (bytes: Buffer) => bytes.subarray(0, at) })),
    ...flips.map((bit) => ({ label: `bit ${bit} flipped`, act: flip(bit) })),
  ];
}

const flip = (bit: number) => (bytes: Buffer) => {
  const flipped = Buffer.from(bytes);
  flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return flipped;
};
