import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { countPlaywright } from '../report.ts';
import type { Mutant, Verdict } from './mutant.ts';
import type { WorkingCopy } from './working-copy.ts';

/** Plants one fault, runs the tests that have to notice it, takes it out again. */
export async function judge(copy: WorkingCopy, mutant: Mutant): Promise<Verdict> {
  if (mutant.equivalent !== undefined) return 'equivalent';
  const planted = await copy.plant(mutant);
  if (planted === null) return 'not-found';
  try {
    const isBrowser = mutant.layer === 'ui' || mutant.layer === 'e2e';
    return isBrowser
      ? await playwright(copy.folder, mutant)
      : await vitest(copy.folder, mutant, planted.file);
  } finally {
    await planted.undo();
  }
}

async function vitest(folder: string, mutant: Mutant, changed: string): Promise<Verdict> {
  const report = path.join(folder, 'test-results', 'mutant.json');
  await rm(report, { force: true });
  const selection = mutant.tests === undefined ? ['related', changed] : ['run', ...mutant.tests];
  const projects = mutant.layer === 'unit' ? ['unit', 'mocked'] : [mutant.layer];
  await start(folder, 'npx', [
    ...['vitest', ...selection, '--run', '--bail', '1'],
    ...projects.flatMap((project) => ['--project', project]),
    ...['--maxWorkers', '1', '--reporter=json', `--outputFile.json=${report}`],
  ]);
  const { numTotalTests = 0, numFailedTests = 0 } = await readJson(report);
  // A file that no longer loads fails without a failed test: that is a broken mutant, not one that was noticed.
  if (numTotalTests === 0) return 'no-tests';
  return numFailedTests > 0 ? 'noticed' : 'survived';
}

async function playwright(folder: string, mutant: Mutant): Promise<Verdict> {
  const report = path.join(folder, 'test-results', 'mutant.json');
  await rm(report, { force: true });
  const built = await start(folder, 'npm', ['run', '--silent', 'build']);
  if (built !== 0) return 'no-tests';
  const project = ['--project', mutant.layer, '--reporter=json', '--max-failures', '1'];
  const args = ['playwright', 'test', ...(mutant.tests ?? []), ...project];
  const status = await start(folder, 'npx', args, { PLAYWRIGHT_JSON_OUTPUT_FILE: report });
  const { passed, failed } = countPlaywright(await readJson(report), status);
  if (passed + failed === 0) return 'no-tests';
  return failed > 0 ? 'noticed' : 'survived';
}

interface VitestReport {
  readonly numTotalTests?: number;
  readonly numFailedTests?: number;
}

async function readJson(file: string): Promise<VitestReport> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as VitestReport;
  } catch {
    return {};
  }
}

/** The exit code; what the command prints is of no interest. */
function start(
  folder: string,
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<number> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, ...environment };
    const child = spawn(program, args, { cwd: folder, env, stdio: 'ignore' });
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}
