import { minutes } from '../../electron/lib/clock.ts';
import { nodeFileSystem } from '../../electron/store/file-system.ts';
import { settled } from '../fixtures/fake-clock.ts';
import { hardwareId, openEngine, type Engine } from './engine.ts';
import { createLife, type EndsAt, type Life } from './life.ts';
import { archive, threePollsMs, type Stage } from './stage.ts';
import { openTap, tappedDisk, tappedIndex, taps, type Tap } from './tap.ts';

export interface BootOptions {
  readonly tap?: Tap;
  readonly endsAt?: EndsAt;
}

/** One run of the program on a stage. */
export interface Program {
  /** Null when it ended while it started. */
  readonly engine: Engine | null;
  readonly life: Life;
  /** As by `kill -9`. The index is found as it was then. */
  kill(): void;
  stop(): Promise<void>;
}

/** Starts the program. It may end while it starts; it rejects when it cannot start at all. */
export async function boot(stage: Stage, options: BootOptions = {}): Promise<Program> {
  const { clock, cloud } = stage;
  const { tap = openTap, endsAt = () => false } = options;
  const fetch: typeof cloud.fetch = (url, init) => {
    stage.requests += 1;
    return cloud.fetch(url, init);
  };
  const life = createLife({ clock, fetch, endsAt });
  const opening = openEngine(partsFor(stage, life, taps(life.tap, tap)));
  const engine = await Promise.race([opening, life.ended.then(() => null)]);
  await Promise.race([engine?.start(), life.ended]);
  await settled();

  return {
    engine,
    life,
    kill() {
      life.kill();
      stage.dataFolder = stage.copyOfIndex();
      engine?.abandon();
    },
    async stop() {
      const stopping = engine?.stop();
      await clock.advance(minutes(1));
      await Promise.race([stopping, life.ended]);
    },
  };
}

/** Runs the program until everything that can be healed is, and stops it. */
export async function heal(stage: Stage, forMs = threePollsMs): Promise<void> {
  const program = await boot(stage);
  await stage.pass(forMs);
  await program.stop();
}

const partsFor = (stage: Stage, life: Life, tap: Tap) => ({
  fs: tappedDisk(stage.fs, tap),
  dataFs: tappedDisk(nodeFileSystem, tap),
  ...{ archive, dataFolder: stage.dataFolder, cloud: new URL('http://127.0.0.1:9') },
  ...{ clock: life.clock, fetch: life.fetch },
  random: stage.chance.fork('engine').random,
  credentials: credentialsOf(stage),
  tapIndex: (index: Engine['index']) => tappedIndex(index, tap),
  settings: stage.settings,
  onClaimed: (id: string) => void stage.banners.push(id),
  onNews: (news: Stage['news'][number]) => void stage.news.push(news),
  onWarning: (message: string, error: unknown) =>
    void stage.warnings.push(`${message}: ${String(error)}`),
});

const credentialsOf = ({ cloud, clock, world }: Stage) => ({
  accountId: world.account.id,
  tier: world.account.tier,
  tokens: {
    ...cloud.signIn(hardwareId),
    renewAt: clock.now() + minutes(60 * 3),
    clientId: 'ios',
  },
});
