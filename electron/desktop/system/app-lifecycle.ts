import type { Event } from 'electron';
import { seconds, type Clock } from '../../lib/clock.ts';

/** What is needed of Electron's `app`. */
export interface LifecycleApp {
  on(event: 'window-all-closed' | 'activate', listener: () => void): unknown;
  on(event: 'second-instance', listener: (event: Event, words: readonly string[]) => void): unknown;
  on(event: 'open-url', listener: (event: Event, link: string) => void): unknown;
  on(event: 'before-quit', listener: (event: Event) => void): unknown;
  quit(): void;
  exit(code: number): void;
}

export interface StartedApp {
  readonly show: () => void;
  /** Another start, with the words it was given. */
  readonly startedAgain: (words: readonly string[]) => void;
  /** A link somebody clicked; macOS tells of them in its own way. */
  readonly openLink: (link: string) => void;
  /** Writes down what must not be lost and ends everything. It gets 5 s. */
  readonly stop: () => Promise<void>;
}

export interface Lifecycle {
  /** From here on everything is done at once, what came earlier first. */
  ready(deps: StartedApp): void;
  /** Shows the window as soon as there is one. */
  show(): void;
  /** Somebody has asked to quit: nothing new is begun. */
  isQuitting(): boolean;
}

/**
 * The tray lives on without a window; a second start shows the first; quitting waits until everything is on disk, 5 s at
 * most. Call before anything is awaited: Electron tells of a link or of a wish to quit once, whoever listens by then.
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
    // Not at once: inside the native quit it would be forgotten, and the process would live on without anything.
    setImmediate(() => app.quit());
  }

  app.on('window-all-closed', () => undefined);
  // Not kept for later: macOS tells of the first start in this way too, and that one may be hidden.
  app.on('activate', () => deps?.show());
  app.on('second-instance', (_event, words) =>
    whenReady(({ startedAgain }) => startedAgain(words)),
  );
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

/** What is not done by then is recorded, and done at the next start. */
export const longestQuitMs = seconds(5);
