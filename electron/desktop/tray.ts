import path from 'node:path';
import { Menu, nativeImage, nativeTheme, Tray, type NativeImage, type Rectangle } from 'electron';
import type { Clip } from '../../shared/models.ts';
import { disposeAll, type Dispose } from '../lib/dispose.ts';
import type { Clock } from '../lib/timing.ts';
import type { ReadonlyAppStore } from '../store/app-store.ts';
import { createTrayChanges } from './tray-changes.ts';
import { trayConduct } from './tray-conduct.ts';
import { trayIconName, type TrayIconName } from './tray-icon.ts';
import { trayMenu, type TrayActions } from './tray-menu.ts';
import { trayPicture } from './tray-picture.ts';
import { createTrayPulse } from './tray-pulse.ts';
import { trayTooltip } from './tray-tooltip.ts';

interface TrayDeps {
  readonly store: ReadonlyAppStore;
  readonly clock: Clock;
  readonly platform: NodeJS.Platform;
  readonly iconFolder: string;
  readonly latestClips: () => Promise<readonly Clip[]>;
  readonly actions: TrayActions;
  /** A click on the icon; its place where the system tells it. */
  readonly onClick: (bounds: Rectangle | null) => void;
}

/** The tray item: drawn from the store after every change, alive as long as the application. */
export function startTray(deps: TrayDeps): Dispose {
  const { store, clock, platform, actions } = deps;
  const conduct = trayConduct(platform);
  const iconOf = iconLoader(deps.iconFolder);
  let latest: readonly Clip[] = [];
  const menu = () =>
    Menu.buildFromTemplate([
      ...trayMenu({ state: store.get(), latest, now: clock.now() }, actions),
    ]);
  const pulse = createTrayPulse({ clock, onBeat: draw });
  let shown = fileNow();
  let hasHost = store.get().desktop.hasTrayHost;
  let tray = newTray();

  function newTray(): Tray {
    const made = new Tray(iconOf(shown));
    made.on('click', (_event, bounds) => deps.onClick(conduct.hasBounds ? bounds : null));
    // On macOS a double click would delay every single one.
    if (platform === 'darwin') made.setIgnoreDoubleClickEvents(true);
    if (conduct.menu === 'popped-up') {
      made.on('right-click', () => made.popUpContextMenu(menu()));
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
  }

  function draw(): void {
    pulse.follow(store.get());
    const next = fileNow();
    if (next !== shown) tray.setImage(iconOf(next));
    shown = next;
    tray.setToolTip(trayTooltip(store.get(), clock.now()));
    // On Linux nothing else on the wire changes with a menu: it has to be set anew each time.
    if (conduct.menu === 'attached') tray.setContextMenu(menu());
  }

  async function readClips(): Promise<void> {
    latest = await deps.latestClips();
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
  void readClips();
  return disposeAll(
    () => tray.destroy(),
    pulse.stop,
    () => nativeTheme.off('updated', draw),
    unsubscribe,
  );
}

function iconLoader(folder: string): (file: string) => NativeImage {
  const loaded = new Map<string, NativeImage>();
  return (file) => {
    const image = loaded.get(file) ?? nativeImage.createFromPath(path.join(folder, file));
    loaded.set(file, image);
    return image;
  };
}
