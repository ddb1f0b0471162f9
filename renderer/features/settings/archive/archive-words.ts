import type { ArchiveState } from '../../../../shared/app-state.ts';
import {
  historyPerHour,
  type ArchiveJob,
  type ArchiveLimits,
  type ArchiveReport,
  type HistoryPace,
  type LimitsPreview,
} from '../../../../shared/archive.ts';
import { m } from '../../../../shared/messages/compiled/messages.js';
import { report as wordsOf } from '../../../../shared/messages/failures.ts';
import { list } from '../../../../shared/messages/text.ts';
import { fileSize, speed } from '../../../components/display/format.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

type Fetching = Pick<
  ArchiveState,
  'waiting' | 'fetching' | 'kept' | 'usedBytes' | 'bytesPerSecond' | 'clipsPerHour' | 'isPaused'
>;

/** How long fetching the rest takes, in ms; null while that cannot be told honestly. */
export function fetchTimeMs(archive: Omit<Fetching, 'fetching' | 'isPaused'>): number | null {
  const { waiting, kept, usedBytes, bytesPerSecond, clipsPerHour } = archive;
  // What fits into this hour comes at once, as fast as the line allows.
  const isHeldBack = clipsPerHour !== null && waiting > clipsPerHour;
  const byPaceMs = isHeldBack ? (waiting / clipsPerHour) * hourMs : 0;
  const isMeasured = bytesPerSecond > 0 && kept > 0;
  const byLineMs = isMeasured ? ((waiting * usedBytes) / kept / bytesPerSecond) * 1_000 : 0;
  return isHeldBack || isMeasured ? Math.max(byPaceMs, byLineMs) : null;
}

/** `312 to fetch · 1.2 MB/s · about 3 hours`; a pause lets what is on its way arrive, and says so. */
export function fetchWords(archive: Fetching): string {
  const { waiting, fetching, bytesPerSecond, isPaused } = archive;
  const left = waiting === 0 ? m.fetch_nothing() : m.fetch_left({ count: waiting });
  if (waiting === 0 && !isPaused) return left;
  if (isPaused) {
    const arriving = fetching > 0 ? [m.fetch_arriving({ count: fetching })] : [];
    return [left, m.fetch_paused(), ...arriving].join(' · ');
  }
  const leftMs = fetchTimeMs(archive);
  const rate = bytesPerSecond > 0 ? [speed(bytesPerSecond)] : [];
  const time = leftMs === null ? [] : [m.fetch_about({ time: durationWords(leftMs) })];
  return [left, ...rate, ...time].join(' · ');
}

/** A pace, and how long what waits takes at it, as far as that is decided by the pace. */
export function paceWords(pace: HistoryPace, waiting: number): string {
  const count = historyPerHour[pace];
  if (count === null) return m.pace_fast();
  const name = pace === 'gentle' ? m.pace_gentle({ count }) : m.pace_normal({ count });
  if (waiting <= count) return name;
  const time = m.fetch_about({ time: durationWords((waiting / count) * hourMs) });
  return m.pace_time({ pace: name, time });
}

/** In the largest unit of which there are two or more; never less than a minute. */
function durationWords(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / minuteMs));
  if (minutes < 90) return m.fetch_minutes({ count: minutes });
  const hours = Math.round(ms / hourMs);
  return hours < 48
    ? m.fetch_hours({ count: hours })
    : m.fetch_days({ count: Math.round(hours / 24) });
}

/** What limits would remove, in a sentence or two. */
export function previewWords({ clips, bytes, onlyHere }: LimitsPreview): string {
  if (clips === 0) return m.limits_nothing();
  return `${m.limits_preview({ count: clips, size: fileSize(bytes) })} ${lossWords(clips, onlyHere)}`;
}

function lossWords(clips: number, onlyHere: number): string {
  if (onlyHere === 0) return m.limits_in_cloud({ count: clips });
  return clips === 1 ? m.limits_the_one() : m.limits_only_here({ count: onlyHere });
}

const jobTitles: Record<ArchiveJob['kind'], () => string> = {
  verify: m.job_verify,
  rebuild: m.job_rebuild,
  move: m.job_move,
};

export const jobTitle = ({ kind }: ArchiveJob): string => jobTitles[kind]();

export const jobProgress = ({ done, total }: ArchiveJob): string =>
  total === null ? m.job_done({ done }) : m.job_done_of({ done, total });

/** How the last long work ended. */
export function reportWords(report: ArchiveReport): string {
  if (report.kind === 'move' && report.problem === 'invalid-argument') return m.report_move_place();
  if (report.problem === null) return outcome(report);
  const failure = m.report_failed({ reason: wordsOf(report.problem).sentence });
  // What was moved half is not moved.
  return report.kind === 'move' ? failure : `${failure} ${outcome(report)}`;
}

function outcome(report: ArchiveReport): string {
  const { kind, clips: count, missing, damaged, unlisted, unknownFiles, problem } = report;
  if (kind === 'rebuild') return m.report_rebuild({ count });
  if (kind === 'move') return m.report_move({ count });
  const found = [
    ...(missing > 0 ? [m.report_missing({ count: missing })] : []),
    ...(damaged > 0 ? [m.report_damaged({ count: damaged })] : []),
    ...(unlisted > 0 ? [m.report_unlisted({ count: unlisted })] : []),
    ...(unknownFiles > 0 ? [m.report_strangers({ count: unknownFiles })] : []),
  ];
  if (found.length > 0) return m.report_verify({ count, found: list(found) });
  return problem === null ? m.report_verify_good({ count }) : m.report_verify_part({ count });
}

/** Whether a report calls for a second look. */
export const isBad = ({ missing, damaged, unlisted, problem }: ArchiveReport): boolean =>
  missing + damaged + unlisted > 0 || problem !== null;

/** Clips lie in the archive that are not on the list, and can be taken in. */
export const offersRestore = ({ kind, unlisted }: ArchiveReport): boolean =>
  kind === 'verify' && unlisted > 0;

const gigabyte = 1_000_000_000;

/** The limits as a person types them; empty for none. */
export interface TypedLimits {
  readonly gigabytes: string;
  readonly days: string;
}

/** More than any disk holds, and longer than there are such cameras. */
export const mostGigabytes = 100_000;
export const mostDays = 3_650;

export const typedLimits = ({ maxBytes, maxAgeDays }: ArchiveLimits): TypedLimits => ({
  gigabytes: maxBytes === null ? '' : String(maxBytes / gigabyte),
  days: maxAgeDays === null ? '' : String(maxAgeDays),
});

/** A whole number from 1 up to `most`; null for nothing typed, `wrong` for anything else. */
export function typedNumber(typed: string, most: number): number | null | 'wrong' {
  const text = typed.trim();
  if (text === '') return null;
  const value = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  return value >= 1 && value <= most ? value : 'wrong';
}

/** Null while something typed is wrong. */
export function limitsOf({ gigabytes, days }: TypedLimits): ArchiveLimits | null {
  const size = typedNumber(gigabytes, mostGigabytes);
  const age = typedNumber(days, mostDays);
  if (size === 'wrong' || age === 'wrong') return null;
  return { maxBytes: size === null ? null : size * gigabyte, maxAgeDays: age };
}

export const isSameLimits = (one: ArchiveLimits, other: ArchiveLimits): boolean =>
  one.maxBytes === other.maxBytes && one.maxAgeDays === other.maxAgeDays;
