import { existsSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock, systemRandom } from '../../../electron/lib/clock.ts';
import { nodeFileSystem } from '../../../electron/store/file-system.ts';
import type { Settings } from '../../../electron/store/settings-schema.ts';
import type { SettingsStore } from '../../../electron/store/settings.ts';
import { createMemorySettings } from '../../fixtures/memory-stores.ts';
import type { ChildOptions } from './child-process.ts';
import { openEngine } from '../engine.ts';

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
    tapIndex: (index) => index,
    settings: settingsIn(options.dataFolder, options.credentials.accountId),
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

/** What is chosen outlives the process; electron-store would want Electron. */
function settingsIn(folder: string, accountId: number): SettingsStore {
  const file = join(folder, 'chosen.json');
  const stored = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as Partial<Settings>)
    : {};
  const settings = createMemorySettings({
    accountIds: [accountId],
    keepPolicy: 'every',
    ...stored,
  });
  return {
    get: settings.get,
    subscribe: settings.subscribe,
    update(change) {
      settings.update(change);
      writeFileSync(`${file}.new`, JSON.stringify(settings.get()));
      renameSync(`${file}.new`, file);
    },
  };
}

const say = (words: object): void => void writeSync(1, `${JSON.stringify(words)}\n`);

await live(JSON.parse(process.argv[2] ?? '{}') as ChildOptions);
