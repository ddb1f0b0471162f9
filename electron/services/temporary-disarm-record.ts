import { isNetworkId, type NetworkId } from '../../shared/ids.ts';
import type { AppStore } from '../store/app-store.ts';
import type { KeptDisarm, KeptDisarms } from '../store/settings-schema.ts';
import type { SettingsStore } from '../store/settings.ts';
import { shownDisarms } from './settings/settings-to-state.ts';

/** The temporary disarms that hold: those on disk, or what could not be saved of them in this run. */
export interface DisarmRecord {
  kept(): KeptDisarms;
  /** Throws when it cannot be saved; nothing has changed then. */
  save(next: KeptDisarms): void;
  /** What has come to pass holds, saved or not: the end of one must not be forgotten for want of space. */
  hold(next: KeptDisarms): void;
  isSaved(): boolean;
}

export function createDisarmRecord(deps: {
  readonly settings: SettingsStore;
  readonly store: AppStore;
}): DisarmRecord {
  const { settings, store } = deps;
  let unsaved: KeptDisarms | null = null;

  function save(temporaryDisarms: KeptDisarms): void {
    settings.update({ temporaryDisarms });
    unsaved = null;
  }

  return {
    kept: () => unsaved ?? settings.get().temporaryDisarms,
    save,
    hold(next) {
      try {
        save(next);
      } catch {
        unsaved = next;
        store.set('temporaryDisarms', shownDisarms(next));
      }
    },
    isSaved: () => unsaved === null,
  };
}

export const entriesOf = (all: KeptDisarms): readonly (readonly [NetworkId, KeptDisarm])[] =>
  Object.entries(all).flatMap(([id, one]) =>
    isNetworkId(id) && one !== undefined ? [[id, one] as const] : [],
  );
