import type { WindowName } from '../../shared/ipc/contract.ts';
import type { Payload, PushName } from '../../shared/ipc/types.ts';
import type { Dispose } from '../lib/dispose.ts';
import type { ReadonlyAppStore } from '../store/app-store.ts';
import type { WindowRegistry } from './trusted-sender.ts';

/** Sends a push to one of our windows; does nothing when it is not open. */
export type PushTo = <K extends PushName>(window: WindowName, name: K, payload: Payload<K>) => void;

/** The only place that calls `webContents.send`. */
export function createPushTo(windows: WindowRegistry): PushTo {
  return (window, name, payload) => windows.contentsOf(window)?.send(name, payload);
}

/** Every change of the state goes to the windows that show it. */
export const broadcastState = (store: ReadonlyAppStore, pushTo: PushTo): Dispose =>
  store.subscribe((change) => {
    pushTo('main', 'sliceChanged', change);
    pushTo('panel', 'sliceChanged', change);
  });
