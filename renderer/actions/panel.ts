import type { PageName } from '../../shared/ipc/contract.ts';
import type { ClipId } from '../../shared/ids.ts';
import type { Timestamp } from '../../shared/models.ts';
import { m } from '../../shared/messages/compiled/messages.js';
import { api } from '../api.ts';
import { attempt } from './attempt.ts';

export const hidePanel = (): Promise<unknown> => attempt(api.hidePanel());

/** Shows a page of the main window; the panel has done its part then. */
export async function openPage(page: PageName): Promise<void> {
  if ((await attempt(api.openPage(page))).ok) await hidePanel();
}

export async function openClipInWindow(id: ClipId): Promise<void> {
  if ((await attempt(api.openClip(id))).ok) await hidePanel();
}

/** Silences this computer's banners; null ends it. */
export async function muteHere(until: Timestamp | null): Promise<void> {
  await attempt(api.muteHere(until), m.mute_failed());
}
