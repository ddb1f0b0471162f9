import type { ClipId } from '../../shared/ids.ts';
import type { Timestamp } from '../../shared/models.ts';

/** Deletions that can still be undone as if nothing had been. */
export interface Undoable {
  /** Answers how many there are now. */
  add(ids: readonly ClipId[]): number;
  /** Takes out those still in time. */
  take(): readonly ClipId[];
}

export function createUndoable(forMs: number, now: () => Timestamp): Undoable {
  let waiting: readonly { readonly id: ClipId; readonly until: Timestamp }[] = [];
  const inTime = () => waiting.filter(({ until }) => until > now());

  return {
    add(ids) {
      waiting = [...inTime(), ...ids.map((id) => ({ id, until: now() + forMs }))];
      return waiting.length;
    },
    take() {
      const ids = inTime().map(({ id }) => id);
      waiting = [];
      return ids;
    },
  };
}
