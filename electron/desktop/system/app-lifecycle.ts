import type { Event } from 'electron';
import { seconds, type Clock } from '../../lib/clock.ts';

/** What is needed of Electron's `app`. */
export interface LifecycleApp {
  on(event: 'window-all-closed' | 'activate', listener: () => void): unknown;
  on(event: 'second-instance', listener: (event: Event, args: readonly string[]) => void): unknown;
  on(event: 'open-url', listener: (event: Event, link: string) => void): unknown;
  on(event: 'before-quit', listener: (event: Event) => void): unknown;
  quit(): void;
  exit(code: number): void;
}

export interface StartedApp {
  readonly show: () => void;
  /** The application was started again, with these arguments. */
  readonly startedAgain: (args: readonly string[]) => void;
  /** A link was clicked; macOS reports it with an event of its own. */
  readonly openLink: (link: string) => void;
  /** Saves what must not be lost and stops everything. It has 5 s. */
  readonly stop: () => Promise<void>;
}

export interface Lifecycle {
  /** Handles what has come in so far, and from now on everything at once. */
  ready(deps: StartedApp): void;
  /** Shows the window as soon as the application is ready. */
  show(): void;
  /** A quit has been requested: nothing new is started. */
  isQuitting(): boolean;
}

/**
 * The application runs without a window; a second start shows the first; quitting waits until everything is saved, 5 s at
 * most. Call before anything is awaited: Electron emits a link or a quit only once, and nobody would be listening.
 */
export function watchAppLifecycle(app: LifecycleApp, clock: Clock): Lifecycle {
  const waiting: ((deps: StartedApp) => void)[] = [];
  let deps: StartedApp | null = null;
  let quitting: 'no' | 'stopping' | 'stopped' = 'no';

  function whenReady(action: (deps: StartedApp) => void): void {
    if (deps === null) waiting.push(action);
    else action(deps);
  }

  function end(): void {
    quitting = 'stopped';
    // Not at once: a quit inside the native quit is ignored, and the process would stay without a tray.
    setImmediate(() => app.quit());
  }

  app.on('window-all-closed', () => undefined);
  // Ignored until ready: macOS also emits it at the first start, which may be a hidden one.
  app.on('activate', () => deps?.show());
  app.on('second-instance', (_event, args) => whenReady(({ startedAgain }) => startedAgain(args)));
  app.on('open-url', (event, link) => {
    event.preventDefault();
    whenReady(({ openLink }) => openLink(link));
  });
  app.on('before-quit', (event) => {
    if (quitting === 'stopped') return;
    event.preventDefault();
    if (quitting === 'stopping') return;
    quitting = 'stopping';
    clock.after(longestQuitMs, () => app.exit(0));
    whenReady(({ stop }) => void stop().then(end, end));
  });

  return {
    ready(given) {
      deps = given;
      for (const action of waiting.splice(0)) action(given);
    },
    show: () => whenReady(({ show }) => show()),
    isQuitting: () => quitting !== 'no',
  };
}

/** What is not finished by then is recorded and done at the next start. */
export const longestQuitMs = seconds(5);
