import { mkdtemp, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { nodeFileSystem } from '../../../electron/store/file-system.ts';
import { defaultStreams } from '../../../electron/sync/downloads/download-rules.ts';
import { startBlinkCloud, type BlinkCloud } from '../../blink-cloud/start.ts';
import { credentialsFor } from '../../integration/blink/signed-in.ts';
import { createChance, type SeededChance } from '../chance.ts';
import {
  bundleChild,
  startChild,
  type Child,
  type ChildOptions,
} from '../process/child-process.ts';
import { indexFile } from '../engine.ts';
import { judge, readRows } from '../oracle.ts';
import { createTally, type Row, type Tally } from '../tally.ts';
import { truthOf } from '../truth.ts';
import { withClips } from '../worlds.ts';

/** R1: the engine's process is killed again and again while it fetches. */
export const killedAtRandom: Row = {
  id: 'R1',
  title: 'kill -9 at random',
  async run({ seed, isLong }) {
    const tally = createTally();
    const size = isLong ? { kills: 200, clips: 500 } : { kills: 15, clips: 40 };
    const place = await openPlace(size.clips);
    try {
      await killed({ ...place, ...size, chance: createChance(seed) }, tally);
    } finally {
      await place.remove();
    }
    const injected = `${size.kills} kills over a sync of ${size.clips} clips, real disk and sockets`;
    return { ...tally.outcome(injected), runs: size.kills };
  },
};

interface Place {
  readonly cloud: BlinkCloud;
  readonly script: string;
  readonly options: ChildOptions;
  remove(): Promise<void>;
}

async function openPlace(clips: number): Promise<Place> {
  const world = { ...withClips(clips), mediaPageSize: 100 };
  const cloud = await startBlinkCloud({ world, latencyMs: 20, bytesPerSecond: 300_000 });
  const folder = await mkdtemp(join(tmpdir(), 'porchlight-kills-'));
  const [dataFolder, archive] = [join(folder, 'data'), join(folder, 'archive')];
  await mkdir(dataFolder);
  const credentials = await credentialsFor(cloud);
  return {
    cloud,
    script: await bundleChild(),
    options: { cloudUrl: cloud.url, dataFolder, archive, credentials },
    async remove() {
      await cloud.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface Killing extends Place {
  readonly kills: number;
  readonly clips: number;
  readonly chance: SeededChance;
}

async function killed(place: Killing, tally: Tally): Promise<void> {
  const { cloud, options, kills, chance } = place;
  const banners: string[] = [];
  const startsMs: number[] = [];
  let sentBytes = 0;
  for (let kill = 1; kill <= kills; kill += 1) {
    if (kill % 10 === 0) cloud.control.motion({ cameraName: 'Gate', immediate: true });
    const { child, startMs } = await startedUntilItAsks(place);
    startsMs.push(startMs);
    await wait(Math.floor(chance.next() * 500));
    await child.kill();
    banners.push(...child.banners);
    sentBytes += clipBytesSent(cloud);
  }
  const { child } = await startedUntilItAsks(place);
  await untilAllKept(place);
  const code = await child.stop();
  tally.expect('the last run', code === 0, `ended with ${String(code)}`);
  banners.push(...child.banners);
  sentBytes += clipBytesSent(cloud);

  expectFewBytesAgain(place, sentBytes, tally);
  noteStarts(startsMs, tally);
  const evidence = { ...options, banners, accountId: options.credentials.accountId };
  tally.run(
    'after all kills',
    await judge(truthOf(cloud.control), { ...evidence, fs: nodeFileSystem }),
  );
}

/** Starts it and waits for its first request; how long that took. */
async function startedUntilItAsks({ cloud, script, options }: Killing) {
  cloud.control.clearRequests();
  const startedAt = performance.now();
  const child = startChild(script, options);
  while (cloud.control.requests().length === 0) {
    if (performance.now() - startedAt > 20_000) await notAsking(child);
    await wait(2);
  }
  return { child, startMs: performance.now() - startedAt };
}

async function notAsking(child: Child): Promise<never> {
  await child.kill();
  throw new Error(`it does not ask: ${child.warnings.join('; ')}`);
}

const clipBytesSent = ({ control }: BlinkCloud): number =>
  control
    .requests()
    .filter(({ path }) => path.endsWith('.mp4'))
    .reduce((sum, request) => sum + request.sentBytes, 0);

async function untilAllKept({ cloud, options, clips }: Killing): Promise<void> {
  const all = cloud.control.recordings().length;
  const deadline = performance.now() + 60_000 + clips * 400;
  const kept = () =>
    readRows(indexFile(options.dataFolder)).filter(({ status }) => status === 'kept').length;
  while (kept() < all && performance.now() < deadline) await wait(200);
}

/** At most a clip for each stream of the past and each kill. */
function expectFewBytesAgain({ cloud, kills }: Killing, sentBytes: number, tally: Tally): void {
  const sizes = cloud.control.recordings().map(({ bytes }) => bytes);
  const needed = sizes.reduce((sum, bytes) => sum + bytes, 0);
  const again = sentBytes - needed;
  const mostAgain = kills * streams * Math.max(...sizes);
  tally.note(
    `${mb(needed)} of clips, ${mb(again)} sent again: ${(again / kills / 1_000).toFixed(0)} kB a kill`,
  );
  tally.expect('bytes fetched again', again <= mostAgain, `${again} of at most ${mostAgain}`);
}

/** Of the past, at the fast pace that these runs choose. */
const streams = defaultStreams('fast').history;

function noteStarts(startsMs: readonly number[], tally: Tally): void {
  const sorted = startsMs.toSorted((a, b) => a - b);
  const [median = 0, worst = 0] = [sorted[Math.floor(sorted.length / 2)], sorted.at(-1)];
  tally.note(
    `start to first request: median ${median.toFixed(0)} ms, worst ${worst.toFixed(0)} ms`,
  );
}

const mb = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
