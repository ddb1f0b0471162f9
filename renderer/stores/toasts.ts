import { writable, type Readable } from 'svelte/store';

/** A short word about something that just happened. */
export interface ToastEntry {
  readonly id: number;
  readonly tone: 'info' | 'danger';
  readonly text: string;
  /** What can be done about it, as long as the word stands. */
  readonly action: ToastAction | null;
}

export interface ToastAction {
  readonly label: string;
  readonly run: () => void;
  /** How long it can be done. */
  readonly forMs: number;
}

const infoMs = 6_000;
const entries = writable<readonly ToastEntry[]>([]);
let lastId = 0;

export const toasts: Readable<readonly ToastEntry[]> = entries;

export const dismissToast = (id: number): void =>
  entries.update((all) => all.filter((entry) => entry.id !== id));

/** Shows a word; the same word again replaces the first. Failures stay until dismissed. */
export function showToast(tone: ToastEntry['tone'], text: string): void {
  add({ tone, text, action: null }, (entry) => entry.text === text);
}

/** Shows a word with something to do about it; there is one such word at a time. */
export function offerToast(text: string, action: ToastAction): void {
  add({ tone: 'info', text, action }, (entry) => entry.action !== null);
}

function add(entry: Omit<ToastEntry, 'id'>, isReplaced: (other: ToastEntry) => boolean): void {
  lastId += 1;
  const id = lastId;
  entries.update((all) => [...all.filter((other) => !isReplaced(other)), { id, ...entry }]);
  if (entry.tone === 'info') setTimeout(() => dismissToast(id), entry.action?.forMs ?? infoMs);
}
