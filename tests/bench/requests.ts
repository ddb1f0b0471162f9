import { createAppStore } from '../../electron/store/app-store.ts';
import { minutes } from '../../electron/lib/timing.ts';
import { createCloudSync } from '../../electron/sync/cloud-session.ts';
import { createRequestBudget } from '../../electron/sync/request-budget.ts';
import { initialState } from '../../shared/app-state.ts';
import { createFakeClient, homeWith } from '../fixtures/fake-client.ts';
import { createFakeClock } from '../fixtures/fake-clock.ts';
import { createFakeRandom } from '../fixtures/fake-random.ts';
import { createMemoryIndex } from '../fixtures/memory-index.ts';
import { createMemoryFiles } from '../fixtures/memory-stores.ts';
import { device, mediaItem, network } from '../fixtures/samples.ts';

/** What the session asks of the cloud in an hour in which nothing happens, on a clock of its own. */
export async function idleRequests(isArmed: boolean): Promise<number> {
  const clock = createFakeClock();
  const client = createFakeClient();
  client.pageSize = 25;
  client.home = homeWith({
    networks: [network({ isArmed })],
    devices: Array.from({ length: 40 }, () => device()),
  });
  client.recordings = Array.from({ length: 8 }, (_, at) => mediaItem(at + 1, at - 60));
  const sync = createCloudSync({
    ...{ client, clock, store: createAppStore(initialState), index: createMemoryIndex() },
    files: createMemoryFiles(),
    random: createFakeRandom(0.5),
    budget: createRequestBudget(clock),
    isResting: () => false,
    onSignInNeeded: () => undefined,
    onFetchingChanged: () => undefined,
    onWarning: () => undefined,
  });
  await sync.start();
  await clock.advance(minutes(10));
  const before = client.calls.length;
  await clock.advance(minutes(60));
  const asked = client.calls.length - before;
  await sync.stop();
  return asked;
}
