import { downloadArtifact, type FetchDownloaderOptions } from '@electron/get';
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { capture, tail } from './process.ts';

const firstByteTimeoutMs = 4_000;
const downloadTimeoutMs = 5 * 60_000;
const unpackTimeoutMs = 2 * 60_000;
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
  const isFetched = await fetchOfficialZip(version, await readChecksums());
  const dist = isFetched ? await unpackOfficial() : undefined;
  if (dist) await rm(memory, { force: true });
  else await remember(memory);
  return dist;
}

/**
 * Fetches the official zip into the cache that the electron package shares with every project, and compares its checksum.
 * False where no server sends it; a mirror set for the electron package is respected.
 */
export async function fetchOfficialZip(
  version: string,
  checksums: Readonly<Record<string, string>>,
): Promise<boolean> {
  const download = limitedDownload(version);
  const cacheRoot = process.env.electron_config_cache;
  try {
    await downloadArtifact({
      version,
      artifactName: 'electron',
      checksums,
      downloadOptions: download.options,
      ...(cacheRoot ? { cacheRoot } : {}),
    });
    return true;
  } catch {
    if (download.hasStarted()) console.error('The download did not succeed.');
    return false;
  } finally {
    download.end();
  }
}

/** Gives up on a server that sends nothing for four seconds, and on a download after five minutes. */
function limitedDownload(version: string) {
  const control = new AbortController();
  let timer = setTimeout(() => control.abort(), firstByteTimeoutMs);
  let started = false;
  const start = () => {
    started = true;
    clearTimeout(timer);
    timer = setTimeout(() => control.abort(), downloadTimeoutMs);
    console.error(`Downloading the official Electron ${version}…`);
  };
  const options: FetchDownloaderOptions = {
    signal: control.signal,
    getProgressCallback: async () => {
      if (!started) start();
    },
  };
  return { options, hasStarted: () => started, end: () => clearTimeout(timer) };
}

async function readChecksums(): Promise<Record<string, string>> {
  const shape = v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.string()));
  return v.parse(shape, await readFile(join(packageFolder, 'checksums.json'), 'utf8'));
}

async function isRecent(memory: string): Promise<boolean> {
  const found = await stat(memory).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs < dayMs;
}

async function remember(memory: string): Promise<void> {
  await mkdir(dirname(memory), { recursive: true });
  await writeFile(memory, 'Remembered for a day; delete this file to try the download again.\n');
}

/** Lets the electron package unpack the zip in its cache; it asks no server for it again. */
async function unpackOfficial(): Promise<string | undefined> {
  const script = join(packageFolder, 'install.js');
  const ended = await capture(process.execPath, [script], { timeoutMs: unpackTimeoutMs });
  if (ended.code === 0) return installedOfficial();
  console.error(`The official Electron could not be unpacked:\n${tail(ended.stderr)}`);
  return undefined;
}
