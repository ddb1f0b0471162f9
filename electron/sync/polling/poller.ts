import type { Timestamp } from '../../../shared/models.ts';
import type { Clock } from '../../lib/clock.ts';

/** Polls repeatedly: never two polls at once, none after `stop`. */
export interface Poller {
  start(): void;
  /** Safe at any moment: at once, or as soon as the running poll or the running refusal allows. */
  pollNow(): void;
  /** Brings the next poll forward if it would come later. */
  pollWithin(delayMs: number): void;
  /** When the next poll begins by itself; null while one runs or none is planned. */
  dueAt(): Timestamp | null;
  /** Resolves when no poll runs any more. */
  stop(): Promise<void>;
}

export interface PollerDeps {
  readonly clock: Clock;
  readonly poll: (signal: AbortSignal) => Promise<void>;
  readonly delayAfter: (failures: number) => number;
  readonly onError: (error: unknown) => void;
  /** While true nothing is polled; `pollNow` is to be called when the refusal ends. */
  readonly isRefused: () => boolean;
  /** Two polls never start closer than this, however often `pollNow` is called. */
  readonly gapMs: number;
}

export function createPoller(deps: PollerDeps): Poller {
  const { clock, poll, delayAfter, onError, isRefused, gapMs } = deps;
  let failures = 0;
  let isStarted = false;
  let isAskedAgain = false;
  let startedAt = -Infinity;
  let inFlight: AbortController | null = null;
  let running = Promise.resolve();
  let timer: Timer | null = null;

  function schedule(delayMs: number): void {
    cancelTimer();
    const cancel = clock.after(delayMs, () => {
      timer = null;
      run();
    });
    timer = { dueAt: clock.now() + delayMs, cancel };
  }

  function cancelTimer(): void {
    timer?.cancel();
    timer = null;
  }

  function run(): void {
    if (inFlight !== null || isRefused()) {
      isAskedAgain = true;
      return;
    }
    cancelTimer();
    isAskedAgain = false;
    startedAt = clock.now();
    inFlight = new AbortController();
    running = pollOnce(inFlight.signal).finally(planNext);
  }

  function planNext(): void {
    inFlight = null;
    if (isStarted && !isRefused()) schedule(isAskedAgain ? gapMs : delayAfter(failures));
  }

  async function pollOnce(signal: AbortSignal): Promise<void> {
    try {
      await poll(signal);
      failures = 0;
    } catch (error) {
      if (signal.aborted) return;
      failures += 1;
      onError(error);
    }
  }

  return {
    start() {
      isStarted = true;
      run();
    },
    pollNow() {
      if (!isStarted) return;
      const sinceMs = clock.now() - startedAt;
      if (inFlight === null && sinceMs >= 0 && sinceMs < gapMs) schedule(gapMs - sinceMs);
      else run();
    },
    pollWithin(delayMs) {
      // A back-off is not shortened.
      if (failures === 0 && timer !== null && timer.dueAt > clock.now() + delayMs)
        schedule(delayMs);
    },
    dueAt: () => timer?.dueAt ?? null,
    stop() {
      isStarted = false;
      cancelTimer();
      inFlight?.abort();
      return running;
    },
  };
}

interface Timer {
  readonly dueAt: number;
  readonly cancel: () => void;
}
