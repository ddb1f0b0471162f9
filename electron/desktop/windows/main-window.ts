import {
  app,
  BrowserWindow,
  dialog,
  screen,
  type OpenDialogOptions,
  type WebContents,
} from 'electron';
import { appOrigin } from '../../../shared/origin.ts';
import type { WindowPlace } from '../../store/settings-schema.ts';
import type { Logger } from '../../lib/logger.ts';
import { seconds, type Clock } from '../../lib/clock.ts';
import { createFolderChoice, createFolderSearch } from './folder-dialogs.ts';
import { openingPlace } from './window-bounds.ts';
import { pageWebPreferences, watchRenderer } from './renderer-window.ts';

interface MainWindowDeps {
  readonly preload: string;
  readonly icon: string;
  readonly title: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly place: () => WindowPlace;
  readonly onMoved: (place: WindowPlace) => void;
  readonly onCreated: (contents: WebContents) => void;
  /** Whether there is a tray to come back from. */
  readonly hasTray: () => boolean;
  /** The person has closed the window; the application keeps running in the tray. */
  readonly onClosedToTray: () => void;
}

/** The main window, created when needed and destroyed when closed. */
export interface MainWindow {
  show(): void;
  /** The page is loaded and listens. */
  pageIsReady(): void;
  /** Shows the window and runs the action once the page listens. */
  showAnd(action: () => void): void;
  /** Asks for a folder, in front of the window. */
  chooseFolder(): Promise<string | null>;
  /** Asks where the clips are now; null for no answer. */
  findFolder(): Promise<readonly string[] | null>;
}

export function createMainWindow(deps: MainWindowDeps): MainWindow {
  let window: BrowserWindow | null = null;
  let isReady = false;
  let isEnding = false;
  let waiting: (() => void)[] = [];
  app.once('before-quit', () => (isEnding = true));

  function open(): BrowserWindow {
    isReady = false;
    const created = newWindow(deps);
    created.on('close', (event) => {
      deps.onMoved(placeOf(created));
      if (isEnding) return;
      if (deps.hasTray()) {
        deps.onClosedToTray();
        return;
      }
      // Without a tray there would be no way to open it again.
      event.preventDefault();
      created.minimize();
    });
    created.on('closed', () => {
      if (window === created) window = null;
    });
    const openedAt = deps.clock.now();
    watchRenderer(created, {
      clock: deps.clock,
      log: deps.log,
      onGone() {
        // A page that crashes right after opening would crash again and again.
        if (!isEnding && deps.clock.now() - openedAt > shortestLifeMs) show();
      },
    });
    return created;
  }

  function show(): void {
    window ??= open();
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  }

  const ask = (options: OpenDialogOptions) =>
    window === null ? dialog.showOpenDialog(options) : dialog.showOpenDialog(window, options);

  return {
    show,
    pageIsReady() {
      isReady = true;
      const actions = waiting;
      waiting = [];
      for (const action of actions) action();
    },
    showAnd(action) {
      show();
      if (isReady) action();
      else waiting.push(action);
    },
    chooseFolder: createFolderChoice(ask),
    findFolder: createFolderSearch(ask),
  };
}

const shortestLifeMs = seconds(1);

function newWindow(deps: MainWindowDeps): BrowserWindow {
  const place = deps.place();
  const window = new BrowserWindow({
    ...openingPlace(place, screenAreas()),
    minWidth: 420,
    minHeight: 480,
    title: deps.title,
    icon: deps.icon,
    show: false,
    autoHideMenuBar: true,
    backgroundColor: '#10141c',
    webPreferences: pageWebPreferences(deps.preload),
  });
  if (place.isMaximized) window.maximize();
  deps.onCreated(window.webContents);
  const moved = () => deps.onMoved(placeOf(window));
  window.on('resized', moved);
  window.on('moved', moved);
  void window.loadURL(`${appOrigin}/index.html`);
  return window;
}

const placeOf = (window: BrowserWindow): WindowPlace => ({
  ...window.getNormalBounds(),
  isMaximized: window.isMaximized(),
});

/** The main screen first, each without its panels. */
function screenAreas() {
  const main = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== main.id);
  return [main, ...others].map(({ workArea }) => workArea);
}
