import type { KeepPolicy, TrayStyle } from '../../../shared/app-state.ts';
import { AppError, toAppError } from '../../../shared/errors.ts';
import type { NotificationSettings } from '../../../shared/notifications.ts';
import {
  shortcutNames,
  type Autostart,
  type Preferences,
  type Shortcut,
  type ShortcutName,
} from '../../../shared/preferences.ts';
import type { AppStore } from '../../store/app-store.ts';
import type { SettingsStore } from '../../store/settings.ts';

/** What the person chose. Every change is saved, or set in the operating system, before it is in the state. */
export interface SettingsService {
  /** Reads what the operating system keeps into the state, and registers the saved shortcuts. */
  start(): Promise<void>;
  chooseKeepPolicy(policy: KeepPolicy): Promise<void>;
  /** Rejects with `not-supported` where the operating system decides. */
  chooseTrayStyle(style: TrayStyle): Promise<void>;
  /** The person has seen which settings were reset to their defaults. */
  confirmReset(): Promise<void>;
  saveNotifications(settings: NotificationSettings): Promise<void>;
  setArmedOnLock(isOn: boolean): Promise<void>;
  setLocalChecks(isOn: boolean): Promise<void>;
  /** Rejects with `not-supported` where it cannot be chosen, `disk-error` where it cannot be kept. */
  setAutostart(choice: Autostart): Promise<void>;
  /** Null removes it. Whether another program has the keys is in the state. */
  setShortcut(name: ShortcutName, keys: string | null): Promise<void>;
}

export interface SettingsDeps {
  readonly store: AppStore;
  readonly settings: SettingsStore;
  readonly autostart: {
    /** Null where it cannot be chosen. */
    read(): Promise<Autostart | null>;
    write(choice: Autostart): Promise<void>;
  };
  /** Whether the style of the tray icon can be chosen here. */
  readonly hasTrayStyles: boolean;
  readonly setKeys: (name: ShortcutName, keys: string | null) => Shortcut | null;
}

export function createSettingsService(deps: SettingsDeps): SettingsService {
  const { store, settings, autostart, hasTrayStyles, setKeys } = deps;

  const show = (change: Partial<Preferences>) =>
    store.update('preferences', (before) => ({ ...before, ...change }));

  function showKeys(name: ShortcutName, shortcut: Shortcut | null): void {
    const { [name]: _before, ...others } = store.get().preferences.shortcuts;
    show({ shortcuts: shortcut === null ? others : { ...others, [name]: shortcut } });
  }

  return {
    async start() {
      const { shortcuts } = settings.get();
      for (const name of shortcutNames) {
        const keys = shortcuts[name];
        if (keys !== undefined) showKeys(name, setKeys(name, keys));
      }
      show({ autostart: await autostart.read() });
    },
    async chooseKeepPolicy(keepPolicy) {
      settings.update({ keepPolicy });
    },
    async chooseTrayStyle(trayStyle) {
      if (!hasTrayStyles) throw new AppError('not-supported', 'the system decides');
      settings.update({ trayStyle });
    },
    async confirmReset() {
      settings.update({ resetTopics: [] });
    },
    async saveNotifications(notifications) {
      settings.update({ notifications });
    },
    async setArmedOnLock(isArmedOnLock) {
      settings.update({ isArmedOnLock });
    },
    async setLocalChecks(hasLocalChecks) {
      settings.update({ hasLocalChecks });
    },
    async setAutostart(choice) {
      if (store.get().preferences.autostart === null) throw new AppError('not-supported');
      await autostart.write(choice).catch((error: unknown) => {
        throw new AppError('disk-error', toAppError(error).message);
      });
      show({ autostart: await autostart.read() });
    },
    async setShortcut(name, keys) {
      const { [name]: _before, ...others } = settings.get().shortcuts;
      settings.update({ shortcuts: keys === null ? others : { ...others, [name]: keys } });
      showKeys(name, setKeys(name, keys));
    },
  };
}
