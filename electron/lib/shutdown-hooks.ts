import type { Dispose } from './dispose.ts';
import { seconds, sleep, type Clock } from './clock.ts';

/** What still has to be said to the cloud before nothing may be said any more. */
export interface ShutdownHooks {
  add(word: () => Promise<unknown>): Dispose;
  /** All at once, each once; resolves after 2 seconds at the latest and never rejects. */
  run(): Promise<void>;
}

export function createShutdownHooks(clock: Clock): ShutdownHooks {
  const words = new Set<() => Promise<unknown>>();
  return {
    add(word) {
      words.add(word);
      return () => words.delete(word);
    },
    async run() {
      const said = Promise.allSettled([...words].map((word) => word()));
      words.clear();
      const over = new AbortController();
      await Promise.race([said, sleep(clock, limitMs, over.signal)]);
      over.abort();
    },
  };
}

// A quit has 5 s for everything, and a token may have needed 2 of them.
const limitMs = seconds(2);
