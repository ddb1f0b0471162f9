import { m } from '../../../shared/messages/compiled/messages.js';
import type { SettingsStore } from '../../store/settings.ts';
import type { Banners } from '../notifications/notification-presenter.ts';

/** Said once ever: the window is closed, the program is not. */
export function tellOfTray(settings: SettingsStore, banners: Banners): void {
  if (settings.get().hasToldOfTray) return;
  settings.update({ hasToldOfTray: true });
  void banners.show({
    key: 'still-here',
    title: m.close_notice_title(),
    body: m.close_notice_text(),
    picture: null,
    actions: [],
    isUrgent: false,
    keptWhile: () => true,
    onAction: () => undefined,
    onDismissed: () => undefined,
  });
}
