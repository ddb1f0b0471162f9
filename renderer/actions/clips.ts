import type { Result } from '../../shared/errors.ts';
import type { ClipId } from '../../shared/ids.ts';
import type { Clip, ClipPage, ClipQuery } from '../../shared/models.ts';
import { m } from '../../shared/messages/compiled/messages.js';
import { api } from '../api.ts';
import { attempt, settle } from './attempt.ts';
import { sayDone } from './said.ts';

/** A page of the list, newest first. */
export const listClips = (query: ClipQuery): Promise<Result<ClipPage>> =>
  settle(api.listClips(query));

/** The newest few; null when there was no answer. */
export async function listNewest(limit: number): Promise<readonly Clip[] | null> {
  const result = await listClips({ limit, before: null, deviceId: null });
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
