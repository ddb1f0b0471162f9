import { AppError } from '../../shared/errors.ts';
import type { ReadonlyAppStore } from '../store/app-store.ts';

/** Resolves when no clip is on its way to this computer; rejects when called off. */
export function untilNothingArrives(store: ReadonlyAppStore, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = () => {
      unsubscribe();
      signal.removeEventListener('abort', giveUp);
    };
    const look = () => {
      if (store.get().archive.fetching > 0) return;
      leave();
      resolve();
    };
    const giveUp = () => {
      leave();
      reject(new AppError('archive-busy', 'called off'));
    };
    const unsubscribe = store.subscribe(look);
    signal.addEventListener('abort', giveUp, { once: true });
    if (signal.aborted) giveUp();
    else look();
  });
}
