import type { Dispose } from '../lib/dispose.ts';
import type { DesktopBus } from './dbus.ts';

/**
 * Tells whether something on this desktop shows tray items. Windows and macOS always do; on Linux the panel has to
 * offer it, and some do not.
 */
export function watchTrayHost(
  { platform, bus }: { readonly platform: NodeJS.Platform; readonly bus: DesktopBus | null },
  onChange: (hasTrayHost: boolean) => void,
): Dispose {
  if (platform === 'linux' && bus !== null) {
    return bus.watchOwner('org.kde.StatusNotifierWatcher', onChange);
  }
  onChange(platform !== 'linux');
  return () => undefined;
}
