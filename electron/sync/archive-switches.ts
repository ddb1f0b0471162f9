import type { ArchiveState } from '../../shared/app-state.ts';
import type { ReadonlyAppStore } from '../store/app-store.ts';

/**
 * True when what may be fetched has been decided otherwise since the last call. Everything else in the archive's state
 * (counts, rates, progress) changes all the time and starts nothing.
 */
export function createArchiveSwitches(store: ReadonlyAppStore): () => boolean {
  let before = switchesOf(store.get().archive);
  return () => {
    const now = switchesOf(store.get().archive);
    const isChanged = now !== before;
    before = now;
    return isChanged;
  };
}

const switchesOf = (archive: ArchiveState): string => {
  const { policy, isPaused, historyPace, gentleUntil, job, isRebuildOwed } = archive;
  return JSON.stringify([policy, isPaused, historyPace, gentleUntil, job?.kind, isRebuildOwed]);
};
