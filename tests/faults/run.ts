import { parseArgs } from 'node:util';
import { rows } from './all-rows.ts';
import { usualSeed } from './chance.ts';
import type { Outcome, Row } from './tally.ts';

const options = {
  seed: { type: 'string', default: String(usualSeed) },
  long: { type: 'boolean', default: false },
  only: { type: 'string' },
} as const;

/** `npm run faults [-- --seed N --long --only R1,R7]`: every row of the reliability bar that is about clips. */
async function faults(): Promise<number> {
  const { values } = parseArgs({ options });
  const seed = Number(values.seed);
  const only = values.only?.split(',');
  const chosen = rows.filter(({ id }) => only?.includes(id) ?? true);
  console.log(`seed ${seed}, ${values.long ? 'long' : 'short'} form`);
  let runs = 0;
  let failed = 0;
  for (const row of chosen) {
    const startedAt = performance.now();
    const outcome = await outcomeOf(row, { seed, isLong: values.long });
    runs += outcome.runs;
    failed += outcome.problems.length > 0 ? 1 : 0;
    print(row, outcome, { seed, tookMs: performance.now() - startedAt });
  }
  console.log(
    `${chosen.length - failed} of ${chosen.length} rows hold, ${runs} runs, seed ${seed}`,
  );
  return failed === 0 ? 0 : 1;
}

/** A row that breaks down has not held. */
async function outcomeOf(row: Row, context: Parameters<Row['run']>[0]): Promise<Outcome> {
  try {
    return await row.run(context);
  } catch (error) {
    const words = { LOST: 0, DUP: 0, CORRUPT: 0, INCONSISTENT: 0 };
    const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { injected: 'broke down', runs: 0, words, notes: [], problems: [said] };
  }
}

const mostShown = 12;

function print(row: Row, outcome: Outcome, more: { seed: number; tookMs: number }): void {
  const { injected, runs, words, notes, problems } = outcome;
  const counts = Object.entries(words).map(([word, count]) => `${word} ${count}`);
  const verdict = problems.length === 0 ? 'holds' : 'FAILS';
  const took = (more.tookMs / 1_000).toFixed(1);
  console.log(`${row.id.padEnd(4)} ${verdict}  ${row.title}: ${runs} runs, ${took} s`);
  console.log(`       ${injected}`);
  console.log(`       ${counts.join('  ')}`);
  for (const note of notes) console.log(`       ${note}`);
  for (const problem of problems.slice(0, mostShown)) {
    console.log(`     ! seed ${more.seed}: ${problem}`);
  }
  if (problems.length > mostShown) console.log(`     ! and ${problems.length - mostShown} more`);
}

process.exitCode = await faults();
