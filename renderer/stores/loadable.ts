import { writable, type Readable } from 'svelte/store';
import type { AppErrorCode, Result } from '../../shared/errors.ts';

/** Something main is asked for once, and again on demand. */
export interface LoadState<T> {
  /** The last good answer; stays while a newer one is asked for or fails. */
  readonly value: T | null;
  readonly isLoading: boolean;
  readonly problem: AppErrorCode | null;
}

export interface Loadable<T> extends Readable<LoadState<T>> {
  /** Never rejects; an answer that is overtaken by a newer question is dropped. */
  load(): Promise<void>;
}

export function createLoadable<T>(ask: () => Promise<Result<T>>): Loadable<T> {
  let state: LoadState<T> = { value: null, isLoading: true, problem: null };
  let question = 0;
  const store = writable(state);
  const show = (change: Partial<LoadState<T>>) => store.set((state = { ...state, ...change }));

  return {
    subscribe: store.subscribe,
    async load() {
      const asked = (question += 1);
      show({ isLoading: true });
      const answer = await ask();
      if (asked !== question) return;
      if (answer.ok) show({ value: answer.value, isLoading: false, problem: null });
      else show({ isLoading: false, problem: answer.error.code });
    },
  };
}
