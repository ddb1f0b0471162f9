import type { KeepPolicy, TrayStyle } from '../../shared/app-state.ts';
import type { LinkName } from '../../shared/links.ts';
import type { NotificationSettings } from '../../shared/notifications.ts';
import type { Autostart, ShortcutName } from '../../shared/preferences.ts';
import { m } from '../../shared/messages/compiled/messages.js';
import { api } from '../api.ts';
import { attempt } from './attempt.ts';
import { sayDone } from './said.ts';

export async function chooseKeepPolicy(policy: KeepPolicy): Promise<void> {
  await attempt(api.chooseKeepPolicy(policy));
}

export async function chooseTrayStyle(style: TrayStyle): Promise<void> {
  await attempt(api.chooseTrayStyle(style));
}

export async function saveNotifications(settings: NotificationSettings): Promise<void> {
  await attempt(api.saveNotifications(settings), m.notify_failed());
}

export async function setArmedOnLock(isOn: boolean): Promise<void> {
  await attempt(api.setArmedOnLock(isOn), m.notify_failed());
}

export async function setLocalChecks(isOn: boolean): Promise<void> {
  await attempt(api.setLocalChecks(isOn), m.notify_failed());
}

/** Takes some seconds for each hub. */
export async function checkLocalStorage(): Promise<void> {
  const answer = await attempt(api.checkLocalStorage(), m.local_check_failed());
  sayDone(answer, m.local_check_done());
}

export async function confirmReset(): Promise<void> {
  await attempt(api.confirmReset(), m.reset_failed());
}

export async function setAutostart(choice: Autostart): Promise<void> {
  await attempt(api.setAutostart(choice), m.notify_failed());
}

/** Null takes the keys away. */
export async function setShortcut(name: ShortcutName, keys: string | null): Promise<void> {
  await attempt(api.setShortcut({ name, keys }), m.notify_failed());
}

/** Opens one of our named pages in the person's browser. */
export async function openLink(name: LinkName): Promise<void> {
  await attempt(api.openLink(name));
}
