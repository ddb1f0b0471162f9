import { writable, type Readable } from 'svelte/store';
import type { ClipId } from '../../shared/ids.ts';
import type { Clip } from '../../shared/models.ts';

/** A clip that is open but on no page loaded so far. */
export interface OpenClip extends Readable<Clip | null | undefined> {
  /** `undefined` until answered, `null` when there is no such clip; an older answer is dropped. */
  look(id: ClipId | null): Promise<void>;
}

export function createOpenClip(find: (id: ClipId) => Promise<Clip | null>): OpenClip {
  const store = writable<Clip | null | undefined>(undefined);
  let wanted: ClipId | null = null;

  return {
    subscribe: store.subscribe,
    async look(id) {
      if (id !== wanted) store.set(undefined);
      wanted = id;
      if (id === null) return;
      const clip = await find(id);
      if (id === wanted) store.set(clip);
    },
  };
}
