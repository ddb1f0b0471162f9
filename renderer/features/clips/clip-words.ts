import type { Clip, Timestamp } from '../../../shared/models.ts';
import { m } from '../../../shared/messages/compiled/messages.js';
import { clockTimeIn, dayName, daysAgo, fileSize } from '../../components/display/format.ts';

const kinds: Record<Clip['kind'], () => string> = {
  motion: m.clip_kind_motion,
  doorbell: m.clip_kind_doorbell,
  'live-view': m.clip_kind_live_view,
  snapshot: m.clip_kind_snapshot,
  other: m.clip_kind_other,
};

const places: Record<Clip['place'], () => string> = {
  listed: m.clip_place_listed,
  fetching: m.clip_place_fetching,
  kept: m.clip_place_kept,
  damaged: m.clip_place_damaged,
  gone: m.clip_place_gone,
  missing: m.clip_place_missing,
  pruned: m.clip_place_pruned,
};

const sentences: Record<Exclude<Clip['place'], 'kept'>, () => string> = {
  listed: m.clip_place_listed_long,
  fetching: m.clip_place_fetching,
  damaged: m.clip_place_damaged_long,
  gone: m.clip_place_gone_long,
  missing: m.clip_place_missing_long,
  pruned: m.clip_place_pruned_long,
};

/** What made the camera record. */
export const kindWords = ({ kind }: Clip): string => kinds[kind]();

/** Where the clip is, in two words. */
export const placeWords = ({ place }: Clip): string => places[place]();

/** Where the clip is, as a sentence for the player. */
export function placeSentence({ place, sizeBytes }: Clip): string {
  if (place !== 'kept') return sentences[place]();
  if (sizeBytes === null) return m.clip_place_kept_long();
  return m.clip_place_kept_size({ size: fileSize(sizeBytes) });
}

/** Neither opened here nor watched on the phone. */
export const isNew = ({ isSeen, isWatched }: Clip): boolean => !isSeen && !isWatched;

/** Whether Blink's cloud may still have it; what lies on a sync module's stick is no clip of the cloud. */
export const isInBlinksCloud = ({ id, isInCloud, place }: Clip): boolean =>
  id.startsWith('c') && isInCloud && place !== 'gone';

/** Whether there is nothing to play and nothing to fetch: opening it is of no use. */
export function isNowhere({ place, isInCloud, binnedAt }: Clip): boolean {
  if (place === 'gone') return true;
  const wasHere = place === 'pruned' || place === 'missing';
  return place !== 'kept' && (binnedAt !== null || (wasHere && !isInCloud));
}

/** Why there is nothing to play. */
export function nowhereWords({ place, binnedAt }: Clip): Record<'title' | 'text', string> {
  if (binnedAt !== null) return { title: m.player_deleted_title(), text: m.player_deleted_text() };
  if (place === 'gone') return { title: m.player_gone_title(), text: m.player_gone_text() };
  if (place === 'missing') return { title: m.player_lost_title(), text: m.player_lost_text() };
  return { title: m.player_nowhere_title(), text: m.player_nowhere_text() };
}

/** Whole days until a deleted clip is erased; it is never erased earlier. */
export function daysUntilErased(binnedAt: Timestamp, binDays: number, now: Timestamp): number {
  return Math.max(1, Math.ceil(binDays - (now - binnedAt) / dayMs));
}

const dayMs = 86_400_000;

/** Today, Yesterday, or the date. */
export function dayHeading(day: number, now: number): string {
  const ago = daysAgo(day, now);
  if (ago === 0) return m.day_today();
  return ago === 1 ? m.day_yesterday() : dayName(day, now);
}

/** The camera's own clock, where it differs from this computer's; else null. */
export function timeAtCamera({ recordedAt, timeZone }: Clip): string | null {
  const time = clockTimeIn(recordedAt, timeZone);
  return time === null ? null : m.player_local_time({ time, zone: timeZone });
}
