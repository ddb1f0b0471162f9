import type { Timestamp } from '../../../shared/models.ts';
import { minutes, seconds, type Clock, type Random } from '../../lib/clock.ts';
import type { ReadonlyAppStore } from '../../store/app-store.ts';

/** What decides how often the cloud is asked. */
export interface PaceConditions {
  readonly isAnyArmed: boolean;
  /** The screen is locked or the computer runs on battery. */
  readonly isResting: boolean;
  /** Something just happened that makes the next minutes interesting. */
  readonly isQuick: boolean;
}

/** Periods in ms, before the jitter. */
export interface Pace {
  readonly mediaMs: number;
  readonly homescreenMs: number;
  /** An answer older than this is no longer the truth. */
  readonly staleAfterMs: number;
}

/** The pace that keeps accounts out of trouble: 90 requests an hour at most while armed. */
export function paceFor({ isAnyArmed, isResting, isQuick }: PaceConditions): Pace {
  const factor = isResting ? 2 : 1;
  const calmMediaMs = isAnyArmed ? seconds(60) : minutes(5);
  const mediaMs = isQuick ? seconds(30) : calmMediaMs;
  const homescreenMs = minutes(2) * factor;
  return { mediaMs: mediaMs * factor, homescreenMs, staleAfterMs: 2 * homescreenMs };
}

/** Up to 10 % later, so that many installations do not ask in step. */
export const withJitter = (delayMs: number, random: Random): number =>
  Math.floor(delayMs * (1 + 0.1 * random.number()));

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
  readonly pace?: ((conditions: PaceConditions) => Pace) | undefined;
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
    beginQuickTime: quickTime.start,
  };
}

/** Short spells of quicker asking, rationed by the hour. */
export interface QuickTime {
  start(): void;
  isOn(): boolean;
}

/** Five minutes a spell, twenty minutes an hour. */
export function createQuickTime(clock: Clock): QuickTime {
  let spells: readonly Spell[] = [];

  return {
    start() {
      const now = clock.now();
      const past = spells.map((spell) => ({ ...spell, toAt: Math.min(spell.toAt, now) }));
      const recent = past.filter((spell) => spell.toAt > now - hourMs && spell.fromAt <= now);
      const lengthMs = Math.min(spellMs, hourlyMs - usedMs(recent, now - hourMs));
      spells = lengthMs > 0 ? [...recent, { fromAt: now, toAt: now + lengthMs }] : recent;
    },
    isOn() {
      const now = clock.now();
      return spells.some((spell) => spell.fromAt <= now && now < spell.toAt);
    },
  };
}

interface Spell {
  readonly fromAt: Timestamp;
  readonly toAt: Timestamp;
}

const hourMs = minutes(60);
const spellMs = minutes(5);
const hourlyMs = minutes(20);

const usedMs = (spells: readonly Spell[], sinceAt: Timestamp): number =>
  spells.reduce((sum, { fromAt, toAt }) => sum + toAt - Math.max(fromAt, sinceAt), 0);

/** The longest wait between two tries, in ms. */
export const backoffCapMs = minutes(15);

/** The wait in ms after so many failures in a row: anywhere from 0 up to a limit that doubles. */
export function backoffMs(failures: number, random: Random): number {
  const limitMs = Math.min(backoffCapMs, firstLimitMs * 2 ** Math.max(0, failures));
  return Math.floor(random.number() * limitMs);
}

const firstLimitMs = seconds(2);
