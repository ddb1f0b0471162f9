import { setTimeout as wait } from 'node:timers/promises';
import { large } from '../../blink-cloud/worlds/large.ts';
import { credentialsFor } from '../../integration/blink/signed-in.ts';
import { watched, type Watched } from './blocks.ts';
import { benchEngine, inFolder } from './engine.ts';
import { startSimulator } from './simulator.ts';

/** A first sign-in to an account with 100,000 recordings, of which none is fetched by itself. */
export async function measureFirstListing(): Promise<Watched<unknown>> {
  const simulator = await startSimulator({ world: large });
  try {
    const credentials = await credentialsFor(simulator);
    return await inFolder(async (folder) => {
      const engine = await benchEngine({ simulator, credentials, folder });
      engine.store.update('archive', (archive) => ({ ...archive, policy: 'opened' }));
      const listing = await watched(async () => {
        await engine.start();
        const done = () => engine.index.mark(credentials.accountId, 'first-listing-done');
        while ((await done()) === null) await wait(100);
      });
      await engine.stop();
      return listing;
    });
  } finally {
    await simulator.kill();
  }
}
