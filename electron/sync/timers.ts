import type { Clock } from '../lib/clock.ts';

/** Several timers that end together. */
export interface Timers {
  after(delayMs: number, callback: () => void): void;
  /** None of them calls back any more, and none is begun. */
  stop(): void;
}

export function createTimers(clock: Clock): Timers {
  const running = new Set<() => void>();
  let isOver = false;
  return {
    after(delayMs, callback) {
      if (isOver) return;
      const cancel = clock.after(delayMs, () => {
        running.delete(cancel);
        callback();
      });
      running.add(cancel);
    },
    stop() {
      isOver = true;
      for (const cancel of running) cancel();
      running.clear();
    },
  };
}
