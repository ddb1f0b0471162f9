import { contextBridge, ipcRenderer } from 'electron';
import { createApi } from '../shared/ipc/create-api.ts';

// Transport only: what may be said stands in the contract, who may say it is checked in main.
contextBridge.exposeInMainWorld(
  'api',
  createApi({
    invoke: (name, arg) => ipcRenderer.invoke(name, arg),
    subscribe(name, listener) {
      // Listeners get the payload, never the event: it would hand out the sender.
      const onPush = (_event: unknown, payload: unknown) => listener(payload);
      ipcRenderer.on(name, onPush);
      return () => ipcRenderer.off(name, onPush);
    },
  }),
);
