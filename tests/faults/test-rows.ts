import { expect, it } from 'vitest';
import { usualSeed } from './chance.ts';
import type { Row } from './tally.ts';

/** One test for each row, in its short form. */
export function testRows(rows: readonly Row[]): void {
  it.each(rows.map((row) => [row.id, row] as const))('%s holds', async (_id, row) => {
    const { problems, runs } = await row.run({ seed: usualSeed, isLong: false });

    expect(problems.map((problem) => `seed ${usualSeed}: ${problem}`)).toEqual([]);
    expect(runs).toBeGreaterThan(0);
  });
}

/** Kills, power losses and failing calls: half of the time, so they have a test file, and with it a processor, of their own. */
export const isAboutEnds = ({ id }: Row): boolean => ['R1', 'R2', 'R3', 'R4'].includes(id);
