import { app } from 'electron';

interface LifecycleDeps {
  readonly show: () => void;
  /** Another start, with the words it was given. */
  readonly startedAgain: (words: readonly string[]) => void;
  /** A link somebody clicked; macOS tells of them in its own way. */
  readonly openLink: (link: string) => void;
}

/** The tray lives on without a window; a second start shows the first; quitting waits until everything is on disk. */
export function stayAlive(deps: LifecycleDeps, stop: () => Promise<void>): void {
  let stopping: Promise<void> | null = null;
  let isStopped = false;
  app.on('window-all-closed', () => undefined);
  app.on('second-instance', (_event, words) => deps.startedAgain(words));
  app.on('activate', deps.show);
  app.on('open-url', (event, link) => {
    event.preventDefault();
    deps.openLink(link);
  });
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
