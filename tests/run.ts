import { spawn } from 'node:child_process';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { setPriority } from 'node:os';
import path from 'node:path';
import { runScript } from '../build/provision/provision-error.ts';
import { ensureElectron } from '../build/provision/electron-runtime.ts';
import { ensureSystemPackages } from '../build/provision/system-packages.ts';
import {
  countPlaywright,
  countVitest,
  failuresInPlaywright,
  failuresInVitest,
  none,
  sum,
  type Count,
} from './report.ts';

/**
 * `npm test`: every layer, each counted from its runner's JSON; what failed is named again at the end, and the last line
 * is the sum. Lanes of one row run side by side, the layers of a lane one after the other.
 *
 * The tests that play a person mostly wait, so everything else runs beside them, with less right to the processor.
 */
const results = path.resolve('test-results');

/** A person at the program comes first: so do the tests that play one. */
const lowPriority = 10;

interface Outcome extends Count {
  readonly failures: readonly string[];
}

type Layer = readonly [string, () => Promise<Outcome>];
type Lane = readonly Layer[];

const rows: readonly (readonly Lane[])[] = [
  [[['messages', () => check('messages')]]],
  [[['build', () => check('bundle')]]],
  [
    [
      ['e2e', () => playwright('e2e')],
      ['ui', () => playwright('ui')],
      ['faults', () => vitest('faults')],
    ],
    [
      ['lint', () => check('lint')],
      ['types', () => check('check-types')],
      ['format', () => check('format')],
      ['unit', () => vitest('unit', 'mocked')],
      ['integration', () => vitest('integration')],
      ['electron', () => vitest('electron')],
    ],
  ],
];

await runScript(async () => {
  await ensureSystemPackages(['runtime', 'headless', 'pictures']);
  const { dist } = await ensureElectron();
  process.env.ELECTRON_OVERRIDE_DIST_PATH = dist;
  await rm(results, { recursive: true, force: true });
  await mkdir(results, { recursive: true });

  const startedAt = performance.now();
  const outcomes: Outcome[] = [];
  for (const row of rows) outcomes.push(...(await Promise.all(row.map(runLane))).flat());
  const total = outcomes.reduce<Count>(sum, none);
  for (const { failures } of outcomes) for (const one of failures) console.log(`FAILED ${one}`);
  console.log(`# all of it in ${secondsSince(startedAt)} s`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 ? 0 : 1;
});

async function runLane(lane: Lane): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const [name, run] of lane) {
    const startedAt = performance.now();
    const outcome = await run();
    outcomes.push(outcome);
    const { passed, failed } = outcome;
    console.log(`# ${name}: ${passed} of ${passed + failed} in ${secondsSince(startedAt)} s`);
  }
  return outcomes;
}

function secondsSince(at: number): string {
  return ((performance.now() - at) / 1_000).toFixed(0);
}

async function check(script: string): Promise<Outcome> {
  const isGreen = (await command('npm', ['run', '--silent', script])) === 0;
  return isGreen
    ? { passed: 1, failed: 0, failures: [] }
    : { passed: 0, failed: 1, failures: [`npm run ${script}`] };
}

async function vitest(...projects: readonly string[]): Promise<Outcome> {
  const file = path.join(results, `${projects.join('-')}.json`);
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${file}`];
  const chosen = projects.flatMap((project) => ['--project', project]);
  const options = [...chosen, '--maxWorkers=1', ...reporters];
  const status = await command('npx', ['vitest', 'run', ...options]);
  const report = await read(file);
  return { ...countVitest(report, status), failures: failuresInVitest(report) };
}

async function playwright(project: 'ui' | 'e2e'): Promise<Outcome> {
  const file = path.join(results, `${project}.json`);
  const options = ['--project', project, '--reporter=line,json'];
  const env = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: file };
  const status = await command('npx', ['playwright', 'test', ...options], env);
  const report = await read(file);
  return { ...countPlaywright(report, status), failures: failuresInPlaywright(report) };
}

function command(program: string, args: readonly string[], env = process.env): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'], env });
    if (child.pid !== undefined && args[0] !== 'playwright') setPriority(child.pid, lowPriority);
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

async function read(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return null;
  }
}
