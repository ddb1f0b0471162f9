import type { BrowserWindow, WebPreferences } from 'electron';
import { seconds, type Clock } from '../../lib/clock.ts';
import type { Dispose } from '../../lib/dispose.ts';
import type { Logger } from '../../lib/logger.ts';

/** Closes the window when its page crashes, hangs or runs out of memory; tray and cloud session go on. */
export function watchRenderer(
  window: BrowserWindow,
  {
    clock,
    log,
    onGone,
  }: {
    readonly clock: Clock;
    readonly log: Logger;
    /** The page has crashed; the caller decides whether to open it again. */
    readonly onGone: () => void;
  },
): void {
  const contents = window.webContents;
  let cancelEnd: Dispose = () => undefined;
  window.on('unresponsive', () => {
    cancelEnd();
    cancelEnd = clock.after(hangMs, () => contents.forcefullyCrashRenderer());
  });
  window.on('responsive', () => cancelEnd());
  window.on('closed', () => cancelEnd());
  contents.on('render-process-gone', (_event, { reason }) => {
    log.warn('page gone', { reason });
    // After the event: destroying the window inside it crashes Electron.
    setImmediate(() => {
      window.destroy();
      onGone();
    });
  });
}

/** Longer than any work of our pages takes. */
const hangMs = seconds(5);

/** All our pages run sandboxed, isolated and without Node. */
export const pageWebPreferences = (preload: string): WebPreferences => ({
  preload,
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webviewTag: false,
  spellcheck: false,
  navigateOnDragDrop: false,
});
