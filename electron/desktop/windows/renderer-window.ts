import type { BrowserWindow, WebPreferences } from 'electron';
import { seconds, type Clock } from '../../lib/clock.ts';
import type { Dispose } from '../../lib/dispose.ts';
import type { Logger } from '../../lib/logger.ts';

interface RendererCareDeps {
  readonly clock: Clock;
  readonly log: Logger;
  /** The page is gone; whether it comes back is the caller's to say. */
  readonly onGone: () => void;
}

/** A page may crash, hang or run out of memory: it is ended, and the tray and the talk with the cloud go on. */
export function watchRenderer(
  window: BrowserWindow,
  { clock, log, onGone }: RendererCareDeps,
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
    // Not inside the event: Electron still works on the dead page, and goes down with it.
    setImmediate(() => {
      window.destroy();
      onGone();
    });
  });
}

/** Longer than any work of ours; a person has given up by then. */
const hangMs = seconds(5);

/** How every page of ours runs: sandboxed, isolated, without Node in any form. */
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
