import type { IpcMainInvokeEvent, WebContents } from 'electron';
import type { WindowName } from '../../shared/ipc/contract.ts';
import { appOrigin } from '../../shared/origin.ts';

/** Knows which of our windows a message comes from. */
export interface WindowRegistry {
  /** Remembers a window until its page is destroyed. */
  add(name: WindowName, contents: WebContents): void;
  contentsOf(name: WindowName): WebContents | null;
  /** Null for an unknown window, a frame inside a page, or a page that is not ours. */
  senderOf(event: IpcMainInvokeEvent): WindowName | null;
}

export function createWindowRegistry(): WindowRegistry {
  const windows = new Map<WebContents, WindowName>();

  return {
    add(name, contents) {
      windows.set(contents, name);
      contents.once('destroyed', () => windows.delete(contents));
    },
    contentsOf(name) {
      const entry = [...windows].find(
        ([contents, known]) => known === name && !contents.isDestroyed(),
      );
      return entry?.[0] ?? null;
    },
    senderOf({ sender, senderFrame }) {
      if (senderFrame === null || senderFrame !== sender.mainFrame) return null;
      if (senderFrame.origin !== appOrigin) return null;
      return windows.get(sender) ?? null;
    },
  };
}
