import type { Clip } from '../../../shared/models.ts';
import { m } from '../../../shared/messages/compiled/messages.js';
import { clockTimeIn, dayName, daysAgo, fileSize } from '../../components/format.ts';

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
};

/** What made the camera record. */
export const kindWords = ({ kind }: Clip): string => kinds[kind]();

/** Where the clip is, in two words. */
export const placeWords = ({ place }: Clip): string => places[place]();

/** Where the clip is, as a sentence for the player. */
export function placeSentence({ place, sizeBytes }: Clip): string {
  if (place === 'listed') return m.clip_place_listed_long();
  if (place === 'damaged') return m.clip_place_damaged_long();
  if (place === 'gone') return m.clip_place_gone_long();
  if (place === 'fetching') return m.clip_place_fetching();
  if (sizeBytes === null) return m.clip_place_kept_long();
  return m.clip_place_kept_size({ size: fileSize(sizeBytes) });
}

/** Neither opened here nor watched on the phone. */
export const isNew = ({ isSeen, isWatched }: Clip): boolean => !isSeen && !isWatched;

/** Whether Blink may still have it: a clip of its cloud, not known to be gone there. */
export const isInCloud = ({ id, place }: Clip): boolean => id.startsWith('c') && place !== 'gone';

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
