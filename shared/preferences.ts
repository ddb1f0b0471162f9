import type { NotificationSettings } from './notifications.ts';
import { usualNotifications } from './notifications.ts';

/** Whether it starts with the computer, and how. */
export type Autostart = 'off' | 'on' | 'hidden';

/** What a key combination may do, wherever the focus is. */
export const shortcutNames = ['toggle-arming', 'open-window', 'latest-clip', 'mute'] as const;
export type ShortcutName = (typeof shortcutNames)[number];

/** A global key combination in Electron's writing (`CommandOrControl+Shift+A`). */
export interface Shortcut {
  readonly keys: string;
  /** `taken`: another program has it; `invalid`: no such keys. */
  readonly status: 'active' | 'taken' | 'invalid';
}

/** What settings are about, in a person's words: said when they could not be read. */
export const resetTopics = [
  'everything',
  'account',
  'archive',
  'timed-disarms',
  'arm-on-lock',
  'notifications',
  'shortcuts',
  'appearance',
] as const;
export type ResetTopic = (typeof resetTopics)[number];

/** What the person chose for this computer. */
export interface Preferences {
  readonly notifications: NotificationSettings;
  /** Arms every system when the screen is locked; it never disarms, it asks. */
  readonly isArmedOnLock: boolean;
  /** Null where it cannot be chosen. */
  readonly autostart: Autostart | null;
  readonly shortcuts: Readonly<Partial<Record<ShortcutName, Shortcut>>>;
  /** A look at what lies on the sync module's stick, every 15 minutes while armed. */
  readonly hasLocalChecks: boolean;
  /** Settings that could not be read and have their usual values again; empty once the person has seen it. */
  readonly resetTopics: readonly ResetTopic[];
}

export const usualPreferences: Preferences = {
  notifications: usualNotifications,
  isArmedOnLock: false,
  autostart: null,
  shortcuts: {},
  hasLocalChecks: true,
  resetTopics: [],
};
