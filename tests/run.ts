import { spawn } from 'node:child_process';
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { runScript } from '../build/provision/provision-error.ts';
import { ensureElectron } from '../build/provision/electron-runtime.ts';
import { ensureSystemPackages } from '../build/provision/system-packages.ts';
import { countPlaywright, countVitest, none, sum, type Count } from './report.ts';

/**
 * `npm test`: every layer, each counted from its runner's JSON; the last line is the sum. Layers of one row run side by
 * side, those of one lane one after the other. The last row's tests have the machine to themselves: some of them measure.
 */
const results = path.resolve('test-results');

type Layer = readonly [string, () => Promise<Count>];
type Lane = readonly Layer[];

const rows: readonly (readonly Lane[])[] = [
  [[['messages', () => check('messages')]]],
  [
    [
      ['lint', () => check('lint')],
      ['types', () => check('check-types')],
    ],
    [
      ['build', () => check('bundle')],
      ['ui', () => playwright('ui')],
      ['format', () => check('format')],
    ],
  ],
  [
    [
      ['unit', () => vitest('unit')],
      ['integration', () => vitest('integration')],
      ['electron', () => vitest('electron')],
      ['faults', () => vitest('faults')],
      ['e2e', () => playwright('e2e')],
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
  let total = none;
  for (const row of rows) {
    const counts = await Promise.all(row.map(runLane));
    total = counts.reduce(sum, total);
  }
  console.log(`# all of it in ${secondsSince(startedAt)} s`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 ? 0 : 1;
});

async function runLane(lane: Lane): Promise<Count> {
  let total = none;
  for (const [name, run] of lane) {
    const startedAt = performance.now();
    const count = await run();
    total = sum(total, count);
    const { passed, failed } = count;
    console.log(`# ${name}: ${passed} of ${passed + failed} in ${secondsSince(startedAt)} s`);
  }
  return total;
}

function secondsSince(at: number): string {
  return ((performance.now() - at) / 1_000).toFixed(0);
}

async function check(script: string): Promise<Count> {
  const isGreen = (await command('npm', ['run', '--silent', script])) === 0;
  return isGreen ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

async function vitest(project: string): Promise<Count> {
  const report = path.join(results, `${project}.json`);
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`];
  const status = await command('npx', [
    'vitest',
    'run',
    '--project',
    project,
    '--maxWorkers=1',
    ...reporters,
  ]);
  return countVitest(await read(report), status);
}

async function playwright(project: string): Promise<Count> {
  const report = path.join(results, `${project}.json`);
  process.env.PLAYWRIGHT_JSON_OUTPUT_FILE = report;
  const options = ['--project', project, '--reporter=line,json'];
  const status = await command('npx', ['playwright', 'test', ...options]);
  return countPlaywright(await read(report), status);
}

function command(program: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });
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
