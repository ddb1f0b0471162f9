import type { Dispose } from '../lib/dispose.ts';
import { watchOwner } from './dbus.ts';

/**
 * Tells whether something on this desktop shows tray items. Windows and macOS always do; on Linux the panel has to
 * offer it, and some do not.
 */
export function watchTrayHost(
  platform: NodeJS.Platform,
  onChange: (hasTrayHost: boolean) => void,
): Dispose {
  if (platform === 'linux') return watchOwner('org.kde.StatusNotifierWatcher', onChange);
  onChange(true);
  return () => undefined;
}
