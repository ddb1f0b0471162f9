import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { historyPerHour, type HistoryPace } from '../../shared/archive.ts';
import { credentialsFor } from '../integration/blink/signed-in.ts';
import { withClips } from '../faults/worlds.ts';
import { launchPorchlight, newDataFolder, typeSignIn } from '../e2e/support/porchlight.ts';
import { plainDownload } from './archive/baselines.ts';
import { inFolder } from './archive/engine.ts';
import { bytesPerSecond, clipBytes, latencyMs } from './archive/full-sync.ts';
import { startSimulator, type Simulator } from './archive/simulator.ts';
import { onDesktop } from './floor.ts';
import type { Row } from './table.ts';

/** How many of the past came, and in which time. */
interface Fetched {
  readonly clips: number;
  /** From the press of the button to the last of them, in s. */
  readonly seconds: number;
}

/**
 * The real application fetches every clip of a slow cloud at each pace of its own settings; a plain download, one clip
 * after the other, fetches the same from the same cloud.
 */
export async function historyRows(clips: number): Promise<readonly Row[]> {
  const world = { ...withClips(clips), mediaPageSize: 100 };
  const simulator = await startSimulator({ world, latencyMs, bytesPerSecond, clipBytes });
  try {
    const { tokens } = await credentialsFor(simulator);
    const asker = { simulator, accessToken: tokens.accessToken };
    const plainS = await inFolder((folder) => plainDownload(asker, folder));
    const rows: Row[] = [];
    for (const pace of ['fast', 'normal', 'gentle'] as const) {
      const fetched = await fetchAt(simulator, pace, clips);
      const compared = { fetched, plainS, clips };
      rows.push(pace === 'fast' ? fastRow(compared) : cappedRow(pace, compared));
    }
    return rows;
  } finally {
    await simulator.kill();
  }
}

interface Compared {
  readonly fetched: Fetched;
  /** What the plain download took for all clips. */
  readonly plainS: number;
  /** How many there are. */
  readonly clips: number;
}

const fastRow = ({ fetched, plainS, clips }: Compared): Row => ({
  what: `P11 ${fetched.clips} of ${clips} clips of 1 MiB, pace fast, against one by one`,
  floor: `${plainS.toFixed(1)} s`,
  ours: `${fetched.seconds.toFixed(1)} s`,
  compared: `${(plainS / fetched.seconds).toFixed(2)} × faster`,
  bar: 'all of them, at least 2.7 × faster',
  isMet: fetched.clips === clips && plainS / fetched.seconds >= 2.7,
  isTimed: true,
});

/** These are held back by the hour: as fast as that allows, and no more. */
function cappedRow(pace: Exclude<HistoryPace, 'fast'>, { fetched, plainS, clips }: Compared): Row {
  const cap = historyPerHour[pace] ?? Infinity;
  const plainOfThese = (plainS * fetched.clips) / clips;
  const isReached = clips > cap;
  return {
    what: `P11 ${fetched.clips} of ${clips} clips before the cap or the end, pace ${pace}`,
    floor: `${plainOfThese.toFixed(1)} s`,
    ours: `${fetched.seconds.toFixed(1)} s`,
    compared: `${(plainOfThese / fetched.seconds).toFixed(2)} × faster`,
    bar: `${cap} an hour${isReached ? '' : '; there are too few to tell'}`,
    isMet: isReached ? fetched.clips === cap : null,
    isTimed: false,
  };
}

/** Signs in, chooses the pace in the first question, as a person does, and counts what has come. */
async function fetchAt(simulator: Simulator, pace: HistoryPace, clips: number): Promise<Fetched> {
  const data = await newDataFolder();
  try {
    return await onDesktop(async ({ env }) => {
      const place = { env, cloudUrl: simulator.url, dataFolder: data.folder };
      const porchlight = await launchPorchlight(place);
      const window = await porchlight.window();
      await window.getByRole('button', { name: 'Sign in' }).click();
      await typeSignIn(await porchlight.signInWindow());
      const keep = window.getByRole('button', { name: 'Keep every clip' });
      await keep.waitFor({ timeout: 60_000 });
      await window.getByLabel('Older clips').selectOption(pace);
      const startedAt = Date.now();
      await keep.click();
      const fetched = await untilStill(path.join(data.folder, 'archive'), clips, startedAt);
      await porchlight.close();
      return fetched;
    });
  } finally {
    await data.remove();
  }
}

/** Until all lie on the disk, or for a while none has come. */
async function untilStill(archive: string, clips: number, startedAt: number): Promise<Fetched> {
  let came = 0;
  let cameAt = startedAt;
  while (came < clips && Date.now() - cameAt < stillMs) {
    await wait(100);
    const kept = await keptIn(archive);
    if (kept > came) cameAt = Date.now();
    came = kept;
  }
  return { clips: came, seconds: (cameAt - startedAt) / 1_000 };
}

const stillMs = 20_000;

/** A file gets this name when all of it is there and made sure of. */
async function keptIn(archive: string): Promise<number> {
  const names = await readdir(archive, { recursive: true }).catch(() => []);
  return names.filter((name) => name.endsWith('.mp4')).length;
}
