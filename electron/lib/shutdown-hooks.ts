import type { Dispose } from './dispose.ts';
import { seconds, sleep, type Clock } from './clock.ts';

/** Last requests to the cloud, sent before the program ends or the session is closed. */
export interface ShutdownHooks {
  add(request: () => Promise<unknown>): Dispose;
  /** All at once, each once; resolves after 2 seconds at the latest and never rejects. */
  run(): Promise<void>;
}

export function createShutdownHooks(clock: Clock): ShutdownHooks {
  const requests = new Set<() => Promise<unknown>>();
  return {
    add(request) {
      requests.add(request);
      return () => requests.delete(request);
    },
    async run() {
      const ended = Promise.allSettled([...requests].map((request) => request()));
      requests.clear();
      const timer = new AbortController();
      await Promise.race([ended, sleep(clock, limitMs, timer.signal)]);
      timer.abort();
    },
  };
}

// A quit has 5 s for everything, and a token may have needed 2 of them.
const limitMs = seconds(2);
