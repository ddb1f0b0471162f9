import {
  createArmingService,
  type ArmingService,
} from '../../../electron/services/arming/arming-service.ts';
import { showSettings } from '../../../electron/services/settings/settings-to-state.ts';
import {
  createTemporaryDisarmService,
  type TemporaryDisarmService,
} from '../../../electron/services/arming/temporary-disarm-service.ts';
import { createAppStore, type AppStore } from '../../../electron/store/app-store.ts';
import type { ClipIndex } from '../../../electron/store/clips/clip-index.ts';
import type { SettingsStore } from '../../../electron/store/settings.ts';
import { createCloudSession, type CloudSession } from '../../../electron/sync/cloud-session.ts';
import { createRequestBudget } from '../../../electron/sync/polling/request-budget.ts';
import { initialState } from '../../../shared/app-state.ts';
import type { FakeClock } from '../../fixtures/fake-clock.ts';
import { createKillableClock } from '../../fixtures/killable-clock.ts';
import { createMemoryFiles } from '../../fixtures/memory-stores.ts';
import { accountId } from '../../fixtures/samples.ts';
import type { ModelCloud } from './cloud.ts';

/** One life of the application, from its start to its `kill -9`. */
export interface ApplicationRun {
  readonly store: AppStore;
  readonly sync: CloudSession;
  readonly network: ArmingService;
  readonly temporary: TemporaryDisarmService;
  /** From here on not one timer of it fires, and nothing of it is on show. */
  kill(): void;
  isAlive(): boolean;
}

export interface RunDeps {
  readonly clock: FakeClock;
  readonly cloud: ModelCloud;
  readonly chance: () => number;
  readonly settings: SettingsStore;
  readonly index: ClipIndex;
  /** For the planted lies: the store as the services see it. */
  readonly disguise: (store: AppStore) => AppStore;
}

export async function startRun(deps: RunDeps): Promise<ApplicationRun> {
  const { cloud, chance, settings, index } = deps;
  const { clock, kill, isAlive: isAliveNow } = createKillableClock(deps.clock);
  cloud.deliveries = [];
  const real = createAppStore({
    ...initialState,
    account: { phase: 'signed-in', accountId, keyringProblem: null },
  });
  const store = deps.disguise(real);
  const random = { number: chance, uuid: () => 'unused', bytes: () => new Uint8Array() };
  const sync = createCloudSession({
    client: cloud.clientFor(clock),
    ...{ store, index, clock, random },
    files: createMemoryFiles(),
    budget: createRequestBudget(clock),
    isResting: () => false,
    onSignInNeeded: () => undefined,
    onFetchingChanged: () => undefined,
    onWarning: () => undefined,
  });
  const network = createArmingService({ store, clock, cloud: () => sync });
  const onRearmNews = () => undefined;
  showSettings({ settings, store, hasTrayStyles: false });
  const temporary = createTemporaryDisarmService({
    store,
    settings,
    clock,
    arming: network,
    onRearmEvent: onRearmNews,
  });
  temporary.start();
  await sync.start();
  return { store: real, sync, network, temporary, kill, isAlive: isAliveNow };
}
