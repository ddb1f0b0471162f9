import { undoSeconds } from '../../shared/archive.ts';
import { m } from '../../shared/messages/compiled/messages.js';
import type { DeletionPlaces } from '../../shared/models.ts';

/** How many clips were deleted, and where. */
export const deletionText = (count: number, places: DeletionPlaces): string =>
  [
    m.deleted({ count }),
    ...(places.isInBin ? [m.deleted_to_bin()] : []),
    ...(places.isInCloud ? [m.deleted_in_cloud({ count: undoSeconds })] : []),
    ...(places.isOnUsb ? [m.deleted_on_usb({ count: undoSeconds })] : []),
  ].join(' ');

/** The places of several deletions together. */
export const allPlaces = (some: DeletionPlaces, others: DeletionPlaces): DeletionPlaces => ({
  isInBin: some.isInBin || others.isInBin,
  isInCloud: some.isInCloud || others.isInCloud,
  isOnUsb: some.isOnUsb || others.isOnUsb,
});
