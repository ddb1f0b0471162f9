import type { AccountId } from '../../../shared/ids.ts';
import type { Picture, Timestamp } from '../../../shared/models.ts';
import type { MediaRef } from '../models.ts';

/** Whose thumbnail it is, for the form that holds nothing but a time. */
export interface ThumbnailOwner {
  readonly accountId: AccountId;
  readonly network: number;
  /** Blink's name of the product, exactly. */
  readonly type: string;
  readonly device: number;
}

/** A still and where it lies in the cloud. */
export interface Thumbnail {
  readonly picture: Picture;
  readonly ref: MediaRef;
}

/**
 * The three forms a homescreen's `thumbnail` comes in: a path without an ending, a bare time in seconds, and a whole
 * address with `ts`. Null when there is none.
 */
export function readThumbnail(
  written: string | number | null | undefined,
  owner: ThumbnailOwner,
): Thumbnail | null {
  const text = String(written ?? '').trim();
  if (text === '' || text === '0') return null;
  if (/^\d+$/.test(text)) return stamped(text, pathOf(owner, text));
  const stamp = /[?&]ts=(\d+)/.exec(text)?.[1];
  if (stamp !== undefined) return stamped(stamp, text);
  const ref = stillRef(text);
  return { picture: { version: ref, takenAt: timeInName(text) }, ref };
}

/** A still's address: older ones come without their ending. */
export const stillRef = (path: string): MediaRef =>
  /\.jpe?g($|\?)/.test(path) || path.includes('?') ? path : `${path}.jpg`;

/** A recording's still. Under the oldest addresses the small one, as the app of 2020 asked for it. */
export const mediaStillRef = (path: string): MediaRef =>
  /\/media\/thumb\/\d+$/.test(path) ? `${path}_s.jpg` : stillRef(path);

const pathOf = ({ accountId, network, type, device }: ThumbnailOwner, stamp: string): MediaRef =>
  `/api/v3/media/accounts/${accountId}/networks/${network}/${encodeURIComponent(type)}/${device}` +
  `/thumbnail/thumbnail.jpg?ts=${stamp}&ext=`;

function stamped(stamp: string, ref: MediaRef): Thumbnail {
  const takenAt = Number(stamp) * 1_000;
  return {
    picture: { version: stamp, takenAt: Number.isSafeInteger(takenAt) ? takenAt : null },
    ref,
  };
}

/** `…_2020_06_01__15_36PM`, in UTC. The hours run to 24 in some names and to 12 in others. */
function timeInName(path: string): Timestamp | null {
  const match = /_(\d{4})_(\d{2})_(\d{2})__(\d{1,2})_(\d{2})(AM|PM)?(?:\.jpg)?$/.exec(path);
  if (match === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = match.slice(1, 6).map(Number);
  const half = match[6];
  const hour24 = half === 'PM' && hour < 12 ? hour + 12 : half === 'AM' && hour === 12 ? 0 : hour;
  return Date.UTC(year, month - 1, day, hour24, minute);
}
