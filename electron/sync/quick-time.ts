import type { Timestamp } from '../../shared/models.ts';
import { minutes, type Clock } from '../lib/clock.ts';

/** Short spells of quicker asking, rationed by the hour. */
export interface QuickTime {
  begin(): void;
  isOn(): boolean;
}

/** Five minutes a spell, twenty minutes an hour. */
export function createQuickTime(clock: Clock): QuickTime {
  let spells: readonly Spell[] = [];

  return {
    begin() {
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
