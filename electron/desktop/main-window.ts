import { BrowserWindow, type WebContents } from 'electron';
import { appOrigin } from '../../shared/origin.ts';
import { pageWebPreferences } from './page-preferences.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

interface MainWindowDeps {
  readonly preload: string;
  readonly icon: string;
  readonly title: string;
  readonly size: () => Size;
  readonly onResized: (size: Size) => void;
  readonly onCreated: (contents: WebContents) => void;
}

/** The window, made when needed and destroyed when closed: the tray stays. */
export interface MainWindow {
  show(): void;
  /** The page listens from now on. */
  pageIsReady(): void;
  /** Shows the window and runs the action once the page listens. */
  showAnd(action: () => void): void;
}

export function createMainWindow(deps: MainWindowDeps): MainWindow {
  let window: BrowserWindow | null = null;
  let isReady = false;
  let waiting: (() => void)[] = [];

  function open(): BrowserWindow {
    isReady = false;
    const created = newWindow(deps);
    created.on('closed', () => {
      if (window === created) window = null;
    });
    return created;
  }

  function show(): void {
    window ??= open();
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  }

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
  };
}

function newWindow(deps: MainWindowDeps): BrowserWindow {
  const window = new BrowserWindow({
    ...deps.size(),
    minWidth: 420,
    minHeight: 480,
    title: deps.title,
    icon: deps.icon,
    show: false,
    autoHideMenuBar: true,
    backgroundColor: '#10141c',
    webPreferences: pageWebPreferences(deps.preload),
  });
  deps.onCreated(window.webContents);
  window.on('resized', () => deps.onResized(window.getNormalBounds()));
  window.webContents.on('render-process-gone', () => window.destroy());
  void window.loadURL(`${appOrigin}/index.html`);
  return window;
}
