import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Credentials } from '../../../electron/blink/auth/tokens.ts';
import { createClipIndex } from '../../../electron/store/clips/sqlite-clip-index.ts';
import { openDatabase } from '../../../electron/store/clips/database.ts';
import { nodeFileSystem } from '../../../electron/store/file-system.ts';
import { migrations } from '../../../electron/store/clips/migrations.ts';
import { toListed } from '../../../electron/sync/media/media-listing.ts';
import type { WorldFile } from '../../blink-cloud/worlds/world-file.ts';
import { indexFile } from '../../faults/engine.ts';
import { makePastIndex } from '../../faults/past-index.ts';
import { withClips } from '../../faults/worlds.ts';
import { mediaItem } from '../../fixtures/samples.ts';
import { credentialsFor } from '../../integration/blink/signed-in.ts';
import { watched, type Watched } from './blocks.ts';
import { benchEngine, hurriedClock, inFolder } from './engine.ts';
import { startSimulator, type Simulator } from './simulator.ts';

/** What a poll costs that brings nothing new. */
export interface IdlePolls {
  readonly polls: number;
  readonly cpuMs: number;
  readonly readBytes: number;
  readonly writtenBytes: number;
  /** Sent by the cloud, homescreens included. */
  readonly sentBytes: number;
  readonly listRequests: number;
}

export interface Idle {
  readonly small: IdlePolls;
  readonly large: IdlePolls;
  /** A new session at the large index, with nothing new. */
  readonly resync: { readonly requests: number; readonly cpuMs: number };
  readonly migration: Watched<unknown>;
  /** What the index writes for one new clip. */
  readonly newClipBytes: number;
}

/** Ten cameras at rest. */
export async function measureIdle(polls: number): Promise<Idle> {
  const simulator = await startSimulator({ world: tenCameras() });
  try {
    const credentials = await credentialsFor(simulator);
    const at = { simulator, credentials, polls };
    // The first of a process pays for what all others share.
    await idleWith({ ...at, polls: 20 }, 1_000);
    const small = await idleWith(at, 1_000);
    const large = await idleWith(at, 100_000);
    return { small: small.idle, large: large.idle, ...large };
  } finally {
    await simulator.kill();
  }
}

interface At {
  readonly simulator: Simulator;
  readonly credentials: Credentials;
  readonly polls: number;
}

const idleWith = (at: At, clips: number) =>
  inFolder(async (folder) => {
    const { simulator, credentials } = at;
    await mkdir(join(folder, 'data'));
    const file = indexFile(join(folder, 'data'));
    await makePastIndex(file, credentials.accountId, clips);
    const migration = await migrate(file);
    const change = { clock: hurriedClock, pace: () => everySecond };
    const engine = await benchEngine({ simulator, credentials, folder, change });
    await engine.start();
    await untilListed(simulator, 20);
    const idle = await idlePolls(at);
    await engine.stop();
    const resync = await resyncOf(at, folder);
    const newClipBytes = await costOfClip(folder);
    return { idle, migration, newClipBytes, resync };
  });

/** Brings it to the version of today. */
const migrate = (file: string): Promise<Watched<unknown>> =>
  watched(async () => {
    const { database } = await openDatabase({
      fs: nodeFileSystem,
      file,
      steps: migrations,
      now: Date.now(),
    });
    database.close();
  });

/** In hurried time: sixty polls a second. */
const everySecond = { mediaMs: 2_000, homescreenMs: 4_000, staleAfterMs: 8_000 };

async function idlePolls({ simulator, polls }: At): Promise<IdlePolls> {
  await simulator.clearRequests();
  const before = effort();
  await untilListed(simulator, polls);
  const after = effort();
  const requests = await simulator.requests();
  const lists = requests.filter(isListing).length;
  const per = (name: keyof ReturnType<typeof effort>) => (after[name] - before[name]) / lists;
  const sent = requests.reduce((sum, { sentBytes }) => sum + sentBytes, 0);
  return {
    polls: lists,
    cpuMs: per('cpuMs'),
    readBytes: per('readBytes'),
    writtenBytes: per('writtenBytes'),
    sentBytes: sent / lists,
    listRequests: lists,
  };
}

const isListing = ({ path }: { readonly path: string }): boolean => path.endsWith('/media/changed');

async function untilListed(simulator: Simulator, times: number): Promise<void> {
  const listed = async () => (await simulator.requests()).filter(isListing).length;
  while ((await listed()) < times) await wait(500);
}

/** Of this process so far. Only Linux tells how much was read and written. */
function effort() {
  const { user, system } = process.cpuUsage();
  const io = readFileSync('/proc/self/io', 'utf8');
  const bytes = (name: string) => Number(new RegExp(`${name}: (\\d+)`).exec(io)?.[1] ?? 0);
  return {
    cpuMs: (user + system) / 1_000,
    readBytes: bytes('rchar'),
    writtenBytes: bytes('wchar'),
  };
}

/** What the index writes from the listing of a clip to its banner and its file: the average of many, because some split pages. */
async function costOfClip(folder: string): Promise<number> {
  const file = indexFile(join(folder, 'data'));
  const opened = { fs: nodeFileSystem, file, steps: migrations, now: 0 };
  const { database } = await openDatabase(opened);
  const index = createClipIndex(database);
  const before = effort().writtenBytes;
  for (let at = 1; at <= clipsWritten; at += 1) {
    const { added } = await index.recordListing([toListed(mediaItem(9_000_000 + at, at))], at);
    for (const { id } of added) {
      await index.claimNotification(id, at);
      await index.setKept(id, { path: `${id}.mp4`, sizeBytes: 1, sha256: '0'.repeat(64) }, at);
    }
  }
  const written = (effort().writtenBytes - before) / clipsWritten;
  database.close();
  return written;
}

const clipsWritten = 200;

async function resyncOf({ simulator, credentials }: At, folder: string) {
  await simulator.clearRequests();
  const change = { pace: () => ({ ...everySecond, mediaMs: 60_000, homescreenMs: 60_000 }) };
  const engine = await benchEngine({ simulator, credentials, folder, change });
  const before = effort().cpuMs;
  await engine.start();
  await wait(1_500);
  const cpuMs = effort().cpuMs - before;
  const requests = (await simulator.requests()).filter(isListing).length;
  await engine.stop();
  return { requests, cpuMs };
}

function tenCameras(): WorldFile {
  const world = withClips(3);
  const [system] = world.systems;
  const [camera] = system?.devices ?? [];
  if (system === undefined || camera === undefined) throw new Error('a world without a camera');
  const more = Array.from({ length: 8 }, (_, at) => ({
    ...camera,
    id: 4_200 + at,
    name: `Gate ${at + 2}`,
    serial: `G8T1PORCH00042${at}0`,
  }));
  return { ...world, systems: [{ ...system, devices: [...system.devices, ...more] }] };
}
