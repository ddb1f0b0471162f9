import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { minutes } from '../../electron/lib/clock.ts';
import type { FileSystem } from '../../electron/store/file-system.ts';
import type { SettingsStore } from '../../electron/store/settings.ts';
import type { NotificationEvent } from '../../electron/services/notifications/notification-events.ts';
import {
  openMemoryCloud,
  type MemoryCloud,
  type MemoryCloudOptions,
} from '../blink-cloud/in-memory.ts';
import type { WorldFile } from '../blink-cloud/worlds/world-file.ts';
import { createFakeClock, type FakeClock } from '../fixtures/fake-clock.ts';
import { createMemorySettings } from '../fixtures/memory-stores.ts';
import { createChance, type SeededChance } from './chance.ts';
import { indexFile } from './engine.ts';
import { createMemoryDisk, type MemoryDisk } from './disk/memory-disk.ts';
import { judge, type Evidence, type Verdict } from './oracle.ts';
import { truthOf } from './truth.ts';
import { world as usualWorld } from './worlds.ts';

/** A whole virtual universe: time, a cloud, a disk and what has been shown. Programs run in it and die; it stays. */
export interface Stage {
  readonly world: WorldFile;
  readonly clock: FakeClock;
  readonly cloud: MemoryCloud;
  readonly chance: SeededChance;
  /** Clips of which somebody was to be told, over all runs. */
  readonly banners: string[];
  /** Every banner, over all runs. */
  readonly news: NotificationEvent[];
  /** What went wrong, in the engine's own words. */
  readonly warnings: string[];
  /** What the person has done once and will not do again. */
  readonly chosen: Set<string>;
  /** Requests made, answered or not. */
  requests: number;
  readonly settings: SettingsStore;
  disk: MemoryDisk;
  /** Where the index lies; a crash leaves a copy of it in another folder. */
  dataFolder: string;
  /** What the program sees of the disk that is there now. */
  readonly fs: FileSystem;
  /** Lets time pass. */
  pass(ms: number): Promise<void>;
  /** Moves the wall of the program, not of the cloud. */
  jump(ms: number): void;
  judge(more?: Partial<Evidence>): Promise<Verdict>;
  /** What the index would be found as after a crash right now. */
  copyOfIndex(): string;
  /** Another computer in the same universe, at the same cloud or one of its own. */
  neighbour(world?: WorldFile): Stage;
  close(): void;
}

export interface StageOptions extends Partial<MemoryCloudOptions> {
  readonly seed: number;
  readonly startAt?: number;
}

/** Three polls of a disarmed system, with their jitter: by then a fault that ended must be healed. */
export const threePollsMs = minutes(17);
export const archive = '/archive';

/** A new universe. */
export function createStage({ seed, startAt, ...options }: StageOptions): Stage {
  const clock = createFakeClock(startAt);
  const time = { clock, shiftMs: 0 };
  return stageIn(time, createChance(seed), options);
}

interface Time {
  readonly clock: FakeClock;
  shiftMs: number;
}

function stageIn(time: Time, chance: SeededChance, options: Partial<MemoryCloudOptions>): Stage {
  const { clock } = time;
  const { world = usualWorld } = options;
  const cloud = openMemoryCloud({
    world,
    wallClock: () => clock.now() - time.shiftMs,
    // Whole milliseconds, as any clock tells them.
    wait: (ms) => new Promise((resolve) => void clock.after(Math.ceil(ms), () => resolve())),
    ...options,
  });
  return computerIn({ time, chance, options, cloud, world });
}

interface Universe {
  readonly time: Time;
  readonly chance: SeededChance;
  readonly options: Partial<MemoryCloudOptions>;
  readonly cloud: MemoryCloud;
  readonly world: WorldFile;
}

function computerIn(universe: Universe): Stage {
  const { time, chance, options, cloud, world } = universe;
  const { clock } = time;
  const folders = createFolders();
  const disk = createMemoryDisk();
  const seen = { banners: [], news: [], warnings: [], requests: 0, chosen: new Set<string>() };

  const stage: Stage = {
    ...{ world, clock, cloud, chance, ...seen },
    settings: createMemorySettings({
      accountIds: [world.account.id],
      historyPace: 'fast',
      keepPolicy: 'every',
    }),
    disk,
    dataFolder: folders.next(),
    fs: present(disk.fs, () => stage.disk.fs),
    pass: clock.advance,
    jump(ms) {
      time.shiftMs += ms;
      clock.jump(ms);
    },
    judge: (more = {}) =>
      judge(truthOf(cloud.control), {
        ...{ fs: stage.disk.fs, archive, dataFolder: stage.dataFolder, banners: stage.banners },
        accountId: world.account.id,
        ...more,
      }),
    copyOfIndex: () => copied(stage.dataFolder, folders.next()),
    neighbour: (other) =>
      other === undefined
        ? computerIn({ ...universe, chance: chance.fork('neighbour') })
        : stageIn(time, chance.fork('neighbour'), { ...options, world: other }),
    close: folders.remove,
  };
  return stage;
}

/** In memory where there is such a place: what a crash leaves behind is decided by the harness, not by the disk. */
export const fastFolder = (): string => (existsSync('/dev/shm') ? '/dev/shm' : tmpdir());

function createFolders() {
  const root = mkdtempSync(join(fastFolder(), 'porchlight-faults-'));
  let count = 0;
  return {
    next() {
      count += 1;
      const made = join(root, `data-${count}`);
      mkdirSync(made);
      return made;
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

function copied(from: string, to: string): string {
  for (const ending of ['', '-wal']) {
    const file = `${indexFile(from)}${ending}`;
    if (existsSync(file)) cpSync(file, `${indexFile(to)}${ending}`);
  }
  return to;
}

/** Whatever disk is there at the moment of each call. */
const present = (first: FileSystem, now: () => FileSystem): FileSystem =>
  new Proxy(first, {
    get: (_first, key) => Reflect.get(now(), key) as unknown,
  });
