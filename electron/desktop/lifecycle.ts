import { app, powerMonitor } from 'electron';

interface LifecycleDeps {
  readonly show: () => void;
  /** The computer slept. */
  readonly resume: () => void;
}

/** The tray lives on without a window; a second start shows the first; quitting waits until everything is on disk. */
export function stayAlive({ show, resume }: LifecycleDeps, stop: () => Promise<void>): void {
  let stopping: Promise<void> | null = null;
  let isStopped = false;
  app.on('window-all-closed', () => undefined);
  app.on('second-instance', show);
  app.on('activate', show);
  powerMonitor.on('resume', resume);
  app.on('before-quit', (event) => {
    if (isStopped) return;
    event.preventDefault();
    stopping ??= stop().finally(() => {
      isStopped = true;
      // Not at once: inside the native quit it would be forgotten, and the process would live on without anything.
      setImmediate(() => app.quit());
    });
  });
}
