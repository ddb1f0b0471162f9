import { BrowserWindow, session, type Session } from 'electron';
import { AppError, type AppErrorCode } from '../../../shared/errors.ts';
import { minutes, type Clock, type Random } from '../../lib/clock.ts';
import type { SignInPage } from '../../services/account/sign-in-flow.ts';
import { denyPermissions } from '../protocols/session-guard.ts';

interface SignInWindowDeps {
  readonly title: string;
  readonly icon: string;
  readonly clock: Clock;
  readonly random: Random;
  /** The loopback origin of a simulator; null for the real cloud, where only https is allowed. */
  readonly cloudOrigin: string | null;
}

/**
 * Shows Blink's own sign-in page in a fresh in-memory session without a preload and answers the redirect's address.
 * Rejects with `sign-in-cancelled`, `sign-in-expired`, `refused`, `too-old`, `captive-portal` or `offline`.
 */
export function createSignInWindow(deps: SignInWindowDeps) {
  let open: BrowserWindow | null = null;

  return async function showSignIn(page: SignInPage): Promise<string> {
    open?.destroy();
    const isolated = session.fromPartition(`sign-in-${deps.random.uuid()}`);
    hardenSignIn(isolated, deps.cloudOrigin, page.isRedirect);
    const window = newWindow(deps, isolated);
    open = window;
    try {
      return await redirectOf(window, page, deps.clock);
    } finally {
      if (!window.isDestroyed()) window.destroy();
      await isolated.clearStorageData();
    }
  };
}

const giveUpAfterMs = minutes(10);

function newWindow({ title, icon }: SignInWindowDeps, isolated: Session): BrowserWindow {
  return new BrowserWindow({
    width: 480,
    height: 720,
    title,
    icon,
    autoHideMenuBar: true,
    webPreferences: {
      session: isolated,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      spellcheck: false,
    },
  });
}

function hardenSignIn(
  isolated: Session,
  cloudOrigin: string | null,
  isRedirect: (url: string) => boolean,
): void {
  denyPermissions(isolated);
  isolated.on('will-download', (event) => event.preventDefault());
  isolated.webRequest.onBeforeRequest(({ url }, answer) => {
    answer({ cancel: isRedirect(url) || !isAllowed(url, cloudOrigin) });
  });
}

function isAllowed(url: string, cloudOrigin: string | null): boolean {
  const { protocol, origin } = new URL(url);
  return cloudOrigin === null ? protocol === 'https:' : origin === cloudOrigin;
}

function redirectOf(window: BrowserWindow, page: SignInPage, clock: Clock): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (error: AppError) => reject(error);
    const cancelTimer = clock.after(giveUpAfterMs, () => fail(new AppError('sign-in-expired')));
    const { webContents } = window;
    const take = (event: Electron.Event, url: string) => {
      if (!page.isRedirect(url)) return;
      event.preventDefault();
      resolve(url);
    };
    webContents.on('will-redirect', (event) => take(event, event.url));
    webContents.on('will-navigate', (event) => take(event, event.url));
    webContents.on('did-navigate', (_event, _url, status) => {
      const refusal = refusalOf(status);
      if (refusal !== null) fail(refusal);
    });
    webContents.on('did-fail-load', (...[, code, description, url, isMainFrame]) => {
      if (isMainFrame && !page.isRedirect(url) && code !== aborted) {
        fail(new AppError(unloadedCode(url, description), description));
      }
    });
    window.on('closed', () => {
      cancelTimer();
      fail(new AppError('sign-in-cancelled'));
    });
    window.webContents.loadURL(page.url).catch(() => undefined);
  });
}

// Chromium's word for "we ourselves stopped this load".
const aborted = -3;

/**
 * Somebody else answers for Blink, as the network of a hotel does: with a certificate of its own, or by leading to a page
 * without encryption, which is never loaded.
 */
const unloadedCode = (url: string, description: string): AppErrorCode =>
  foreignCertificates.has(description) || (url.startsWith('http:') && description === stoppedByUs)
    ? 'captive-portal'
    : 'offline';

const foreignCertificates = new Set(['ERR_CERT_AUTHORITY_INVALID', 'ERR_CERT_COMMON_NAME_INVALID']);
const stoppedByUs = 'ERR_BLOCKED_BY_CLIENT';

/** A refusal at the edge is not a wrong password: it has its own name. */
function refusalOf(status: number): AppError | null {
  if (status === 406) return new AppError('refused', 'the sign-in page answered 406');
  if (status === 426) return new AppError('too-old', 'the sign-in page answered 426');
  if (status === 429) return new AppError('rate-limited', 'the sign-in page answered 429');
  if (status === 511) return new AppError('captive-portal', 'the network answered 511');
  if (status >= 500) return new AppError('cloud-trouble', `the sign-in page answered ${status}`);
  return null;
}
