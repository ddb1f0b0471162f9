import type { AccountId } from '../../shared/ids.ts';
import type { Dispose } from '../lib/dispose.ts';
import type { Clock } from '../lib/timing.ts';
import type { AppStore } from '../store/app-store.ts';
import type { ClipIndex } from '../store/ports.ts';
import { accountOf } from './account-state.ts';

/** Tells the state that pages of clips have changed, at most four times a second. */
export interface ClipChanges {
  /** Counts at once, for the first picture of the state. */
  start(): Promise<void>;
  changed(): void;
  stop(): void;
}

export interface ClipChangesDeps {
  readonly index: Pick<ClipIndex, 'counts'>;
  readonly store: AppStore;
  readonly clock: Clock;
}

export function createClipChanges({ index, store, clock }: ClipChangesDeps): ClipChanges {
  let cancel: Dispose | null = null;

  const accountId = (): AccountId | null => accountOf(store.get().account);

  async function publish(): Promise<void> {
    const counts = await index.counts(accountId()).catch(() => null);
    const { clips, archive } = store.get();
    store.set('clips', { revision: clips.revision + 1, unseen: counts?.unseen ?? clips.unseen });
    if (counts === null) return;
    const { kept, waiting } = counts;
    if (archive.kept !== kept || archive.waiting !== waiting) {
      store.set('archive', { ...archive, kept, waiting });
    }
  }

  return {
    start: publish,
    changed() {
      cancel ??= clock.after(gatherMs, () => {
        cancel = null;
        void publish();
      });
    },
    stop() {
      cancel?.();
      cancel = null;
    },
  };
}

const gatherMs = 250;

/** The same index, telling `onChange` after everything that changes a page or a count. */
export function watchIndex(index: ClipIndex, onChange: () => void): ClipIndex {
  const told =
    <Args extends unknown[], T>(work: (...args: Args) => Promise<T>) =>
    async (...args: Args): Promise<T> => {
      const value = await work(...args);
      onChange();
      return value;
    };
  return {
    ...index,
    async recordListing(clips, listedAt) {
      const outcome = await index.recordListing(clips, listedAt);
      if (outcome.added.length > 0 || outcome.changed > 0) onChange();
      return outcome;
    },
    setKept: told(index.setKept),
    setMissing: told(index.setMissing),
    setFailed: told(index.setFailed),
    setSeen: told(index.setSeen),
    forgetAccount: told(index.forgetAccount),
  };
}
