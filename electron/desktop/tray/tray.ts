import path from 'node:path';
import { Menu, nativeImage, nativeTheme, Tray, type NativeImage, type Rectangle } from 'electron';
import type { Clip } from '../../../shared/models.ts';
import { disposeAll, type Dispose } from '../../lib/dispose.ts';
import type { Clock } from '../../lib/clock.ts';
import type { ReadonlyAppStore } from '../../store/app-store.ts';
import type { TrayActions } from './tray-actions.ts';
import {
  createTrayAnimation,
  createTrayChangeFilter,
  trayBehavior,
  trayIconName,
  trayIconFile,
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

/** What the tray needs once the application has started. */
interface TrayConnection {
  readonly actions: TrayActions;
  readonly latestClips: () => Promise<readonly Clip[]>;
  /** A left click on the icon; `bounds` where the system reports the place of the icon. */
  readonly onClick: (bounds: Rectangle | null) => void;
}

export interface TrayItem {
  /** From now on the menu is complete. */
  connect(connection: TrayConnection): void;
  readonly stop: Dispose;
}

/**
 * The tray item: drawn from the store after every change, for as long as the application runs. It is shown before
 * anything else is opened, and says until then that the application is starting.
 */
export function startTray(deps: TrayDeps): TrayItem {
  const { store, clock, platform, whileStarting } = deps;
  let connection: TrayConnection | null = null;
  const behavior = trayBehavior(platform);
  const iconOf = createIconLoader(deps.iconFolder);
  let latest: readonly Clip[] = [];
  const menuItems = () => {
    const facts = { state: store.get(), latest, now: clock.now() };
    return connection === null
      ? startingMenu(facts, whileStarting)
      : trayMenu(facts, connection.actions);
  };
  const animation = createTrayAnimation({ clock, onFrame: draw });
  let shownIcon = iconFile();
  let shownMenu = '';
  let shownTooltip = '';
  let hasHost = store.get().desktop.hasTrayHost;
  let tray = newTray();

  function newTray(): Tray {
    const made = new Tray(iconOf(shownIcon));
    made.on('click', (_event, bounds) => {
      if (connection === null) whileStarting.open();
      else connection.onClick(behavior.hasBounds ? bounds : null);
    });
    // On macOS a double click would delay every single one.
    if (platform === 'darwin') made.setIgnoreDoubleClickEvents(true);
    if (behavior.menu === 'popped-up') {
      made.on('right-click', () => made.popUpContextMenu(Menu.buildFromTemplate([...menuItems()])));
    }
    return made;
  }

  function iconFile(): string {
    const { shouldUseDarkColorsForSystemIntegratedUI: isTaskbarDark } = nativeTheme;
    const style = store.get().desktop.trayStyle;
    const name: TrayIconName = trayIconName(store.get(), animation.frame());
    return trayIconFile({ platform, style, isTaskbarDark }, name);
  }

  // A host that starts after the item does not show it: the item is made again.
  function followHost(): void {
    const hadHost = hasHost;
    hasHost = store.get().desktop.hasTrayHost;
    if (hadHost || !hasHost) return;
    tray.destroy();
    tray = newTray();
    shownMenu = '';
    shownTooltip = '';
  }

  function draw(): void {
    animation.follow(store.get());
    const next = iconFile();
    if (next !== shownIcon) tray.setImage(iconOf(next));
    shownIcon = next;
    drawTooltip();
    if (behavior.menu === 'attached') drawMenu();
  }

  function drawTooltip(): void {
    const tooltip = trayTooltip(store.get(), clock.now());
    if (tooltip !== shownTooltip) tray.setToolTip(tooltip);
    shownTooltip = tooltip;
  }

  // Setting a menu closes an open one, or makes it flicker, so it is set only when it has changed.
  function drawMenu(): void {
    const items = menuItems();
    // Items with the same words do something else once the application has started.
    const content = `${connection === null ? 'starting' : 'started'} ${menuContent(items)}`;
    if (content === shownMenu) return;
    shownMenu = content;
    tray.setContextMenu(Menu.buildFromTemplate([...items]));
  }

  async function readClips(): Promise<void> {
    if (connection === null) return;
    latest = await connection.latestClips();
    draw();
  }

  const isShown = createTrayChangeFilter(store.get().connection);
  const unsubscribe = store.subscribe((change) => {
    if (change.slice === 'desktop') followHost();
    if (isShown(change)) draw();
    if (change.slice === 'clips') void readClips();
  });
  nativeTheme.on('updated', draw);
  draw();
  return {
    connect(given) {
      connection = given;
      draw();
      void readClips();
    },
    stop: disposeAll(
      () => tray.destroy(),
      animation.stop,
      () => nativeTheme.off('updated', draw),
      unsubscribe,
    ),
  };
}

function createIconLoader(folder: string): (file: string) => NativeImage {
  const loaded = new Map<string, NativeImage>();
  return (file) => {
    const image = loaded.get(file) ?? nativeImage.createFromPath(path.join(folder, file));
    loaded.set(file, image);
    return image;
  };
}
