import { writeSync } from 'node:fs';
import { systemClock, systemRandom } from '../../electron/lib/system.ts';
import { nodeFileSystem } from '../../electron/store/file-system.ts';
import type { ChildOptions } from './child-process.ts';
import { openEngine } from './engine.ts';

/** The engine in plain Node, alone in its process, to be killed. What it tells is on the way before it goes on. */
async function live({ cloudUrl, ...options }: ChildOptions): Promise<void> {
  const engine = await openEngine({
    ...options,
    fs: nodeFileSystem,
    dataFs: nodeFileSystem,
    clock: systemClock,
    random: systemRandom,
    fetch: (url, init) => fetch(url, init),
    cloud: new URL(cloudUrl),
    watchIndex: (index) => index,
    onClaimed: (id) => say({ banner: id }),
    onNews: () => undefined,
    onWarning: (message, error) => say({ warning: `${message}: ${String(error)}` }),
    pace: () => ({ mediaMs: 2_000, homescreenMs: 2_000, staleAfterMs: 4_000 }),
  });
  process.once('SIGTERM', () => {
    engine.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
  await engine.start();
}

const say = (words: object): void => void writeSync(1, `${JSON.stringify(words)}\n`);

await live(JSON.parse(process.argv[2] ?? '{}') as ChildOptions);
