import { expect, it } from 'vitest';
import { rows } from './rows/all.ts';
import { usualSeed } from './seed.ts';

it.each(rows.map((row) => [row.id, row] as const))('%s holds', async (_id, row) => {
  const { problems, runs } = await row.run({ seed: usualSeed, isLong: false });

  expect(problems.map((problem) => `seed ${usualSeed}: ${problem}`)).toEqual([]);
  expect(runs).toBeGreaterThan(0);
});
