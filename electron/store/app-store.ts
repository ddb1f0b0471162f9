import type { AppState, SliceChange, SliceName, Snapshot } from '../../shared/app-state.ts';
import type { Dispose } from '../lib/dispose.ts';

/** The picture main has of everything, for those who only look. */
export interface ReadonlyAppStore {
  get(): AppState;
  snapshot(): Snapshot;
  /** Called after every change, with the slice that changed. */
  subscribe(listener: (change: SliceChange, state: AppState) => void): Dispose;
}

/** The picture main has of everything. Each change gets the next revision. */
export interface AppStore extends ReadonlyAppStore {
  set<K extends SliceName>(slice: K, value: AppState[K]): void;
  update<K extends SliceName>(slice: K, change: (value: AppState[K]) => AppState[K]): void;
}

export function createAppStore(initial: AppState): AppStore {
  let state = initial;
  let revision = 0;
  const listeners = new Set<(change: SliceChange, state: AppState) => void>();

  function set<K extends SliceName>(slice: K, value: AppState[K]): void {
    if (Object.is(state[slice], value)) return;
    state = { ...state, [slice]: value };
    revision += 1;
    const change = { slice, revision, value } as SliceChange;
    for (const listener of [...listeners]) listener(change, state);
  }

  return {
    get: () => state,
    snapshot: () => ({ revision, state }),
    set,
    update: (slice, change) => set(slice, change(state[slice])),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
