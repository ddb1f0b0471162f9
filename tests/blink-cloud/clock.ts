/** What happens when: the time of the simulated cloud and everything that is due in it. */
export interface Timeline {
  /** Milliseconds since the epoch; while something due runs, the moment it was due. */
  now(): number;
  /** Runs `run` once that moment has come (seen from the next request on). */
  at(dueAt: number, run: () => void): void;
  /** Runs everything that is due, in order of time. */
  settle(): void;
  /** Moves the cloud's clock forward. */
  advance(ms: number): void;
}

interface Due {
  readonly dueAt: number;
  readonly run: () => void;
}

/**
 * Without timers: the cloud is only ever seen through requests, so it catches up before each one. A test that
 * jumps the clock sees the same order of events as one that waits.
 */
export function createTimeline(wallClock: () => number): Timeline {
  const queue: Due[] = [];
  let offsetMs = 0;
  let runningAt: number | undefined;

  const now = () => runningAt ?? wallClock() + offsetMs;

  function nextDue(untilAt: number): Due | undefined {
    const first = queue[0];
    return first && first.dueAt <= untilAt ? queue.shift() : undefined;
  }

  function settle() {
    const untilAt = now();
    const before = runningAt;
    for (let due = nextDue(untilAt); due; due = nextDue(untilAt)) {
      runningAt = due.dueAt;
      try {
        due.run();
      } finally {
        runningAt = before;
      }
    }
  }

  return {
    now,
    settle,
    at(dueAt, run) {
      const later = queue.findIndex((other) => other.dueAt > dueAt);
      queue.splice(later < 0 ? queue.length : later, 0, { dueAt, run });
    },
    advance(ms) {
      offsetMs += ms;
      settle();
    },
  };
}

/** A time as the cloud writes it: UTC, whole seconds, `+00:00`. */
export const cloudTime = (at: number) => `${new Date(at).toISOString().slice(0, -5)}+00:00`;
