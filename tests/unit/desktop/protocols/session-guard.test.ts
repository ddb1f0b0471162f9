import { EventEmitter } from 'node:events';
import type { App, Session } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import {
  denyNetwork,
  denyPermissions,
  guardContents,
} from '../../../../electron/desktop/protocols/session-guard.ts';

type Handler = (...args: unknown[]) => unknown;

/** Takes a handler and lets the test call it. */
const taker = () => vi.fn<(handler: Handler) => void>();

describe('the session of our pages', () => {
  it('refuses every permission, device and screen', () => {
    const handlers = {
      setPermissionRequestHandler: taker(),
      setPermissionCheckHandler: taker(),
      setDevicePermissionHandler: taker(),
      setDisplayMediaRequestHandler: taker(),
    };
    denyPermissions(handlers as unknown as Session);
    const answer = vi.fn();
    handlers.setPermissionRequestHandler.mock.calls[0]?.[0](null, 'media', answer);
    expect(answer).toHaveBeenCalledWith(false);
    expect(handlers.setPermissionCheckHandler.mock.calls[0]?.[0]()).toBe(false);
    expect(handlers.setDevicePermissionHandler.mock.calls[0]?.[0]()).toBe(false);
    const shown = vi.fn();
    handlers.setDisplayMediaRequestHandler.mock.calls[0]?.[0](null, shown);
    expect(shown).toHaveBeenCalledWith({});
  });

  it.each([
    ['app://porchlight/index.html', false],
    ['media://clip/c1', false],
    ['https://example.com/', true],
    ['http://127.0.0.1:1/', true],
    ['file:///etc/passwd', true],
    ['wss://example.com/', true],
    ['data:text/html,x', true],
  ])('a request for %s is cancelled: %s', (url, cancel) => {
    const onBeforeRequest = taker();
    denyNetwork({ webRequest: { onBeforeRequest } } as unknown as Session);
    const answer = vi.fn();
    onBeforeRequest.mock.calls[0]?.[0]({ url }, answer);
    expect(answer).toHaveBeenCalledWith({ cancel });
  });
});

describe('every page', () => {
  function guarded(mayNavigate: boolean) {
    const app = new EventEmitter();
    const setWindowOpenHandler = taker();
    const contents = Object.assign(new EventEmitter(), { setWindowOpenHandler });
    guardContents(app as unknown as App, () => mayNavigate);
    app.emit('web-contents-created', {}, contents);
    const isPrevented = (name: string) => {
      const preventDefault = vi.fn();
      contents.emit(name, { url: 'https://example.com/', preventDefault });
      return preventDefault.mock.calls.length === 1;
    };
    return { isPrevented, setWindowOpenHandler };
  }

  it('opens no window and attaches no webview', () => {
    const { isPrevented, setWindowOpenHandler } = guarded(true);
    expect(setWindowOpenHandler.mock.calls[0]?.[0]()).toEqual({ action: 'deny' });
    expect(isPrevented('will-attach-webview')).toBe(true);
  });

  it.each(['will-frame-navigate', 'will-redirect'])('is stopped at %s unless it may', (name) => {
    expect(guarded(false).isPrevented(name)).toBe(true);
    expect(guarded(true).isPrevented(name)).toBe(false);
  });
});
