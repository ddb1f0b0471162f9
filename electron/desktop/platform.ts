import { app, globalShortcut, Notification, powerMonitor as electronPowerMonitor } from 'electron';
import { m } from '../../shared/messages/compiled/messages.js';
import type { ShortcutName } from '../../shared/preferences.ts';
import type { Dispose } from '../lib/dispose.ts';
import type { Logger } from '../lib/logger.ts';
import type { Clock } from '../lib/clock.ts';
import type { NotificationPresenter } from './notifications/notification-presenter.ts';
import { createElectronNotifications } from './notifications/electron-notifications.ts';
import { createLinuxNotifications } from './notifications/linux-notifications.ts';
import { connectBus, type DesktopBus } from './dbus.ts';
import { createAutostart, startCommand, type AutostartPort } from './system/autostart.ts';
import { createShortcuts, type ShortcutPort } from './system/shortcuts.ts';
import {
  electronPowerSource,
  createPowerMonitor,
  type PowerMonitor,
  type PowerSource,
} from './power/power-monitor.ts';
import {
  loginSource,
  networkSource,
  batterySource,
  screenSaverSource,
} from './power/linux-power-monitor.ts';

/** What is implemented differently on Linux, macOS and Windows. */
export interface Platform {
  /** Null on macOS and Windows, and on a Linux without one. */
  readonly sessionBus: DesktopBus | null;
  readonly notifications: NotificationPresenter;
  readonly powerMonitor: PowerMonitor;
  readonly autostart: AutostartPort;
  readonly shortcuts: ShortcutPort;
  readonly stop: Dispose;
}

interface PlatformDeps {
  readonly clock: Clock;
  readonly log: Logger;
  readonly icon: string;
  readonly onShortcut: (name: ShortcutName) => void;
}

export function createPlatform({ clock, log, icon, onShortcut }: PlatformDeps): Platform {
  const isLinux = process.platform === 'linux';
  const sessionBus = isLinux ? connectBus('session', clock) : null;
  const systemBus = isLinux ? connectBus('system', clock) : null;
  const notifications =
    sessionBus === null
      ? createElectronNotifications({
          log,
          platform: process.platform,
          create: (options) => new Notification(options),
        })
      : createLinuxNotifications({
          bus: sessionBus,
          clock,
          log,
          appName: m.app_name(),
          desktopEntry: 'porchlight',
          icon,
        });
  const sources = isLinux
    ? linuxSources(sessionBus, systemBus)
    : [electronPowerSource(electronPowerMonitor)];
  const powerMonitor = createPowerMonitor(clock, sources);
  const shortcuts = createShortcuts(globalShortcut, onShortcut);
  return {
    sessionBus,
    notifications,
    powerMonitor,
    shortcuts,
    autostart: createAutostart({
      app,
      platform: process.platform,
      configFolder: app.getPath('appData'),
      command: startCommand({
        appImage: process.env.APPIMAGE,
        execPath: process.execPath,
        appPath: app.getAppPath(),
        isPackaged: app.isPackaged,
      }),
    }),
    stop() {
      shortcuts.stop();
      powerMonitor.stop();
      notifications.stop();
      sessionBus?.close();
      systemBus?.close();
    },
  };
}

const linuxSources = (
  session: DesktopBus | null,
  system: DesktopBus | null,
): readonly PowerSource[] => [
  ...(session === null ? [] : [screenSaverSource(session)]),
  ...(system === null ? [] : [loginSource(system), batterySource(system), networkSource(system)]),
];
