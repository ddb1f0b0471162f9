import type { Timestamp } from '../../shared/models.ts';
import type { Clock, Timers } from '../lib/clock.ts';
import { historyWaitMs } from './downloads/download-rules.ts';
import { withinLastHour } from './polling/request-budget.ts';

/** Rations the past by the hour. */
export interface HistoryTurns {
  /** True: one more may begin, and is counted. False: `onFree` is called when one may. */
  take(): boolean;
}

export interface HistoryTurnsDeps {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly perHour: () => number;
  readonly onFree: () => void;
}

export function createHistoryTurns(deps: HistoryTurnsDeps): HistoryTurns {
  const { clock, timers, perHour, onFree } = deps;
  let starts: readonly Timestamp[] = [];
  let isWaiting = false;

  function wait(waitMs: number): void {
    if (isWaiting) return;
    isWaiting = true;
    timers.after(waitMs, () => {
      isWaiting = false;
      onFree();
    });
  }

  return {
    take() {
      const now = clock.now();
      const waitMs = historyWaitMs(starts, perHour(), now);
      if (waitMs > 0) wait(waitMs);
      else starts = [...withinLastHour(starts, now), now];
      return waitMs <= 0;
    },
  };
}
