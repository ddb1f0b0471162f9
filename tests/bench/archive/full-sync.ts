import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Credentials } from '../../../electron/blink/auth/tokens.ts';
import type { ClipIndex } from '../../../electron/store/clips/clip-index.ts';
import { jobDone, type EngineParts } from '../../faults/engine.ts';
import { fastFolder } from '../../faults/stage.ts';
import { withClips } from '../../faults/worlds.ts';
import { credentialsFor } from '../../integration/blink/signed-in.ts';
import { plainDownload, rawDownload } from './baselines.ts';
import { watched, type Blocks, type Watched } from './blocks.ts';
import { benchEngine, carelessDisk, inFolder, streams } from './engine.ts';
import { startSimulator, type Simulator } from './simulator.ts';

/** What P11 asks for. */
export const latencyMs = 80;
export const bytesPerSecond = 2_500_000;
export const clipBytes = 1_048_576;

export interface FullSync {
  readonly clips: number;
  readonly plainS: number;
  readonly rawS: number;
  readonly ours: Watched<unknown>;
  /** The same with a disk on which nothing is made sure of. */
  readonly carelessS: number;
  readonly verify: Watched<unknown>;
}

/** Fetches the same clips in every way, one after the other, from one cloud. */
export async function measureFullSync(clips: number): Promise<FullSync> {
  const world = { ...withClips(clips), mediaPageSize: 100 };
  const simulator = await startSimulator({ world, latencyMs, bytesPerSecond, clipBytes });
  try {
    const credentials = await credentialsFor(simulator);
    const asker = { simulator, accessToken: credentials.tokens.accessToken };
    const plainS = await inFolder((folder) => plainDownload(asker, join(folder, 'plain')));
    const rawS = await rawDownload(asker, streams);
    const careless = await ourSync({ simulator, credentials, clips, isCareless: true });
    const { sync: ours, verify } = await ourSync({ simulator, credentials, clips });
    return { clips, plainS, rawS, ours, carelessS: careless.sync.seconds, verify };
  } finally {
    await simulator.kill();
  }
}

interface Ours {
  readonly simulator: Simulator;
  readonly credentials: Credentials;
  readonly clips: number;
  readonly isCareless?: boolean;
}

const ourSync = ({ simulator, credentials, clips, isCareless = false }: Ours) =>
  inFolder((folder) =>
    inFolder(async (memory) => {
      const done = countKept(clips);
      const change: Partial<EngineParts> = {
        tapIndex: done.tap,
        ...(isCareless ? { fs: carelessDisk, dataFolder: memory } : {}),
      };
      const engine = await benchEngine({ simulator, credentials, folder, change });
      const sync = await watched(async () => {
        await engine.start();
        await inTime(done.all, clips);
      });
      const verify = await watched(async () => {
        await engine.archive.verify();
        await jobDone(engine.store);
      });
      await engine.stop();
      return { sync, verify };
    }, fastFolder()),
  );

/** An engine that fetches nothing must end the measurement, not keep it waiting for ever. */
async function inTime(all: Promise<void>, clips: number): Promise<void> {
  const longestMs = 60_000 + 5_000 * idealS(clips, 1);
  const over = new AbortController();
  const late = wait(longestMs, undefined, { signal: over.signal }).then(() => {
    throw new Error(`not ${clips} clips in ${(longestMs / 1_000).toFixed(0)} s`);
  });
  try {
    await Promise.race([all, late]);
  } finally {
    late.catch(() => undefined);
    over.abort();
  }
}

/** Resolves when so many clips are on the disk and in the index. */
function countKept(clips: number) {
  let kept = 0;
  let tell = (): void => undefined;
  const all = new Promise<void>((resolve) => (tell = resolve));
  const tap = (index: ClipIndex): ClipIndex => ({
    ...index,
    async setKept(...args) {
      await index.setKept(...args);
      kept += 1;
      if (kept >= clips) tell();
    },
  });
  return { all, tap };
}

/** The shortest time there can be. */
export const idealS = (clips: number, atOnce: number): number =>
  (clips * (latencyMs / 1_000 + clipBytes / bytesPerSecond)) / atOnce;

export type { Blocks };
