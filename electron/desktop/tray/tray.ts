import type { TrayActions } from './tray-actions.ts';
import path from 'node:path';
import { Menu, nativeImage, nativeTheme, Tray, type NativeImage, type Rectangle } from 'electron';
import type { Clip } from '../../../shared/models.ts';
import { disposeAll, type Dispose } from '../../lib/dispose.ts';
import type { Clock } from '../../lib/clock.ts';
import type { ReadonlyAppStore } from '../../store/app-store.ts';
import {
  createTrayChanges,
  trayBehavior,
  trayIconName,
  trayPicture,
  createTrayAnimation,
  type TrayIconName,
} from './tray-icon.ts';
import { startingMenu, trayMenu, menuContent, type StartingActions } from './tray-menu.ts';
import { trayTooltip } from './tray-status.ts';

interface TrayDeps {
  readonly store: ReadonlyAppStore;
  readonly clock: Clock;
  readonly platform: NodeJS.Platform;
  readonly iconFolder: string;
  /** Until `connect` has been called. */
  readonly whileStarting: StartingActions;
}

/** What the tray needs of an application that has started. */
interface TrayParts {
  readonly actions: TrayActions;
  readonly latestClips: () => Promise<readonly Clip[]>;
  /** A click on the icon; its place where the system tells it. */
  readonly onClick: (bounds: Rectangle | null) => void;
}

export interface TrayItem {
  /** From now on the menu has everything. */
  connect(parts: TrayParts): void;
  readonly stop: Dispose;
}

/**
 * The tray item: drawn from the store after every change, alive as long as the application. It is there before anything
 * else is opened, and says that the application is starting.
 */
export function startTray(deps: TrayDeps): TrayItem {
  const { store, clock, platform, whileStarting } = deps;
  let parts: TrayParts | null = null;
  const conduct = trayBehavior(platform);
  const iconOf = iconLoader(deps.iconFolder);
  let latest: readonly Clip[] = [];
  const menuItems = () => {
    const facts = { state: store.get(), latest, now: clock.now() };
    return parts === null ? startingMenu(facts, whileStarting) : trayMenu(facts, parts.actions);
  };
  const pulse = createTrayAnimation({ clock, onFrame: draw });
  let shown = fileNow();
  let shownMenu = '';
  let shownTip = '';
  let hasHost = store.get().desktop.hasTrayHost;
  let tray = newTray();

  function newTray(): Tray {
    const made = new Tray(iconOf(shown));
    made.on('click', (_event, bounds) => {
      if (parts === null) whileStarting.open();
      else parts.onClick(conduct.hasBounds ? bounds : null);
    });
    // On macOS a double click would delay every single one.
    if (platform === 'darwin') made.setIgnoreDoubleClickEvents(true);
    if (conduct.menu === 'popped-up') {
      made.on('right-click', () => made.popUpContextMenu(Menu.buildFromTemplate([...menuItems()])));
    }
    return made;
  }

  function fileNow(): string {
    const { shouldUseDarkColorsForSystemIntegratedUI: isTaskbarDark } = nativeTheme;
    const style = store.get().desktop.trayStyle;
    const name: TrayIconName = trayIconName(store.get(), pulse.frame());
    return trayPicture({ platform, style, isTaskbarDark }, name);
  }

  // A host that comes after the item never learns of it: it gets a new one.
  function followHost(): void {
    const hadHost = hasHost;
    hasHost = store.get().desktop.hasTrayHost;
    if (hadHost || !hasHost) return;
    tray.destroy();
    tray = newTray();
    shownMenu = '';
    shownTip = '';
  }

  function draw(): void {
    pulse.follow(store.get());
    const next = fileNow();
    if (next !== shown) tray.setImage(iconOf(next));
    shown = next;
    drawTip();
    if (conduct.menu === 'attached') drawMenu();
  }

  function drawTip(): void {
    const tip = trayTooltip(store.get(), clock.now());
    if (tip !== shownTip) tray.setToolTip(tip);
    shownTip = tip;
  }

  // A menu that is open closes, or flickers, when it is set anew: only one that has changed is.
  function drawMenu(): void {
    const items = menuItems();
    // The same words do something else once everything is there.
    const content = `${parts === null ? 'starting' : 'started'} ${menuContent(items)}`;
    if (content === shownMenu) return;
    shownMenu = content;
    tray.setContextMenu(Menu.buildFromTemplate([...items]));
  }

  async function readClips(): Promise<void> {
    if (parts === null) return;
    latest = await parts.latestClips();
    draw();
  }

  const shows = createTrayChanges(store.get().connection);
  const unsubscribe = store.subscribe((change) => {
    if (change.slice === 'desktop') followHost();
    if (shows(change)) draw();
    if (change.slice === 'clips') void readClips();
  });
  nativeTheme.on('updated', draw);
  draw();
  return {
    connect(given) {
      parts = given;
      draw();
      void readClips();
    },
    stop: disposeAll(
      () => tray.destroy(),
      pulse.stop,
      () => nativeTheme.off('updated', draw),
      unsubscribe,
    ),
  };
}

function iconLoader(folder: string): (file: string) => NativeImage {
  const loaded = new Map<string, NativeImage>();
  return (file) => {
    const image = loaded.get(file) ?? nativeImage.createFromPath(path.join(folder, file));
    loaded.set(file, image);
    return image;
  };
}
