import { seconds, type Clock, type Random } from '../lib/clock.ts';
import type { ReadonlyAppStore } from '../store/app-store.ts';
import { backoffMs } from './backoff.ts';
import { paceFor, withJitter, type Pace, type PaceConditions } from './polling/pace.ts';
import { createQuickTime } from './quick-time.ts';

/** The table of `pace.ts` applied to what is known now. Delays in ms, jitter included. */
export interface Pacing {
  mediaDelayMs(): number;
  homescreenDelayMs(): number;
  staleAfterMs(): number;
  retryDelayMs(failures: number): number;
  beginQuickTime(): void;
}

export interface PacingDeps {
  readonly store: ReadonlyAppStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly isResting: () => boolean;
  readonly pace?: (conditions: PaceConditions) => Pace;
}

export function createPacing({ store, clock, random, isResting, pace }: PacingDeps): Pacing {
  const quickTime = createQuickTime(clock);

  const current = () =>
    (pace ?? paceFor)({
      // Of one that is in doubt, armed is the safer guess: it is looked at more often.
      isAnyArmed: store
        .get()
        .home.networks.some(({ isArmed, doubt }) => isArmed || doubt !== undefined),
      isResting: isResting(),
      isQuick: quickTime.isOn(),
    });

  return {
    mediaDelayMs: () => withJitter(current().mediaMs, random),
    homescreenDelayMs: () => withJitter(current().homescreenMs, random),
    staleAfterMs: () => current().staleAfterMs,
    retryDelayMs: (failures) => Math.max(seconds(1), backoffMs(failures, random)),
    beginQuickTime: quickTime.begin,
  };
}
