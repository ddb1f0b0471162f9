import type { Dispose } from './dispose.ts';

/** Events of one type and their listeners. */
export interface Emitter<T> {
  on(listener: (event: T) => void): Dispose;
  /** Calls in the order of `on`; a listener removed meanwhile is still called. */
  emit(event: T): void;
}

export function createEmitter<T>(): Emitter<T> {
  const listeners = new Set<(event: T) => void>();
  return {
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    emit(event) {
      for (const listener of [...listeners]) listener(event);
    },
  };
}
