import { readable, type Readable } from 'svelte/store';
import type { AppState, SliceName } from '../../shared/app-state.ts';

/** One part of main's state: starts with the first reader, stops with the last, silent while unchanged. */
export function createSlice<K extends SliceName>(
  mirror: Readable<AppState>,
  name: K,
  initial: AppState[K],
): Readable<AppState[K]> {
  return readable(initial, (set) => {
    let last = initial;
    return mirror.subscribe((state) => {
      if (Object.is(state[name], last)) return;
      last = state[name];
      set(last);
    });
  });
}
