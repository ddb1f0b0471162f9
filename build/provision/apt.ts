import { candidateOf, type Sudo } from './install-plan.ts';
import type { SystemPackage } from './package-groups.ts';
import { capture, tail, type Ended } from './process.ts';
import { ProvisionError } from './provision-error.ts';

/** The names this release has the packages under; undefined where its lists know none. */
export async function chooseNames(
  wanted: readonly SystemPackage[],
): Promise<readonly (string | undefined)[]> {
  const names = wanted.flatMap((each) => each.names);
  const env = { ...process.env, LC_ALL: 'C' };
  const { stdout } = await capture('apt-cache', ['policy', ...names], { env });
  return wanted.map((each) => candidateOf(each, stdout));
}

/** Installs packages with apt-get. Reads the lists afresh only if they lack a name or have grown old. Throws a ProvisionError. */
export async function installPackages(wanted: readonly SystemPackage[], sudo: Sudo): Promise<void> {
  const known = await chooseNames(wanted);
  if (known.every((name) => name !== undefined)) {
    if ((await install(sudo, known)).code === 0) return;
  }
  await aptGet(sudo, ['update']);
  const names = (await chooseNames(wanted)).map((name, i) => name ?? wanted[i]?.names[0] ?? '');
  const ended = await install(sudo, names);
  if (ended.code === 0) return;
  const said = tail(ended.stderr || ended.stdout);
  throw new ProvisionError(`apt-get could not install ${names.join(' ')}:\n${said}`);
}

function install(sudo: Sudo, names: readonly string[]): Promise<Ended> {
  return aptGet(sudo, ['install', '--yes', '--no-install-recommends', ...names]);
}

/** Waits for another apt-get; sudo asks for a password on the terminal itself, past our pipes. */
function aptGet(sudo: Sudo, args: readonly string[]): Promise<Ended> {
  const line = ['apt-get', '-qq', '-o', 'DPkg::Lock::Timeout=300', ...args];
  const env = ['env', 'DEBIAN_FRONTEND=noninteractive'];
  const prefix = { no: env, silent: ['sudo', '-n', ...env], asking: ['sudo', ...env] }[sudo];
  const [command = '', ...rest] = [...prefix, ...line];
  return capture(command, rest);
}
