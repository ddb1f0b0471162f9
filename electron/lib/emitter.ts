import type { Dispose } from './dispose.ts';

/** Who wants to hear of something. */
export interface Emitter<T> {
  on(listener: (what: T) => void): Dispose;
  /** In the order of listening; one that leaves meanwhile is still told. */
  emit(what: T): void;
}

export function createEmitter<T>(): Emitter<T> {
  const listeners = new Set<(what: T) => void>();
  return {
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    emit(what) {
      for (const listener of [...listeners]) listener(what);
    },
  };
}
