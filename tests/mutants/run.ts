import { availableParallelism } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureElectron } from '../../build/provision/electron-runtime.ts';
import { runScript } from '../../build/provision/provision-error.ts';
import { ensureSystemPackages } from '../../build/provision/system-packages.ts';
import { judge } from './judge.ts';
import type { Mutant, Verdict } from './mutant.ts';
import { mutants } from './table.ts';
import { createWorkingCopy } from './working-copy.ts';

/**
 * `npm run mutants`: plants each fault of the table in a copy of the tree and runs the tests that have to notice it.
 * `-- --only WORDS` takes those whose name holds the words, `-- --layer unit` those of one layer, `-- --jobs N` as many
 * copies at once. Exits 1 when a fault was not noticed, or when a row no longer fits the code.
 */
const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    layer: { type: 'string' },
    jobs: { type: 'string', default: String(availableParallelism()) },
  },
});

const chosen = mutants.filter(
  ({ name, layer }) =>
    name.includes(values.only) && (values.layer === undefined || layer === values.layer),
);

await runScript(async () => {
  if (chosen.some(({ layer }) => layer === 'ui' || layer === 'e2e')) {
    await ensureSystemPackages(['runtime', 'headless', 'pictures']);
    process.env.ELECTRON_OVERRIDE_DIST_PATH = (await ensureElectron()).dist;
  }
  const startedAt = performance.now();
  const verdicts = await judgeAll(Math.max(1, Number(values.jobs)));
  const count = (wanted: Verdict) =>
    [...verdicts.values()].filter((verdict) => verdict === wanted).length;

  for (const [{ name, layer }, verdict] of verdicts) {
    if (verdict === 'noticed' || verdict === 'equivalent') continue;
    console.log(`${verdict}: ${name} (${layer})`);
  }
  const minutes = ((performance.now() - startedAt) / 60_000).toFixed(1);
  const missed = chosen.length - count('noticed') - count('equivalent');
  console.log(
    `${String(chosen.length)} faults in ${minutes} min: ${String(count('noticed'))} noticed, ` +
      `${String(count('equivalent'))} without effect, ${String(missed)} missed`,
  );
  return missed === 0 ? 0 : 1;
});

async function judgeAll(jobs: number): Promise<ReadonlyMap<Mutant, Verdict>> {
  const verdicts = new Map<Mutant, Verdict>();
  const waiting = [...chosen];
  const work = async () => {
    const copy = await createWorkingCopy(path.resolve());
    try {
      for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
        const startedAt = performance.now();
        const verdict = await judge(copy, mutant);
        verdicts.set(mutant, verdict);
        const took = ((performance.now() - startedAt) / 1_000).toFixed(0);
        console.log(`  ${verdict} · ${mutant.layer} · ${mutant.name} (${took} s)`);
      }
    } finally {
      await copy.remove();
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
  return verdicts;
}
