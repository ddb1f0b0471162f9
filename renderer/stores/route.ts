import { writable, type Readable } from 'svelte/store';
import type { ClipId } from '../../shared/ids.ts';

export type ViewName = 'home' | 'clips' | 'settings';

/** What the window shows. */
export interface Route {
  readonly view: ViewName;
  /** The clip in the player; null with no player. */
  readonly clipId: ClipId | null;
}

const current = writable<Route>({ view: 'home', clipId: null });

export const route: Readable<Route> = current;

/** Shows a page, with no clip open. */
export const showView = (view: ViewName): void => current.set({ view, clipId: null });

/** Shows a clip in the player. */
export const openClip = (clipId: ClipId): void => current.set({ view: 'clips', clipId });
