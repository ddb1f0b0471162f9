import { derived, writable, type Readable } from 'svelte/store';

/** Unsaved work by key: it outlives the page it was begun on, until saved or discarded. */
export interface Drafts<Draft> {
  /** Null when there is none. */
  of(key: string): Readable<Draft | null>;
  set(key: string, draft: Draft): void;
  discard(key: string): void;
}

export function createDrafts<Draft>(): Drafts<Draft> {
  const all = writable<ReadonlyMap<string, Draft>>(new Map());
  const without = (drafts: ReadonlyMap<string, Draft>, key: string) =>
    [...drafts].filter(([other]) => other !== key);

  return {
    of: (key) => derived(all, (drafts) => drafts.get(key) ?? null),
    set: (key, draft) => all.update((drafts) => new Map([...without(drafts, key), [key, draft]])),
    discard: (key) => all.update((drafts) => new Map(without(drafts, key))),
  };
}
