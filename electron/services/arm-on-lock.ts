import type { NetworkId } from '../../shared/ids.ts';
import { armedDisplay } from '../../shared/armed-display.ts';
import type { Dispose } from '../lib/dispose.ts';
import { seconds, type Clock } from '../lib/timing.ts';
import type { ReadonlyAppStore } from '../store/app-store.ts';
import type { NetworkService } from './network.ts';
import type { News, Told } from './news.ts';

/** Arms when the screen is locked, if the person wants that; after the unlock it asks, and never disarms by itself. */
export interface ArmOnLock {
  locked(): void;
  unlocked(): void;
  stop(): void;
}

export interface ArmOnLockDeps {
  readonly store: ReadonlyAppStore;
  readonly clock: Clock;
  readonly network: Pick<NetworkService, 'arm'>;
  readonly tell: (news: News) => Promise<Told>;
}

export function createArmOnLock({ store, clock, network, tell }: ArmOnLockDeps): ArmOnLock {
  let cancel: Dispose = () => undefined;
  let armedHere: readonly NetworkId[] = [];

  const armedNow = () =>
    store.get().home.networks.filter((one) => armedDisplay(store.get(), one).startsWith('armed'));

  async function arm(): Promise<void> {
    const { home, temporaryDisarms } = store.get();
    // Who disarmed for a while has said until when.
    const wanted = home.networks.filter(
      (one) =>
        armedDisplay(store.get(), one) === 'disarmed' && temporaryDisarms[one.id] === undefined,
    );
    const outcomes = await Promise.allSettled(wanted.map(({ id }) => network.arm(id)));
    armedHere = wanted.flatMap(({ id }, at) => (outcomes[at]?.status === 'fulfilled' ? [id] : []));
  }

  return {
    locked() {
      cancel();
      if (!store.get().preferences.isArmedOnLock) return;
      // A screen that locks by itself under somebody's eyes is unlocked at once.
      cancel = clock.after(graceMs, () => void arm());
    },
    unlocked() {
      cancel();
      const ids = armedHere;
      armedHere = [];
      const networks = armedNow().filter(({ id }) => ids.includes(id));
      if (networks.length > 0) void tell({ kind: 'armed-on-lock', networks });
    },
    stop: () => cancel(),
  };
}

const graceMs = seconds(30);
