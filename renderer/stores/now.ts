import { readable } from 'svelte/store';

const tickMs = 20_000;

/** The time, fresh enough for ages in minutes. */
export const now = readable(Date.now(), (set) => {
  set(Date.now());
  const timer = setInterval(() => set(Date.now()), tickMs);
  return () => clearInterval(timer);
});
