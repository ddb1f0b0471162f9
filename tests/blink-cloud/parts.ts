import { createBaseClips, createClips } from './media/clips.ts';
import { createTimeline } from './clock.ts';
import { createCommands } from './commands/commands.ts';
import { createFaults } from './faults/faults.ts';
import { createJournal } from './http/journal.ts';
import { createLocalStorage } from './local-storage/store.ts';
import { createLockOut } from './auth/lock-out.ts';
import { createMediaStore } from './media/media-store.ts';
import { createMotion } from './media/motion.ts';
import { createFlows } from './auth/flows.ts';
import { createOrders } from './commands/orders.ts';
import { recordHistory } from './worlds/past.ts';
import { createPictures } from './devices/pictures.ts';
import { createRandom } from './worlds/random.ts';
import { createRetention } from './media/retention.ts';
import type { Era } from './http/router.ts';
import { createSchedules } from './networks/schedules.ts';
import { createSessions } from './live-view/sessions.ts';
import { createTokens } from './auth/tokens.ts';
import { createWorld } from './world.ts';
import { livedIn } from './worlds/lived-in.ts';
import type { WorldFile } from './worlds/world-file.ts';

export interface BlinkCloudOptions {
  /** 0, the default, takes a free port. */
  readonly port?: number;
  readonly world?: WorldFile;
  readonly seed?: number;
  /** Commands and recordings take the usual time divided by this. */
  readonly speed?: number;
  readonly tokenLifeSeconds?: number;
  /** `today` unless told. */
  readonly era?: Era;
  /** Every answer waits so long. */
  readonly latencyMs?: number;
  /** Every answer takes its time: at most so many bytes a second. */
  readonly bytesPerSecond?: number;
  /** How large a recording is at least. */
  readonly clipBytes?: number;
  /** How long a deleted recording stays in the manifests of its storage: 3 s unless told, at speed 1. */
  readonly deletedLocalClipStaysMs?: number;
  /** Where live views are streamed; 0, the default, takes a free port. */
  readonly liveViewPort?: number;
  /** Milliseconds since the epoch; the real time unless a test stands in. */
  readonly wallClock?: () => number;
}

const REAL_TOKEN_LIFE_SECONDS = 14_400;

/** Everything the cloud is made of, put together. */
export type Parts = ReturnType<typeof assemble>;

/** Builds a cloud that nobody can reach yet. */
export function assemble({
  world: file = livedIn,
  seed = 1,
  speed = 1,
  deletedLocalClipStaysMs: deletedClipStaysMs = 3000,
  ...rest
}: BlinkCloudOptions) {
  const timeline = createTimeline(rest.wallClock ?? Date.now);
  const random = createRandom(seed);
  const world = createWorld(rest.era === '2020' ? asIn2020(file) : file, timeline.now);
  const media = createMediaStore(file.firstClipId);
  const faults = createFaults();
  const commands = createCommands({ timeline, random, accountId: file.account.id, speed });
  const deletedStaysMs = () => deletedClipStaysMs / commands.speed();
  const localStorage = createLocalStorage({ world, random, now: timeline.now, deletedStaysMs });
  recordHistory({ world, media, localStorage, random }, timeline.now());
  const baseClip = createBaseClips();
  return {
    timeline,
    world,
    media,
    faults,
    localStorage,
    commands,
    orders: createOrders({ world, commands, faults }),
    tokens: createTokens(timeline, rest.tokenLifeSeconds ?? REAL_TOKEN_LIFE_SECONDS),
    flows: createFlows(timeline),
    lockOut: createLockOut(faults, timeline),
    journal: createJournal(),
    motion: createMotion({ world, media, localStorage, timeline, speed }),
    sessions: createSessions(timeline, random, commands),
    retention: createRetention(file.account, media, timeline),
    schedules: createSchedules(world, timeline),
    pictures: createPictures(),
    baseClip,
    clips: createClips(baseClip, rest.clipBytes ?? file.clipBytes ?? 0),
  };
}

/** Then all pictures and recordings had the addresses that only the oldest cameras' still have. */
const asIn2020 = (file: WorldFile): WorldFile => ({
  ...file,
  systems: file.systems.map((system) => ({
    ...system,
    devices: system.devices.map((device) => ({ ...device, addresses: 'path' })),
  })),
});
