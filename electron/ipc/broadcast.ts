import type { WindowName } from '../../shared/ipc/contract.ts';
import type { Payload, PushName } from '../../shared/ipc/types.ts';
import type { Dispose } from '../lib/dispose.ts';
import type { ReadonlyAppStore } from '../store/app-store.ts';
import type { WindowRegistry } from './trusted-sender.ts';

/** Says something to one of our windows; nothing happens when it is not there. */
export type PushTo = <K extends PushName>(window: WindowName, name: K, payload: Payload<K>) => void;

/** The only toucher of `webContents.send`. */
export function createPushTo(windows: WindowRegistry): PushTo {
  return (window, name, payload) => windows.contentsOf(window)?.send(name, payload);
}

/** Every change of the state goes to the windows that show it. */
export const broadcastState = (store: ReadonlyAppStore, pushTo: PushTo): Dispose =>
  store.subscribe((change) => {
    pushTo('main', 'sliceChanged', change);
    pushTo('panel', 'sliceChanged', change);
  });
