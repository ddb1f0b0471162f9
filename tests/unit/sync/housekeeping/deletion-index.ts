import type { ClipIndex } from '../../../../electron/store/clips/clip-index.ts';
import type { AppErrorCode } from '../../../../shared/errors.ts';
import type { ClipId } from '../../../../shared/ids.ts';

export interface Asked {
  readonly at: number;
  tries: number;
}

/** What an index knows of deletions still to be carried out: clip `c<n>` is the cloud's number n. */
export function createDeletionIndex() {
  const asked = new Map<ClipId, Asked>();
  const deleted: ClipId[] = [];
  const problems: (readonly [ClipId, AppErrorCode])[] = [];
  const breaks = { setDeleted: false };
  const open = () =>
    [...asked].sort(([, one], [, other]) => one.tries - other.tries || one.at - other.at);

  const index: Pick<
    ClipIndex,
    'toDelete' | 'oldestDeletion' | 'setDeleted' | 'setDeletionFailed' | 'isReadOnly'
  > = {
    isReadOnly: false,
    async toDelete(_account, until, limit) {
      const due = open().filter(([, { at }]) => at <= until);
      return due.slice(0, limit).map(([id]) => ({ id, mediaId: Number(id.slice(1)) }));
    },
    async oldestDeletion() {
      return asked.size === 0 ? null : Math.min(...[...asked.values()].map(({ at }) => at));
    },
    async setDeleted(ids) {
      if (breaks.setDeleted) throw new Error('the disk is full');
      for (const id of ids) if (asked.delete(id)) deleted.push(id);
    },
    async setDeletionFailed(ids, problem) {
      for (const id of ids) {
        const entry = asked.get(id);
        if (entry === undefined) continue;
        problems.push([id, problem]);
        entry.tries += 1;
        if (entry.tries >= 8) asked.delete(id);
      }
    },
  };
  return { ...index, asked, deleted, problems, breaks };
}
