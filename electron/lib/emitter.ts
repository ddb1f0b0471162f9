import type { Dispose } from './dispose.ts';

/** Who wants to hear of something. */
export interface Listeners<T> {
  listen(listener: (what: T) => void): Dispose;
  /** In the order of listening; one that leaves meanwhile is still told. */
  tell(what: T): void;
}

export function createListeners<T>(): Listeners<T> {
  const listeners = new Set<(what: T) => void>();
  return {
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    tell(what) {
      for (const listener of [...listeners]) listener(what);
    },
  };
}
