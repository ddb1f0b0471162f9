import type { DeviceId } from '../../shared/ids.ts';
import type { HomeState } from '../../shared/app-state.ts';
import type { Homescreen, MediaRef } from '../blink/client.ts';
import type { Clock } from '../lib/timing.ts';
import type { CloudGate } from './cloud-gate.ts';
import { saveHome } from './last-home.ts';
import type { LastHomeDeps } from './last-home.ts';
import { createSharedNext } from './share-next.ts';

/** Brings the cloud's homescreen into the home slice. */
export interface HomescreenSync {
  /** Resolves when an answer asked for after this call is in the store. */
  refreshHome(): Promise<void>;
  /** Where the device's current picture lies, as the last homescreen told. */
  pictureRef(id: DeviceId): MediaRef | null;
  /** Something was sent whose outcome nobody knows: the old answer is no longer the truth. */
  distrustHome(): void;
}

export interface HomescreenDeps extends LastHomeDeps {
  readonly gate: CloudGate;
  readonly clock: Clock;
  readonly onWarning: (message: string, error: unknown) => void;
}

export function createHomescreenSync(deps: HomescreenDeps): HomescreenSync {
  const { gate, store, clock, onWarning } = deps;
  let pictureRefs: ReadonlyMap<DeviceId, MediaRef> = new Map();

  const refreshHome = createSharedNext(async () => {
    const answer = await gate.ask((client, signal) => client.homescreen(signal));
    pictureRefs = answer.pictureRefs;
    const home = toHome(answer, clock.now());
    store.set('home', home);
    // The truth is on show already; that it will not survive a restart must not undo it.
    await saveHome(deps, home).catch((error: unknown) => onWarning('homescreen not kept', error));
  });

  return {
    refreshHome,
    pictureRef: (id) => pictureRefs.get(id) ?? null,
    distrustHome: () =>
      store.update('home', (home) => (home.isStale ? home : { ...home, isStale: true })),
  };
}

const toHome = (answer: Homescreen, checkedAt: number): HomeState => ({
  networks: answer.networks,
  syncModules: answer.syncModules,
  devices: answer.devices,
  checkedAt,
  isStale: false,
});
