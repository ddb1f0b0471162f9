/** What the mouse does on the tray icon, and how the menu gets there. */
export interface TrayConduct {
  /**
   * `attached`: the desktop shows the menu itself, and gets it anew after every change. `popped-up`: an attached menu
   * would take the left click as well, so it is built when asked for.
   */
  readonly menu: 'attached' | 'popped-up';
  /** The panel hangs from the icon where the system tells where that is. */
  readonly hasBounds: boolean;
}

/**
 * The left click shows or hides the panel everywhere; on Linux that is what the desktop calls "activate", and some
 * desktops show the menu instead.
 */
export function trayConduct(platform: NodeJS.Platform): TrayConduct {
  const isLinux = platform !== 'darwin' && platform !== 'win32';
  return isLinux ? { menu: 'attached', hasBounds: false } : { menu: 'popped-up', hasBounds: true };
}
