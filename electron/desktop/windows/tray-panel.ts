import { BrowserWindow, screen, type Point, type Rectangle, type WebContents } from 'electron';
import type { NetworkId } from '../../../shared/ids.ts';
import { appOrigin } from '../../../shared/origin.ts';
import type { Dispose } from '../../lib/dispose.ts';
import type { Logger } from '../../lib/logger.ts';
import type { Clock } from '../../lib/clock.ts';
import { pageWebPreferences, watchRenderer } from './renderer-window.ts';
import { hidesOnBlur, keepHiddenMs, opensOnClick, panelPlace } from './window-bounds.ts';

/** The small window at the tray, made when asked for and destroyed after a while out of sight. */
export interface TrayPanel {
  /** For a click on the icon; its bounds where the system reports them. */
  toggle(tray: Rectangle | null): void;
  /** With a network, the panel asks until when to disarm it. */
  show(asked: PanelAsked): void;
  hide(): void;
  /** The page listens from now on. */
  pageIsReady(): void;
}

interface PanelAsked {
  readonly disarmUntil: NetworkId | null;
}

interface TrayPanelDeps {
  readonly preload: string;
  readonly icon: string;
  readonly title: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly platform: NodeJS.Platform;
  readonly onCreated: (contents: WebContents) => void;
  readonly pushShown: (asked: PanelAsked) => void;
}

export function createTrayPanel(deps: TrayPanelDeps): TrayPanel {
  const { clock, platform, pushShown } = deps;
  let panel: BrowserWindow | null = null;
  let isReady = false;
  let tray: Rectangle | null = null;
  /** Where the pointer was when the panel was shown; it may have moved since. */
  let pointer: Point | null = null;
  let blurredAt: number | null = null;
  let cancelDestroy: Dispose = () => undefined;
  let asked: PanelAsked = { disarmUntil: null };

  function open(): BrowserWindow {
    isReady = false;
    const made = newPanel(deps);
    made.on('blur', () => {
      const areDevToolsFocused = made.webContents.isDevToolsFocused();
      if (!hidesOnBlur({ isPointerOnTray: isPointerIn(tray), areDevToolsFocused })) return;
      if (made.isVisible()) blurredAt = clock.now();
      hide();
    });
    const unwatch = watchDisplays(() => {
      if (made.isVisible()) place(made);
    });
    made.on('closed', () => {
      unwatch();
      if (panel === made) panel = null;
    });
    return made;
  }

  function show(next: PanelAsked): void {
    asked = next;
    cancelDestroy();
    panel ??= open();
    if (isReady) present(panel);
  }

  function present(window: BrowserWindow): void {
    pointer = pointerPlace();
    place(window);
    window.setAlwaysOnTop(true);
    window.show();
    window.focus();
    pushShown(asked);
  }

  function place(window: BrowserWindow): void {
    const { x, y } = placeFor({ tray, pointer }, platform, window.getBounds());
    window.setPosition(x, y);
  }

  function hide(): void {
    if (panel?.isVisible() !== true) return;
    panel.hide();
    cancelDestroy();
    const hidden = panel;
    cancelDestroy = clock.after(keepHiddenMs, () => hidden.destroy());
  }

  return {
    toggle(bounds) {
      tray = bounds;
      if (panel?.isVisible() === true) hide();
      else if (opensOnClick(blurredAt, clock.now())) show({ disarmUntil: null });
    },
    show,
    hide,
    pageIsReady() {
      isReady = true;
      if (panel !== null && !panel.isVisible()) present(panel);
    },
  };
}

function newPanel(deps: TrayPanelDeps): BrowserWindow {
  const { preload, icon, title, platform, clock, log, onCreated } = deps;
  const panel = new BrowserWindow({
    width: 360,
    height: 560,
    title,
    icon,
    show: false,
    frame: false,
    resizable: false,
    minimizable: false,
    maximizable: false,
    fullscreenable: false,
    skipTaskbar: true,
    backgroundColor: '#10141c',
    webPreferences: pageWebPreferences(preload),
  });
  if (platform === 'darwin') panel.setVisibleOnAllWorkspaces(true, { visibleOnFullScreen: true });
  onCreated(panel.webContents);
  watchRenderer(panel, { clock, log, onGone: () => undefined });
  void panel.loadURL(`${appOrigin}/panel.html`);
  return panel;
}

/** After a change of the screens the panel may be out of sight. */
function watchDisplays(onChange: () => void): Dispose {
  screen.on('display-added', onChange);
  screen.on('display-removed', onChange);
  screen.on('display-metrics-changed', onChange);
  return () => {
    screen.off('display-added', onChange);
    screen.off('display-removed', onChange);
    screen.off('display-metrics-changed', onChange);
  };
}

interface Anchor {
  readonly tray: Rectangle | null;
  readonly pointer: Point | null;
}

function placeFor({ tray, pointer }: Anchor, platform: NodeJS.Platform, size: Rectangle): Point {
  const near = tray ?? pointer;
  const shown = near === null ? screen.getPrimaryDisplay() : screen.getDisplayNearestPoint(near);
  const { workArea, bounds: display } = shown;
  return panelPlace({ platform, tray, pointer, workArea, display, size });
}

/** Wayland does not report the pointer. */
const pointerPlace = (): Point | null =>
  process.env.XDG_SESSION_TYPE === 'wayland' ? null : screen.getCursorScreenPoint();

function isPointerIn(area: Rectangle | null): boolean {
  const pointer = pointerPlace();
  if (area === null || pointer === null) return false;
  const { x, y } = pointer;
  return x >= area.x && x < area.x + area.width && y >= area.y && y < area.y + area.height;
}
