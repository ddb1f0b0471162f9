import type { SystemPackage } from './package-groups.ts';

/** What decides how missing packages are dealt with. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly hasApt: boolean;
  readonly isRoot: boolean;
  readonly isCi: boolean;
  readonly isTty: boolean;
}

/** Silent where nobody can type a password, asking where somebody can. */
export type Sudo = 'no' | 'silent' | 'asking';

/** What to do about missing packages. */
export type InstallPlan =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'install'; readonly ask: boolean; readonly sudo: Sudo }
  | { readonly kind: 'refuse'; readonly message: string };

/** Decides what to do about missing packages: unasked only as root or in CI. */
export function planInstall(machine: Machine, missing: readonly string[]): InstallPlan {
  if (missing.length === 0 || machine.platform !== 'linux') return { kind: 'nothing' };
  if (!machine.hasApt) return { kind: 'refuse', message: foreignSystem(missing) };
  if (machine.isRoot) return { kind: 'install', ask: false, sudo: 'no' };
  if (machine.isCi) return { kind: 'install', ask: false, sudo: 'silent' };
  if (machine.isTty) return { kind: 'install', ask: true, sudo: 'asking' };
  return { kind: 'refuse', message: commandFor(missing) };
}

/** The packages none of whose names is installed, by a listing of dpkg-query ("name status" a line). */
export function missingByDpkg(
  wanted: readonly SystemPackage[],
  listing: string,
): readonly SystemPackage[] {
  const lines = listing.split('\n').filter((line) => line.endsWith(' installed'));
  const installed = new Set(lines.map((line) => line.slice(0, line.indexOf(' '))));
  return wanted.filter(({ names }) => !names.some((name) => installed.has(name)));
}

/** The packages whose library or command is nowhere, on a Linux without dpkg. */
export function missingByProof(
  wanted: readonly SystemPackage[],
  libraries: string,
  hasCommand: (name: string) => boolean,
): readonly SystemPackage[] {
  return wanted.filter(({ proof }) =>
    'library' in proof ? !libraries.includes(`\t${proof.library} `) : !hasCommand(proof.command),
  );
}

/** The name this release has a package under, by the output of apt-cache policy; undefined if it knows none. */
export function candidateOf(wanted: SystemPackage, policy: string): string | undefined {
  return wanted.names.find((name) =>
    new RegExp(`^${escape(name)}:\\n.*\\n\\s+Candidate: (?!\\(none\\))\\S`, 'm').test(policy),
  );
}

function escape(name: string): string {
  return name.replace(/[.+]/g, '\\$&');
}

function commandFor(names: readonly string[]): string {
  return [
    'Porchlight needs packages of the system that are not installed. Install them with:',
    `  sudo apt-get install --no-install-recommends ${names.join(' ')}`,
    'and run this again.',
  ].join('\n');
}

function foreignSystem(names: readonly string[]): string {
  return [
    'Porchlight needs packages of the system that are not installed, and knows how to install them',
    'on Debian and Ubuntu only. Under their Debian names they are:',
    `  ${names.join(' ')}`,
    'Install what your distribution calls them and run this again.',
  ].join('\n');
}
