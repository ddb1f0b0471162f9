import type { Random } from './random.ts';
import type { HabitFile, WorldFile } from './world-file.ts';

/** Something that was recorded before the cloud started. */
export interface PastClip {
  readonly device: string;
  readonly source: string;
  /** Start of the event, milliseconds. */
  readonly createdAt: number;
  readonly watchedAt?: number | undefined;
  /** On the sync module's storage. */
  readonly isLocal?: boolean;
  readonly description?: string;
  readonly detections?: readonly string[];
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Clips of the last days are usually still unwatched. */
const FRESH_DAYS = 2;

/** Everything the world's file tells, oldest first. */
export function pastClips(file: WorldFile, now: number, random: Random): readonly PastClip[] {
  const told = file.clips.map((clip) => {
    const createdAt = wholeSecond(now - clip.minutesAgo * MINUTE_MS);
    const { minutesAgo: _age, watched, ...told } = clip;
    return { ...told, createdAt, ...(watched ? { watchedAt: createdAt + 10 * MINUTE_MS } : {}) };
  });
  const usual = file.habits.flatMap((habit) => habitClips(file, habit, now, random));
  return [...told, ...usual].sort((a, b) => a.createdAt - b.createdAt);
}

function habitClips(file: WorldFile, habit: HabitFile, now: number, random: Random): PastClip[] {
  const midnight = localMidnight(now, timeZoneOf(file, habit.device));
  const firstDay = habit.endedDaysAgo ?? 1;
  const days = Array.from({ length: file.historyDays }, (_, index) => index + 1);
  return days
    .filter((daysAgo) => daysAgo >= firstDay)
    .flatMap((daysAgo) => Array<number>(timesOneDay(habit.perDay, random)).fill(daysAgo))
    .map((daysAgo) => habitClip(habit, daysAgo, midnight - daysAgo * DAY_MS, random));
}

const timesOneDay = (perDay: number, random: Random) =>
  Math.floor(perDay) + (random.chance(perDay % 1) ? 1 : 0);

function habitClip(habit: HabitFile, daysAgo: number, midnight: number, random: Random): PastClip {
  const [from, to] = habit.hours;
  const createdAt =
    midnight + from * HOUR_MS + random.between(0, (to + 1 - from) * 3600 - 1) * 1000;
  const watched = daysAgo > FRESH_DAYS && random.chance(0.7);
  return {
    device: habit.device,
    source: habit.source,
    createdAt,
    isLocal: habit.isLocal ?? false,
    watchedAt: watched ? createdAt + random.between(2, 120) * MINUTE_MS : undefined,
  };
}

const wholeSecond = (at: number) => Math.floor(at / 1000) * 1000;

const timeZoneOf = (file: WorldFile, deviceName: string) =>
  file.systems.find((system) => system.devices.some(({ name }) => name === deviceName))?.timeZone;

/** When the day began for people living there. */
function localMidnight(now: number, timeZone = 'UTC') {
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'medium' });
  const [hours = 0, minutes = 0, seconds = 0] = clock.format(now).split(':').map(Number);
  return wholeSecond(now) - hours * HOUR_MS - minutes * MINUTE_MS - seconds * 1000;
}
