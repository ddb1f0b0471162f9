import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { chooseNames, installPackages } from './apt.ts';
import { missingByDpkg, missingByProof, planInstall, type Machine } from './install-plan.ts';
import { packagesOf, type PackageGroup, type SystemPackage } from './package-groups.ts';
import { capture } from './process.ts';
import { ProvisionError } from './provision-error.ts';

/**
 * Sees to it that the packages of these groups are installed; does nothing, fast, if they are.
 * Installs unasked only as root or in CI; else asks, or throws a ProvisionError that says exactly what to install.
 */
export async function ensureSystemPackages(groups: readonly PackageGroup[]): Promise<void> {
  if (process.platform !== 'linux') return;
  const missing = await findMissing(packagesOf(groups));
  if (missing.length === 0) return;
  const machine = thisMachine();
  const names = await namesHere(missing, machine);
  const plan = planInstall(machine, names);
  if (plan.kind === 'nothing') return;
  if (plan.kind === 'refuse') throw new ProvisionError(plan.message);
  console.error(`Porchlight needs ${names.length} packages of the system: ${names.join(' ')}`);
  if (plan.ask) await askFirst();
  console.error('Installing them…');
  await installPackages(missing, plan.sudo);
}

function thisMachine(): Machine {
  return {
    platform: process.platform,
    hasApt: hasCommand('apt-get'),
    isRoot: process.getuid?.() === 0,
    isCi: !['', '0', 'false', undefined].includes(process.env.CI),
    isTty: process.stdin.isTTY && process.stderr.isTTY,
  };
}

function hasCommand(name: string): boolean {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return folders.some((folder) => isExecutable(join(folder, name)));
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function findMissing(wanted: readonly SystemPackage[]): Promise<readonly SystemPackage[]> {
  if (!hasCommand('dpkg-query')) return missingByProof(wanted, await listLibraries(), hasCommand);
  const names = wanted.flatMap((each) => each.names);
  const format = '--showformat=${Package} ${db:Status-Status}\\n';
  // It ends with code 1 when it does not know a name, and lists the others all the same.
  const { stdout } = await capture('dpkg-query', ['--show', format, ...names]);
  return missingByDpkg(wanted, stdout);
}

/** An ordinary user's PATH often lacks the folder ldconfig lies in. */
async function listLibraries(): Promise<string> {
  const env = { ...process.env, PATH: `${process.env.PATH ?? ''}:/usr/sbin:/sbin` };
  return (await capture('ldconfig', ['-p'], { env })).stdout;
}

async function namesHere(
  missing: readonly SystemPackage[],
  machine: Machine,
): Promise<readonly string[]> {
  const chosen = machine.hasApt ? await chooseNames(missing) : [];
  return missing.map(({ names }, i) => chosen[i] ?? names[0]);
}

async function askFirst(): Promise<void> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question('Install them now with sudo apt-get? [y/N] ');
  terminal.close();
  if (/^y(es)?$/i.test(answer.trim())) return;
  throw new ProvisionError('Nothing was installed. Porchlight cannot go on without them.');
}
