import { EventEmitter } from 'node:events';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createSignInWindow } from '../../../../electron/desktop/windows/sign-in-window.ts';
import { minutes } from '../../../../electron/lib/clock.ts';
import { AppError } from '../../../../shared/errors.ts';
import { createFakeClock, settled } from '../../../fixtures/fake-clock.ts';
import { createFakeRandom } from '../../../fixtures/fake-random.ts';

const electron = vi.hoisted(() => ({
  session: { fromPartition: vi.fn<(name: string) => unknown>() },
  BrowserWindow: vi.fn<(options: { webPreferences: Record<string, unknown> }) => void>(),
}));
vi.mock('electron', () => electron);

const redirectUri = 'immedia-blink://applinks.blink.com/signin/callback';
const url = 'https://api.oauth.blink.com/oauth/v2/authorize';

/** A session as far as the sign-in uses one. */
const newSession = () =>
  Object.assign(new EventEmitter(), {
    setPermissionRequestHandler: vi.fn(),
    setPermissionCheckHandler: vi.fn(),
    setDevicePermissionHandler: vi.fn(),
    setDisplayMediaRequestHandler: vi.fn(),
    webRequest: { onBeforeRequest: vi.fn() },
    clearStorageData: vi.fn(async () => undefined),
  });

function newWindow() {
  let isDestroyed = false;
  const contents = Object.assign(new EventEmitter(), { loadURL: vi.fn(async () => undefined) });
  const window = Object.assign(new EventEmitter(), {
    webContents: contents,
    isDestroyed: () => isDestroyed,
    destroy() {
      if (isDestroyed) return;
      isDestroyed = true;
      window.emit('closed');
    },
  });
  return window;
}

type FakeWindow = ReturnType<typeof newWindow>;
type FakeSession = ReturnType<typeof newSession>;

const windows: FakeWindow[] = [];
const sessions: FakeSession[] = [];
beforeEach(() => {
  windows.length = 0;
  sessions.length = 0;
  electron.BrowserWindow.mockReset().mockImplementation(function () {
    const window = newWindow();
    windows.push(window);
    return window;
  });
  electron.session.fromPartition.mockReset().mockImplementation(() => {
    const session = newSession();
    sessions.push(session);
    return session;
  });
});

function last<T>(all: readonly T[]): T {
  const found = all.at(-1);
  if (found === undefined) throw new Error('nothing was made');
  return found;
}

/** A sign-in window that is open, and how its showing ends. */
function setUp(cloudOrigin: string | null = null) {
  const clock = createFakeClock();
  const look = { title: 'Sign in', icon: 'icon.png' };
  const show = createSignInWindow({ ...look, clock, random: createFakeRandom(), cloudOrigin });
  const open = () => {
    const shown = show({ url, isRedirect: (address) => address.startsWith(redirectUri) });
    const ended = shown.catch((error: unknown) => (error instanceof AppError ? error.code : error));
    return { ended, window: last(windows), session: last(sessions) };
  };
  return { clock, open, ...open() };
}

const asks = ({ webRequest }: FakeSession, address: string): boolean => {
  const answer = vi.fn<(verdict: { cancel: boolean }) => void>();
  const [handler] = last(webRequest.onBeforeRequest.mock.calls) as [
    (details: object, answer: unknown) => void,
  ];
  handler({ url: address }, answer);
  return last(answer.mock.calls)[0].cancel;
};

