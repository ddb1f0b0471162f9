import type { Result } from '../../shared/errors.ts';
import type { ClipId } from '../../shared/ids.ts';
import type { Clip, ClipPage, ClipQuery, DeletionPlaces } from '../../shared/models.ts';
import { m } from '../../shared/messages/compiled/messages.js';
import { undoSeconds } from '../../shared/archive.ts';
import { api } from '../api.ts';
import { offerToast } from '../stores/toasts.ts';
import { createUndoable } from '../stores/undoable.ts';
import { attempt, settle } from './attempt.ts';
import { allPlaces, deletionText } from './deletion-text.ts';
import { sayDone } from './said.ts';

/** A page of the list, newest first. */
export const getSeenLabels = () => settle(api.getSeenLabels());

export const listClips = (query: ClipQuery): Promise<Result<ClipPage>> =>
  settle(api.listClips(query));

/** The newest few; null when there was no answer. */
export async function listNewest(limit: number): Promise<readonly Clip[] | null> {
  const result = await listClips({ shelf: 'all', limit, before: null, deviceId: null });
  return result.ok ? result.value.clips : null;
}

/** Brings a clip to this computer; answers when it is complete. The player says what failed. */
export const keepClip = (id: ClipId): Promise<Result<Clip>> => settle(api.keepClip(id));

/** Null when there is no such clip, or no answer. */
export async function findClip(id: ClipId): Promise<Clip | null> {
  const result = await settle(api.getClip(id));
  return result.ok ? result.value : null;
}

/** Not worth a word when it fails: the dot just stays. */
export async function markSeen(id: ClipId): Promise<void> {
  await settle(api.markClipSeen(id));
}

/** Shows the file in the desktop's file manager. */
export async function revealClip(id: ClipId): Promise<void> {
  await attempt(api.revealClip(id));
}

/** Deletes in Blink's cloud for good; what is kept here stays. Answers whether it worked. */
export async function deleteFromCloud(id: ClipId): Promise<boolean> {
  const result = await attempt(api.deleteFromCloud([id]), m.cloud_delete_failed());
  return sayDone(result, m.cloud_deleted());
}

/** Clears the mark of a new clip on Blink, the phone's badge too. */
export async function markWatched(id: ClipId): Promise<void> {
  sayDone(await attempt(api.markWatched([id])), m.clip_marked_watched());
}

/** Starred clips are never removed to save space. */
export async function starClip(id: ClipId, isStarred: boolean): Promise<void> {
  await attempt(api.starClip({ id, isStarred }), m.player_star_failed());
}

const undoMs = undoSeconds * 1_000;
const undoable = createUndoable(undoMs, Date.now);
// Of all the clips that can still be undone together.
let deletedFrom: DeletionPlaces = { isInBin: false, isInCloud: false, isOnUsb: false };

/** Hides a clip, says where else it will be deleted, and offers to undo that; answers whether it worked. */
export async function deleteClip(id: ClipId): Promise<boolean> {
  const result = await attempt(api.deleteClips([id]), m.delete_failed());
  if (!result.ok) return false;
  const count = undoable.add([id]);
  deletedFrom = count === 1 ? result.value : allPlaces(deletedFrom, result.value);
  const run = () => void restoreClips(undoable.take());
  offerToast(deletionText(count, deletedFrom), { label: m.undo(), run, forMs: undoMs });
  return true;
}

/** Shows deleted clips again; answers whether it worked. */
export async function restoreClips(ids: readonly ClipId[]): Promise<boolean> {
  if (ids.length === 0) return true;
  const result = await attempt(api.restoreClips(ids), m.restore_failed());
  return sayDone(result, m.restored({ count: ids.length }));
}
