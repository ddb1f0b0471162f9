import { readable, type Readable } from 'svelte/store';
import { initialState, type AppState, type SliceName } from '../../shared/app-state.ts';
import type { Api } from '../../shared/ipc/types.ts';

const isSliceName = (name: string): name is SliceName => name in initialState;
const sliceNames = Object.keys(initialState).filter(isSliceName);

/** Main's state as last heard: one listener and one snapshot for every slice; an older answer never wins. */
export function createMirror(source: Pick<Api, 'on' | 'getSnapshot'>): Readable<AppState> {
  let state = initialState;
  const seen = new Map<SliceName, number>();

  function accept<K extends SliceName>(name: K, revision: number, value: AppState[K]): void {
    if (revision <= (seen.get(name) ?? -1)) return;
    seen.set(name, revision);
    state = { ...state, [name]: value };
  }

  return readable(state, (set) => {
    // Listen first, then ask: a change between the two cannot be missed, and `seen` drops the older one.
    const stop = source.on('sliceChanged', (change) => {
      accept(change.slice, change.revision, change.value);
      set(state);
    });
    void source.getSnapshot().then((result) => {
      if (!result.ok) return;
      for (const name of sliceNames) accept(name, result.value.revision, result.value.state[name]);
      set(state);
    });
    return stop;
  });
}
