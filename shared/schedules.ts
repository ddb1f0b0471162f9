import type { NetworkId } from './ids.ts';

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

/** One moment of a schedule. The days are the cloud's own words. */
export interface ScheduleEntry {
  readonly days: readonly Weekday[];
  /** Minutes after midnight, UTC. */
  readonly minuteUtc: number;
  readonly action: 'arm' | 'disarm';
}

/** A weekly plan of a system, which Blink's cloud runs by itself. */
export interface Schedule {
  readonly id: number;
  readonly networkId: NetworkId;
  readonly name: string;
  readonly isEnabled: boolean;
  readonly entries: readonly ScheduleEntry[];
}

/** A schedule to be written; `id` is null for a new one. */
export interface ScheduleDraft {
  readonly id: number | null;
  readonly networkId: NetworkId;
  readonly name: string;
  readonly entries: readonly ScheduleEntry[];
}
