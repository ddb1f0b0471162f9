import { initialState } from '../../../shared/app-state.ts';
import { createClipCounts } from '../../../electron/services/clips/clip-counts.ts';
import { createAppStore } from '../../../electron/store/app-store.ts';
import { createCloudSession } from '../../../electron/sync/cloud-session.ts';
import { createRequestBudget } from '../../../electron/sync/polling/request-budget.ts';
import { createFakeClient } from '../../fixtures/fake-client.ts';
import { createFakeClock } from '../../fixtures/fake-clock.ts';
import { createFakeRandom } from '../../fixtures/fake-random.ts';
import { createMemoryIndex } from '../../fixtures/memory-index.ts';
import { createMemoryFiles, createMemoryPictures } from '../../fixtures/memory-stores.ts';
import { accountId } from '../../fixtures/samples.ts';

/** Everything below the services, signed in, with a fresh homescreen; nothing polls by itself. */
export async function setUpBelow() {
  const clock = createFakeClock();
  const client = createFakeClient();
  const index = createMemoryIndex();
  const files = createMemoryFiles();
  const pictures = createMemoryPictures();
  const store = createAppStore({
    ...initialState,
    account: { phase: 'signed-in', accountId, keyringProblem: null },
  });
  const changes = createClipCounts({ index, files, store, clock });
  const sync = createCloudSession({
    client,
    store,
    index,
    files,
    clock,
    random: createFakeRandom(),
    budget: createRequestBudget(clock),
    isResting: () => false,
    onSignInNeeded: () => undefined,
    onFetchingChanged: changes.changed,
    onWarning: () => undefined,
  });
  await sync.home.refresh();
  return {
    clock,
    client,
    index,
    changes,
    files,
    pictures,
    store,
    sync,
    cloud: () => sync,
  };
}
