import { parseArgs } from 'node:util';
import { ensureElectron } from '../../build/provision/electron-runtime.ts';
import { runNpm } from '../../build/provision/process.ts';
import { ProvisionError, runScript } from '../../build/provision/provision-error.ts';
import { ensureSystemPackages } from '../../build/provision/system-packages.ts';
import { benchArchive, indexRows } from './archive/run.ts';
import { historyRows } from './history.ts';
import { watchMachine } from './machine.ts';
import { bannerRows } from './news.ts';
import { waitingRows } from './porchlight.ts';
import { restingRows } from './resting.ts';
import { startUpRows } from './start-up.ts';
import { exitCode, missed, printTable, type Row } from './table.ts';

const options = {
  rounds: { type: 'string', default: '5' },
  quick: { type: 'boolean', default: false },
  report: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

interface Wish {
  readonly isQuick: boolean;
  readonly rounds: number;
}

/** What can be measured alone, in this order. */
const parts = {
  start: (dist: string, { rounds }: Wish) => startUpRows(dist, rounds),
  rest: (dist: string, { isQuick }: Wish) => restingRows(dist, isQuick ? 1 : 10),
  waiting: () => waitingRows(),
  index: (_dist: string, { isQuick }: Wish) => indexRows(isQuick),
  news: (_dist: string, { isQuick }: Wish) => bannerRows(isQuick ? 3 : 10),
  history: (_dist: string, { isQuick }: Wish) => historyRows(isQuick ? 60 : 150),
} satisfies Record<string, (dist: string, wish: Wish) => Promise<readonly Row[]>>;

const usage = `npm run bench [-- PART...] [--quick] [--rounds 5] [--report]
parts: ${Object.keys(parts).join(' ')}: the product's figures, all of them unless some are named
       archive: those of the archive's engine, without Electron; only when named
--quick: fewer clips and shorter times; what needs ten minutes is measured but not judged
--rounds N: how often the start is measured
--report: ends with 0 whatever was missed; otherwise 1 when a bar was missed, and no busy machine can be the cause`;

async function bench(): Promise<number> {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const wish = { isQuick: values.quick, rounds: Number(values.rounds) };
  const unknown = positionals.filter((name) => name !== 'archive' && !Object.hasOwn(parts, name));
  if (unknown.length > 0) throw new ProvisionError(`no such part: ${unknown.join(' ')}\n${usage}`);
  // Of no round at all the median is 0, which meets every bar.
  if (!(wish.rounds >= 1)) throw new ProvisionError(`--rounds is a number from 1\n${usage}`);
  const machine = watchMachine();
  const rows = await measured(positionals, wish, machine.look);
  if (rows === null) return 1;
  await machine.look();
  return verdict(rows, machine.busy(), values.report);
}

/** The archive's engine where it was asked for, and the product unless only the engine was. */
async function measured(
  wanted: readonly string[],
  wish: Wish,
  look: () => Promise<void>,
): Promise<readonly Row[] | null> {
  const archive = wanted.includes('archive') ? await benchArchive(wish.isQuick) : [];
  const others = wanted.filter((name) => name !== 'archive');
  if (wanted.length > 0 && others.length === 0) return archive;
  const product = await benchProduct(others, wish, look);
  return product === null ? null : [...archive, ...product];
}

/** Null when there is nothing to measure, because it could not be built. */
async function benchProduct(
  wanted: readonly string[],
  wish: Wish,
  look: () => Promise<void>,
): Promise<readonly Row[] | null> {
  await ensureSystemPackages(['runtime', 'headless']);
  const { dist, version } = await ensureElectron();
  process.env.ELECTRON_OVERRIDE_DIST_PATH = dist;
  if ((await runNpm(['run', '--silent', 'build'])) !== 0) return null;
  const rows: Row[] = [];
  for (const [name, measure] of Object.entries(parts)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    await look();
    rows.push(...(await measure(dist, wish)));
  }
  console.log(`Electron ${version}; FLOOR: a bare tray application on it, in the same run`);
  printTable(rows);
  return rows;
}

/** Says what was missed; answers the exit code. */
function verdict(rows: readonly Row[], busy: string | null, isReport: boolean): number {
  const counted = missed(rows, busy !== null);
  const spoiled = missed(rows, false).length - counted.length;
  if (busy !== null) console.log(`The machine was busy (${busy}): times do not count.`);
  if (spoiled > 0) console.log(`${spoiled} missed that may be the machine's fault.`);
  for (const { what, bar } of counted) console.log(`MISSED: ${what.trim()} (${bar})`);
  return exitCode(rows, { isBusy: busy !== null, isReport });
}

await runScript(bench);
