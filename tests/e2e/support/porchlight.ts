import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';

/** The account every world of the simulator has. */
export const demoAccount = {
  email: 'demo@porchlight.test',
  password: 'porchlight',
  code: '123456',
} as const;

interface LaunchOptions {
  /** The desktop session the application runs in. */
  readonly env: Readonly<Record<string, string>>;
  /** Null: as for a real account. */
  readonly cloudUrl: string | null;
  /** Null: the application's own choice. */
  readonly dataFolder: string | null;
  /** Words of the command line. */
  readonly words?: readonly string[];
}

/** A running application and its windows. */
export interface Porchlight {
  readonly app: ElectronApplication;
  /** The main window, once its page is there. */
  window(): Promise<Page>;
  signInWindow(): Promise<Page>;
  /** The panel at the tray, once its page is there. */
  panel(): Promise<Page>;
  /** Whether the panel is on the screen. */
  isPanelShown(): Promise<boolean>;
  close(): Promise<void>;
}

/** Starts the built application, as `npm start` does. */
export async function launchPorchlight(options: LaunchOptions): Promise<Porchlight> {
  const args = ['.', ...(options.words ?? [])];
  const app = await _electron.launch({ args, env: environment(options) });
  const child = app.process();
  const pageAt = (isIt: (url: string) => boolean) => pageOf(app, isIt);
  return {
    app,
    window: () => pageAt((url) => url.endsWith('/index.html')),
    signInWindow: () => pageAt((url) => url.includes('/oauth/v2/signin')),
    panel: () => pageAt((url) => url.endsWith('/panel.html')),
    isPanelShown: () =>
      app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows().some(
          (window) => window.webContents.getURL().endsWith('/panel.html') && window.isVisible(),
        ),
      ),
    async close() {
      if (hasEnded(child)) return;
      const ended = once(child, 'exit');
      await app.close();
      // One that slept has lost its connection to Playwright: it is asked as a desktop asks.
      if (!hasEnded(child)) child.kill('SIGTERM');
      await ended;
    },
  };
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean =>
  exitCode !== null || signalCode !== null;

/** As a power cut ends it: nothing is tidied up. */
export async function killHard({ app }: Porchlight): Promise<void> {
  const child = app.process();
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}

/** A data folder of its own, removed by `remove`. */
export async function newDataFolder(): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'porchlight-data-'));
  return { folder, remove: () => rm(folder, { recursive: true, force: true, maxRetries: 10 }) };
}

/** Types the demo account and the second factor into the hosted page, as a person would. */
export async function typeSignIn(page: Page, account = demoAccount): Promise<void> {
  await page.getByLabel('E-mail').fill(account.email);
  await page.getByLabel('Password').fill(account.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByLabel('Code').fill(account.code);
  await page.getByRole('button', { name: 'Verify' }).click();
}

function environment({ env, cloudUrl, dataFolder }: LaunchOptions): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    ...(process.env.ELECTRON_OVERRIDE_DIST_PATH === undefined
      ? {}
      : { ELECTRON_OVERRIDE_DIST_PATH: process.env.ELECTRON_OVERRIDE_DIST_PATH }),
    ...env,
    ...(cloudUrl === null ? {} : { PORCHLIGHT_CLOUD: cloudUrl }),
    ...(dataFolder === null ? {} : { PORCHLIGHT_DATA: dataFolder }),
    LANG: 'en_US.UTF-8',
  };
}

async function pageOf(app: ElectronApplication, isIt: (url: string) => boolean): Promise<Page> {
  const open = app.windows().find((page) => isIt(page.url()));
  if (open !== undefined) return open;
  return new Promise((resolve) => {
    const look = (page: Page) => {
      const check = () => {
        if (isIt(page.url())) resolve(page);
      };
      page.on('framenavigated', check);
      check();
    };
    app.on('window', look);
    app.windows().forEach(look);
  });
}
