import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { capture } from './process.ts';

const probeTimeoutMs = 4_000;
const downloadTimeoutMs = 5 * 60_000;
const dayMs = 24 * 3_600_000;

const manifest = createRequire(import.meta.url).resolve('electron/package.json');
const packageFolder = dirname(manifest);

/** The version of the `electron` package in node_modules. */
export async function officialVersion(): Promise<string> {
  const shape = v.pipe(v.string(), v.parseJson(), v.object({ version: v.string() }));
  return v.parse(shape, await readFile(manifest, 'utf8')).version;
}

/** The official Electron in node_modules, or undefined if its download was never finished. */
export async function installedOfficial(): Promise<string | undefined> {
  const dist = join(packageFolder, 'dist');
  const read = (file: string) => readFile(join(packageFolder, file), 'utf8').catch(() => '');
  const found = (await read('dist/version')).trim().replace(/^v/, '');
  // install.js writes path.txt last: without it the folder may be half unpacked.
  const isWhole = found === (await officialVersion()) && (await read('path.txt')) !== '';
  return isWhole ? dist : undefined;
}

/**
 * Downloads the official Electron into node_modules; undefined where its server cannot be reached.
 * That answer is remembered in `cache` for a day, so that the next run does not wait for it again.
 */
export async function downloadOfficial(cache: string): Promise<string | undefined> {
  const version = await officialVersion();
  const memory = join(cache, `electron-${version}-unreachable`);
  if (await isRecent(memory)) return undefined;
  const dist = (await isReachable(downloadUrl(version))) ? await install(version) : undefined;
  if (dist) await rm(memory, { force: true });
  else await remember(memory);
  return dist;
}

/** Where the official archive for this machine lies; a mirror set for the electron package is respected. */
export function downloadUrl(version: string, env: NodeJS.ProcessEnv = process.env): string {
  const mirror =
    env.ELECTRON_MIRROR ??
    env.npm_config_electron_mirror ??
    'https://github.com/electron/electron/releases/download/';
  return `${mirror}v${version}/electron-v${version}-${process.platform}-${process.arch}.zip`;
}

async function isRecent(memory: string): Promise<boolean> {
  const found = await stat(memory).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs < dayMs;
}

async function remember(memory: string): Promise<void> {
  await mkdir(dirname(memory), { recursive: true });
  await writeFile(memory, 'Remembered for a day; delete this file to try the download again.\n');
}

async function isReachable(url: string): Promise<boolean> {
  const signal = AbortSignal.timeout(probeTimeoutMs);
  const answer = await fetch(url, { method: 'HEAD', signal }).catch(() => undefined);
  return answer?.ok ?? false;
}

async function install(version: string): Promise<string | undefined> {
  console.error(`Downloading the official Electron ${version}…`);
  const script = join(packageFolder, 'install.js');
  const ended = await capture(process.execPath, [script], { timeoutMs: downloadTimeoutMs });
  if (ended.code !== 0) console.error('The download did not succeed.');
  return ended.code === 0 ? installedOfficial() : undefined;
}
