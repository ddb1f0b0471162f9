import type { AppErrorCode } from './errors.ts';
import type { Timestamp } from './models.ts';

/** How much is kept on this computer; null for no limit. Starred clips always stay. */
export interface ArchiveLimits {
  readonly maxBytes: number | null;
  /** Counted from the newest time the cloud has told, never from this computer's clock. */
  readonly maxAgeDays: number | null;
}

/** What limits would remove now, before anything is removed. */
export interface LimitsPreview {
  readonly clips: number;
  readonly bytes: number;
  /** Of these, how many the cloud does not have any more. */
  readonly onlyHere: number;
  readonly oldestAt: Timestamp | null;
  readonly newestAt: Timestamp | null;
}

/** How fast the past is fetched. */
export const historyPaces = ['gentle', 'normal', 'fast'] as const;
export type HistoryPace = (typeof historyPaces)[number];

/** Clips of the past fetched in an hour at most; null without a cap. */
export const historyPerHour: Readonly<Record<HistoryPace, number | null>> = {
  gentle: 120,
  normal: 600,
  fast: null,
};

/** How long the past is fetched gently after Blink has refused something. */
export const gentleAfterRefusalMs = 24 * 60 * 60_000;

/** What the person chose, unless a refusal holds it back. */
export function paceInForce(
  chosen: { readonly historyPace: HistoryPace; readonly gentleUntil: Timestamp | null },
  now: Timestamp,
): HistoryPace {
  const { historyPace, gentleUntil } = chosen;
  return gentleUntil !== null && now < gentleUntil ? 'gentle' : historyPace;
}

/** Long work on the whole archive; one at a time. */
export type ArchiveJobKind = 'verify' | 'rebuild' | 'move';

export interface ArchiveJob {
  readonly kind: ArchiveJobKind;
  /** Clips. */
  readonly done: number;
  /** Null until it is known. */
  readonly total: number | null;
}

/** How the last long work ended. */
export interface ArchiveReport {
  readonly kind: ArchiveJobKind;
  readonly at: Timestamp;
  /** Clips looked at, moved or found. */
  readonly clips: number;
  readonly missing: number;
  readonly damaged: number;
  /** Whole clips in the archive's folder that the list of clips lacks; a rebuild takes them in. */
  readonly unlisted: number;
  /** Files in the archive's folder that no clip belongs to. */
  readonly unknownFiles: number;
  /** Null when it went through. */
  readonly problem: AppErrorCode | null;
}

export const noLimits: ArchiveLimits = { maxBytes: null, maxAgeDays: null };

/** How long a deleted clip can be brought back. */
export const undoSeconds = 30;
