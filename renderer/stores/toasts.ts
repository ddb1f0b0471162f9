import { writable, type Readable } from 'svelte/store';

/** A short word about something that just happened. */
export interface ToastEntry {
  readonly id: number;
  readonly tone: 'info' | 'danger';
  readonly text: string;
}

const infoMs = 6_000;
const entries = writable<readonly ToastEntry[]>([]);
let lastId = 0;

export const toasts: Readable<readonly ToastEntry[]> = entries;

export const dismissToast = (id: number): void =>
  entries.update((all) => all.filter((entry) => entry.id !== id));

/** Shows a word; the same word again replaces the first. Failures stay until dismissed. */
export function showToast(tone: ToastEntry['tone'], text: string): void {
  lastId += 1;
  const id = lastId;
  entries.update((all) => [...all.filter((entry) => entry.text !== text), { id, tone, text }]);
  if (tone === 'info') setTimeout(() => dismissToast(id), infoMs);
}
