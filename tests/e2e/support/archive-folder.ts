import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Cloud } from './cloud.ts';

/** A clip as it lies in the archive. */
export interface LyingClip {
  /** Relative to the folder, with `/`. */
  readonly path: string;
  readonly sha256: string;
}

/** Every clip under a final name, those in the bin left out, by path. */
export const keptIn = (folder: string): Promise<readonly LyingClip[]> =>
  lyingIn(folder, (name) => !name.includes('/.'));

/** What lies in the bins. */
export const binnedIn = (folder: string): Promise<readonly LyingClip[]> =>
  lyingIn(folder, (name) => name.includes('/.bin/'));

/** Those that came from the cloud; the others are of USB storage. */
export const isOfCloud = ({ path: name }: LyingClip): boolean => / \d+\.mp4$/.test(name);

/** The same clips with the hashes of the cloud's own bytes. */
export const asInCloud = (
  cloud: Cloud,
  clips: readonly LyingClip[],
): Promise<readonly LyingClip[]> =>
  Promise.all(
    clips.map(async (clip) => ({ path: clip.path, sha256: await sha256InCloud(cloud, clip) })),
  );

async function sha256InCloud({ url }: Cloud, { path: name }: LyingClip): Promise<string> {
  const mediaId = /(\d+)\.mp4$/.exec(name)?.[1] ?? '';
  const answer = await fetch(`${url}/__control/clip/${mediaId}`);
  return sha256(Buffer.from(await answer.arrayBuffer()));
}

async function lyingIn(folder: string, isWanted: (name: string) => boolean) {
  const names = (await namesIn(folder)).filter((name) => name.endsWith('.mp4') && isWanted(name));
  return Promise.all(
    names.sort().map(async (name) => ({
      path: name,
      sha256: sha256(await readFile(path.join(folder, name))),
    })),
  );
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const namesIn = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder, { recursive: true }).catch(() => [])).map((name) =>
    name.replaceAll(path.sep, '/'),
  );
