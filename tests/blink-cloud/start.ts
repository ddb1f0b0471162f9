import { setTimeout as wait } from 'node:timers/promises';
import { cameraRoutes } from './cameras.ts';
import { createClips } from './clips.ts';
import { createTimeline } from './clock.ts';
import { createCloud } from './cloud.ts';
import { createCommands } from './commands.ts';
import { createControlRoutes } from './control-routes.ts';
import { createControl, type Control } from './control.ts';
import { createFaults } from './faults.ts';
import { homescreenRoutes } from './homescreen.ts';
import { createJournal } from './journal.ts';
import { legacyRoutes } from './legacy.ts';
import { createMediaStore, recordHistory } from './media-store.ts';
import { mediaRoutes } from './media.ts';
import { createMotion } from './motion.ts';
import { networkRoutes } from './networks.ts';
import { authorizeRoute } from './oauth/authorize.ts';
import { createFlows } from './oauth/flows.ts';
import { signInRoutes } from './oauth/sign-in.ts';
import { tokenRoute } from './oauth/token.ts';
import { createPictures } from './pictures.ts';
import { createRandom } from './random.ts';
import { startServer } from './server.ts';
import { createTokens } from './tokens.ts';
import { userRoutes } from './users.ts';
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
  /** Milliseconds since the epoch; the real time unless a test stands in. */
  readonly wallClock?: () => number;
}

export interface BlinkCloud {
  readonly url: string;
  readonly control: Control;
  /** Closes every connection; resolves when the port is free. */
  stop(): Promise<void>;
}

const REAL_TOKEN_LIFE_SECONDS = 14_400;

/** Nobody waits for the process because of an answer that is held back. */
const pause = (ms: number) => wait(ms, undefined, { ref: false });

/** Starts a simulated Blink cloud on the loopback address. */
export async function startBlinkCloud(options: BlinkCloudOptions = {}): Promise<BlinkCloud> {
  const parts = assemble(options);
  const control = createControl(parts);
  const server = await startServer({
    port: options.port ?? 0,
    cloud: createCloud({
      ...parts,
      account: parts.world.file.account,
      routes: routesOf(parts),
      wait: pause,
    }),
    control: createControlRoutes(control),
  });
  return { url: server.url, control, stop: () => server.stop() };
}

type Parts = ReturnType<typeof assemble>;

function assemble({ world: file = livedIn, seed = 1, speed = 1, ...rest }: BlinkCloudOptions) {
  const timeline = createTimeline(rest.wallClock ?? Date.now);
  const random = createRandom(seed);
  const world = createWorld(file, timeline.now());
  const media = createMediaStore();
  recordHistory(media, world, timeline.now(), random);
  return {
    timeline,
    world,
    media,
    tokens: createTokens(timeline, rest.tokenLifeSeconds ?? REAL_TOKEN_LIFE_SECONDS),
    flows: createFlows(timeline),
    faults: createFaults(),
    journal: createJournal(),
    commands: createCommands({ timeline, random, accountId: file.account.id, speed }),
    motion: createMotion({ world, media, timeline, speed }),
    pictures: createPictures(),
    clips: createClips(),
  };
}

/** The whole cloud, one line per subject; where two patterns fit, the first counts. */
function routesOf(parts: Parts) {
  return [
    authorizeRoute(parts.flows),
    ...signInRoutes({ ...parts, account: parts.world.file.account }),
    tokenRoute(parts),
    ...legacyRoutes,
    ...userRoutes(parts.world),
    ...homescreenRoutes(parts.world, parts.timeline),
    ...networkRoutes(parts),
    ...cameraRoutes(parts),
    ...parts.commands.routes,
    ...mediaRoutes(parts),
  ];
}
