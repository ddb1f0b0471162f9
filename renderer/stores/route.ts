import { writable, type Readable } from 'svelte/store';
import type { PageName } from '../../shared/ipc/contract.ts';
import type { ClipId, DeviceId, NetworkId } from '../../shared/ids.ts';

export type ViewName = PageName | 'camera' | 'system';

/** What the window shows. */
export interface Route {
  readonly view: ViewName;
  /** The clip in the player; null with no player. */
  readonly clipId: ClipId | null;
  /** The camera of the camera page. */
  readonly deviceId: DeviceId | null;
  /** The system of the system page. */
  readonly networkId: NetworkId | null;
}

const nothing = { clipId: null, deviceId: null, networkId: null };
const current = writable<Route>({ view: 'home', ...nothing });

export const route: Readable<Route> = current;

/** Shows a page, with no clip open. */
export const showView = (view: PageName): void => current.set({ view, ...nothing });

/** Shows a clip in the player. */
export const openClip = (clipId: ClipId): void =>
  current.set({ ...nothing, view: 'clips', clipId });

/** Shows what can be set and done at one camera. */
export const openCamera = (deviceId: DeviceId): void =>
  current.set({ ...nothing, view: 'camera', deviceId });

/** Shows what can be set and done at one system. */
export const openSystem = (networkId: NetworkId): void =>
  current.set({ ...nothing, view: 'system', networkId });
