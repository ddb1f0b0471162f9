import { armedDisplay } from '../../shared/armed-display.ts';
import type { NetworkId } from '../../shared/ids.ts';
import type { ReadonlyAppStore } from '../store/app-store.ts';
import type { News, Told } from './notifications/notification-events.ts';

/** Which systems the lock has armed, and the question about them once somebody is back. */
export interface LockQuestion {
  /** The lock asks for these to be armed; what came of it a homescreen will say. */
  owe(ids: readonly NetworkId[]): void;
  away(): void;
  back(): void;
  /** After every change of the state. */
  look(): void;
}

export interface LockQuestionDeps {
  readonly store: ReadonlyAppStore;
  readonly tell: (news: News) => Promise<Told>;
}

/** Asks once, about all of them, and only when the truth is known of each: after a resume or a lost answer that takes a while. */
export function createLockQuestion({ store, tell }: LockQuestionDeps): LockQuestion {
  let owed: ReadonlySet<NetworkId> = new Set();
  let isAway = false;

  const shown = (id: NetworkId) => {
    const known = store.get().home.networks.find((one) => one.id === id);
    return known === undefined ? null : armedDisplay(store.get(), known);
  };

  /** Whom a homescreen shows as not armed after all, or no more, nobody is asked about. */
  function forgetDisproved(): void {
    if (store.get().home.isStale) return;
    owed = new Set([...owed].filter((id) => !notArmed.has(shown(id))));
  }

  function look(): void {
    forgetDisproved();
    if (isAway || owed.size === 0) return;
    const armed = [...owed].filter((id) => shown(id)?.startsWith('armed') === true);
    if (armed.length < owed.size) return;
    const networks = store.get().home.networks.filter(({ id }) => owed.has(id));
    owed = new Set();
    void tell({ kind: 'armed-on-lock', networks });
  }

  return {
    owe(ids) {
      owed = new Set([...owed, ...ids]);
      look();
    },
    away() {
      isAway = true;
    },
    back() {
      isAway = false;
      look();
    },
    look,
  };
}

const notArmed: ReadonlySet<string | null> = new Set(['disarmed', null]);
