import { minutes } from '../../../../electron/lib/clock.ts';
import { createAppStore } from '../../../../electron/store/app-store.ts';
import { createHomescreenSync } from '../../../../electron/sync/polling/homescreen-sync.ts';
import { createRefusals } from '../../../../electron/sync/polling/refusals.ts';
import { createRequestGate } from '../../../../electron/sync/polling/request-gate.ts';
import { initialState } from '../../../../shared/app-state.ts';
import { createFakeClient } from '../../../fixtures/fake-client.ts';
import { createFakeClock } from '../../../fixtures/fake-clock.ts';
import { createFakeRandom } from '../../../fixtures/fake-random.ts';
import { createMemoryIndex } from '../../../fixtures/memory-index.ts';
import { accountId } from '../../../fixtures/samples.ts';

/** The sync of the homescreen over a made-up cloud, with nothing else running. */
export function setUpHomescreen() {
  const clock = createFakeClock();
  const client = createFakeClient();
  const index = createMemoryIndex();
  const store = createAppStore({
    ...initialState,
    account: { phase: 'signed-in', accountId, keyringProblem: null },
  });
  const refusals = createRefusals({
    clock,
    random: createFakeRandom(),
    onBegin: () => undefined,
    onEnd: () => undefined,
  });
  const sync = createHomescreenSync({
    gate: createRequestGate({ client, refusals }),
    store,
    index,
    accountId,
    clock,
    onWarning: () => undefined,
    staleAfterMs: () => minutes(4),
  });
  return { clock, client, index, store, sync };
}
