import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock, systemRandom, type Clock } from '../../../electron/lib/clock.ts';
import type { Credentials } from '../../../electron/blink/auth/tokens.ts';
import { nodeFileSystem, type FileSystem } from '../../../electron/store/file-system.ts';
import { openEngine, type Engine, type EngineParts } from '../../faults/engine.ts';
import { createMemorySettings } from '../../fixtures/memory-stores.ts';
import type { Simulator } from './simulator.ts';

/** A folder that goes when the measurement is over. */
export async function inFolder<T>(
  work: (folder: string) => Promise<T>,
  below = tmpdir(),
): Promise<T> {
  const folder = await mkdtemp(join(below, 'porchlight-bench-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export interface BenchEngineOptions {
  readonly simulator: Simulator;
  readonly credentials: Credentials;
  readonly folder: string;
  readonly change?: Partial<EngineParts>;
}

/** The real engine on the real disk, at the simulator. */
export async function benchEngine(options: BenchEngineOptions): Promise<Engine> {
  const { simulator, credentials, folder, change } = options;
  const dataFolder = join(folder, 'data');
  await mkdir(dataFolder, { recursive: true });
  return openEngine({
    ...{ fs: nodeFileSystem, dataFs: nodeFileSystem, dataFolder, archive: join(folder, 'archive') },
    ...{ clock: systemClock, random: systemRandom, credentials, cloud: new URL(simulator.url) },
    settings: createMemorySettings({
      accountIds: [credentials.accountId],
      historyPace: 'fast',
      keepPolicy: 'every',
    }),
    fetch: (url, init) => fetch(url, init),
    tapIndex: (index) => index,
    onClaimed: () => undefined,
    onNews: () => undefined,
    onWarning: (message, error) => console.error(message, error),
    streams: { new: streams, history: streams, usb: 1 },
    ...change,
  });
}

/** As many as quality asks for. */
export const streams = 3;

/** A disk on which nothing is made sure of. */
export const carelessDisk: FileSystem = {
  ...nodeFileSystem,
  create: async (path) => careless(await nodeFileSystem.create(path)),
  append: async (path) => careless(await nodeFileSystem.append(path)),
  syncFolder: async () => undefined,
};

const careless = <T extends object>(file: T): T => ({ ...file, sync: async () => undefined });

/** The computer's clock for people in a hurry: what should take a minute takes a second. */
export const hurriedClock: Clock = {
  now: systemClock.now,
  after: (delayMs, callback) => systemClock.after(delayMs / 60, callback),
};
