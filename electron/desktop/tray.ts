import path from 'node:path';
import { Menu, nativeImage, Tray, type NativeImage } from 'electron';
import type { Clip } from '../../shared/models.ts';
import { m } from '../../shared/messages/compiled/messages.js';
import type { Dispose } from '../lib/dispose.ts';
import type { ReadonlyAppStore } from '../store/app-store.ts';
import { trayIconName, type TrayIconName } from './tray-icon.ts';
import { statusLines, trayMenu, type TrayActions } from './tray-menu.ts';

interface TrayDeps {
  readonly store: ReadonlyAppStore;
  readonly iconFolder: string;
  readonly latestClips: () => Promise<readonly Clip[]>;
  readonly actions: TrayActions;
}

/** The tray item: drawn from the store after every change, alive as long as the application. */
export function startTray({ store, iconFolder, latestClips, actions }: TrayDeps): Dispose {
  const iconOf = iconLoader(iconFolder);
  let latest: readonly Clip[] = [];
  let iconName = trayIconName(store.get());
  let hasHost = store.get().desktop.hasTrayHost;
  let tray = newTray();

  function newTray(): Tray {
    const made = new Tray(iconOf(iconName));
    made.on('click', actions.open);
    return made;
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
    const state = store.get();
    const nextIcon = trayIconName(state);
    if (nextIcon !== iconName) tray.setImage(iconOf(nextIcon));
    iconName = nextIcon;
    tray.setToolTip(tooltip(state));
    // On Linux nothing else on the wire changes with a menu: it has to be set anew each time.
    tray.setContextMenu(Menu.buildFromTemplate(trayMenu(state, latest, actions)));
  }

  async function readClips(): Promise<void> {
    latest = await latestClips();
    draw();
  }

  const drawn = new Set(['account', 'home', 'arming', 'clips', 'desktop']);
  const unsubscribe = store.subscribe((change) => {
    if (change.slice === 'desktop') followHost();
    if (drawn.has(change.slice)) draw();
    if (change.slice === 'clips') void readClips();
  });
  draw();
  void readClips();
  return () => {
    unsubscribe();
    tray.destroy();
  };
}

function tooltip(state: ReturnType<ReadonlyAppStore['get']>): string {
  const unseen = state.clips.unseen > 0 ? [m.tray_unseen({ count: state.clips.unseen })] : [];
  return [m.app_name(), ...statusLines(state), ...unseen].join(' · ');
}

function iconLoader(folder: string): (name: TrayIconName) => NativeImage {
  const loaded = new Map<TrayIconName, NativeImage>();
  return (name) => {
    const image = loaded.get(name) ?? nativeImage.createFromPath(path.join(folder, `${name}.png`));
    loaded.set(name, image);
    return image;
  };
}
