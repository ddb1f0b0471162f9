import type { Timestamp } from '../../../shared/models.ts';
import { minutes, seconds, type Clock, type Random } from '../../lib/clock.ts';
import type { ReadonlyAppStore } from '../../store/app-store.ts';

/** What decides how often the cloud is polled. */
export interface PaceConditions {
  readonly isAnyArmed: boolean;
  /** The screen is locked or the computer runs on battery. */
  readonly isResting: boolean;
  /** Something just happened: a new clip is likely in the next minutes. */
  readonly isQuick: boolean;
}

/** Periods in ms, before the jitter. */
export interface Pace {
  readonly mediaMs: number;
  readonly homescreenMs: number;
  /** An answer older than this is stale. */
  readonly staleAfterMs: number;
}

/** At most 90 requests an hour while armed, so that Blink does not block the account. */
export function paceFor({ isAnyArmed, isResting, isQuick }: PaceConditions): Pace {
  const factor = isResting ? 2 : 1;
  const calmMediaMs = isAnyArmed ? seconds(60) : minutes(5);
  const mediaMs = isQuick ? seconds(30) : calmMediaMs;
  const homescreenMs = minutes(2) * factor;
  return { mediaMs: mediaMs * factor, homescreenMs, staleAfterMs: 2 * homescreenMs };
}

/** Up to 10 % later, so that many installations do not poll at the same moment. */
export const withJitter = (delayMs: number, random: Random): number =>
  Math.floor(delayMs * (1 + 0.1 * random.number()));

/** The table above for the present conditions. Delays in ms, jitter included. */
export interface Pacing {
  mediaDelayMs(): number;
  homescreenDelayMs(): number;
  staleAfterMs(): number;
  retryDelayMs(failures: number): number;
  beginQuickTime(): void;
}

export function createPacing({
  store,
  clock,
  random,
  isResting,
  pace,
}: {
  readonly store: ReadonlyAppStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly isResting: () => boolean;
  readonly pace?: ((conditions: PaceConditions) => Pace) | undefined;
}): Pacing {
  const quickTime = createQuickTime(clock);

  const current = () =>
    (pace ?? paceFor)({
      // A network in doubt counts as armed: it is polled more often.
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
    beginQuickTime: quickTime.start,
  };
}

/** Short periods of faster polling, limited per hour. */
export interface QuickTime {
  start(): void;
  isOn(): boolean;
}

/** Five minutes at a time, twenty minutes an hour. */
export function createQuickTime(clock: Clock): QuickTime {
  let periods: readonly QuickPeriod[] = [];

  return {
    start() {
      const now = clock.now();
      const past = periods.map((period) => ({ ...period, toAt: Math.min(period.toAt, now) }));
      const recent = past.filter((period) => period.toAt > now - hourMs && period.fromAt <= now);
      const lengthMs = Math.min(periodMs, hourlyMs - usedMs(recent, now - hourMs));
      periods = lengthMs > 0 ? [...recent, { fromAt: now, toAt: now + lengthMs }] : recent;
    },
    isOn() {
      const now = clock.now();
      return periods.some((period) => period.fromAt <= now && now < period.toAt);
    },
  };
}

interface QuickPeriod {
  readonly fromAt: Timestamp;
  readonly toAt: Timestamp;
}

const hourMs = minutes(60);
const periodMs = minutes(5);
const hourlyMs = minutes(20);

const usedMs = (periods: readonly QuickPeriod[], sinceAt: Timestamp): number =>
  periods.reduce((sum, { fromAt, toAt }) => sum + toAt - Math.max(fromAt, sinceAt), 0);

/** The longest wait between two tries, in ms. */
export const backoffCapMs = minutes(15);

/** The wait in ms after so many failures in a row: anywhere from 0 up to a limit that doubles. */
export function backoffMs(failures: number, random: Random): number {
  const limitMs = Math.min(backoffCapMs, firstLimitMs * 2 ** Math.max(0, failures));
  return Math.floor(random.number() * limitMs);
}

const firstLimitMs = seconds(2);