describe('the sign-in window', () => {
  it('is a sandboxed page of its own session, without a preload', () => {
    const { session, window } = setUp();
    const [{ webPreferences }] = last(electron.BrowserWindow.mock.calls);
    expect(webPreferences).toEqual({
      session,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      spellcheck: false,
    });
    // Kept in memory only: a name that does not begin with "persist:".
    expect(electron.session.fromPartition).toHaveBeenCalledWith(
      expect.stringMatching(/^sign-in-.+/),
    );
    expect(window.webContents.loadURL).toHaveBeenCalledWith(url);
  });

  it('has no permissions and downloads nothing', () => {
    const { session } = setUp();
    expect(session.setPermissionRequestHandler).toHaveBeenCalledTimes(1);
    expect(session.setPermissionCheckHandler).toHaveBeenCalledTimes(1);
    expect(session.setDevicePermissionHandler).toHaveBeenCalledTimes(1);
    const preventDefault = vi.fn();
    session.emit('will-download', { preventDefault });
    expect(preventDefault).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['https://api.oauth.blink.com/x', false],
    ['https://www.google.com/recaptcha/api.js', false],
    ['http://api.oauth.blink.com/x', true],
    ['file:///etc/passwd', true],
    ['ws://example.com/', true],
    [`${redirectUri}?code=1`, true],
  ])('at the real cloud, a request for %s is cancelled: %s', (address, cancel) => {
    expect(asks(setUp().session, address)).toBe(cancel);
  });

  it.each([
    ['http://127.0.0.1:9000/x', false],
    ['http://127.0.0.1:9001/x', true],
    ['https://example.com/', true],
    [`${redirectUri}?code=1`, true],
  ])('at a simulator, a request for %s is cancelled: %s', (address, cancel) => {
    expect(asks(setUp('http://127.0.0.1:9000').session, address)).toBe(cancel);
  });

  it.each(['will-redirect', 'will-navigate'])(
    'takes the address that ends it at %s',
    async (at) => {
      const { ended, window, session } = setUp();
      const preventDefault = vi.fn();
      window.webContents.emit(at, { url: 'https://api.oauth.blink.com/next', preventDefault });
      expect(preventDefault).not.toHaveBeenCalled();
      window.webContents.emit(at, { url: `${redirectUri}?code=1`, preventDefault });
      expect(await ended).toBe(`${redirectUri}?code=1`);
      expect(preventDefault).toHaveBeenCalledTimes(1);
      expect(window.isDestroyed()).toBe(true);
      expect(session.clearStorageData).toHaveBeenCalledTimes(1);
    },
  );

  it.each([
    [406, 'refused'],
    [426, 'too-old'],
    [429, 'rate-limited'],
    [500, 'cloud-trouble'],
  ])('answered %d ends with %s', async (status, code) => {
    const { ended, window } = setUp();
    window.webContents.emit('did-navigate', {}, url, 200);
    window.webContents.emit('did-navigate', {}, url, status);
    expect(await ended).toBe(code);
    expect(window.isDestroyed()).toBe(true);
  });

  it('without a connection ends with offline; what we stopped ourselves does not end it', async () => {
    const { ended, window, session } = setUp();
    window.webContents.emit('did-fail-load', {}, -3, 'aborted', url, true);
    window.webContents.emit('did-fail-load', {}, -106, 'a picture', url, false);
    window.webContents.emit('did-fail-load', {}, -105, 'redirect', `${redirectUri}?code=1`, true);
    await settled();
    expect(window.isDestroyed()).toBe(false);
    window.webContents.emit('did-fail-load', {}, -106, 'no internet', url, true);
    expect(await ended).toBe('offline');
    expect(session.clearStorageData).toHaveBeenCalledTimes(1);
  });

  it('closed by the person is cancelled, and forgets what was typed', async () => {
    const { clock, ended, window, session } = setUp();
    window.destroy();
    expect(await ended).toBe('sign-in-cancelled');
    expect(session.clearStorageData).toHaveBeenCalledTimes(1);
    expect(clock.pending()).toEqual([]);
  });

  it('is closed after ten minutes', async () => {
    const { clock, ended, window } = setUp();
    await clock.advance(minutes(10) - 1);
    expect(window.isDestroyed()).toBe(false);
    await clock.advance(1);
    expect(await ended).toBe('sign-in-expired');
    expect(window.isDestroyed()).toBe(true);
  });

  it('is the only one', async () => {
    const { ended, window, open } = setUp();
    const second = open();
    expect(await ended).toBe('sign-in-cancelled');
    expect([window.isDestroyed(), second.window.isDestroyed()]).toEqual([true, false]);
  });
});
