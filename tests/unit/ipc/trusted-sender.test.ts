import { EventEmitter } from 'node:events';
import type { IpcMainInvokeEvent, WebContents } from 'electron';
import { describe, expect, it } from 'vitest';
import { createWindowRegistry } from '../../../electron/ipc/trusted-sender.ts';

interface FakeFrame {
  readonly origin: string;
}

/** As much of a page as the registry looks at. */
function fakePage(origin = 'app://porchlight') {
  const mainFrame: FakeFrame = { origin };
  const contents = Object.assign(new EventEmitter(), { mainFrame, isDestroyed: () => false });
  const call = (senderFrame: FakeFrame | null = mainFrame) =>
    ({ sender: contents, senderFrame }) as unknown as IpcMainInvokeEvent;
  return { contents: contents as unknown as WebContents, call, emitter: contents };
}

describe('who is speaking', () => {
  it('is the window that was made, and nobody after its page is gone', () => {
    const windows = createWindowRegistry();
    const page = fakePage();
    windows.add('main', page.contents);
    expect(windows.senderOf(page.call())).toBe('main');
    page.emitter.emit('destroyed');
    expect(windows.senderOf(page.call())).toBeNull();
    expect(windows.contentsOf('main')).toBeNull();
  });

  it('is nobody when the page was never made by us', () => {
    expect(createWindowRegistry().senderOf(fakePage().call())).toBeNull();
  });

  it('is nobody when a frame inside the page speaks, even one of our own origin', () => {
    const windows = createWindowRegistry();
    const page = fakePage();
    windows.add('main', page.contents);
    expect(windows.senderOf(page.call({ origin: 'app://porchlight' }))).toBeNull();
    expect(windows.senderOf(page.call(null))).toBeNull();
  });

  it.each(['https://example.com', 'app://porchlight.evil', 'file://', 'null'])(
    'is nobody when the window shows %s',
    (origin) => {
      const windows = createWindowRegistry();
      const page = fakePage(origin);
      windows.add('main', page.contents);
      expect(windows.senderOf(page.call())).toBeNull();
    },
  );
});
