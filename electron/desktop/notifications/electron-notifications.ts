import type { Notification, NotificationConstructorOptions } from 'electron';
import type { Logger } from '../../lib/logger.ts';
import type { DesktopNotification, NotificationPresenter } from './notification-presenter.ts';
import { escapeMarkup } from './image-data.ts';

interface ElectronNotificationsDeps {
  readonly log: Pick<Logger, 'warn'>;
  readonly platform: NodeJS.Platform;
  readonly create: (options: NotificationConstructorOptions) => Notification;
}

/**
 * Banners of macOS and Windows, which hold them back by themselves when the person wants quiet. On Linux only where we
 * have found no message bus to speak to ourselves.
 */
export function createElectronNotifications({
  log,
  platform,
  create,
}: ElectronNotificationsDeps): NotificationPresenter {
  // Banners without a reference are collected, and their clicks with them.
  const shown = new Map<string, Notification>();

  function forget(key: string): void {
    const notification = shown.get(key);
    // First, so that its close event is not taken for the person's doing.
    shown.delete(key);
    notification?.close();
  }

  function listen(banner: DesktopNotification, notification: Notification): void {
    const { key, buttons, onAction, onDismissed } = banner;
    const isCurrent = () => shown.get(key) === notification;
    const used = () => {
      if (isCurrent()) shown.delete(key);
    };
    notification.on('click', () => {
      used();
      onAction('open');
    });
    notification.on('action', (_event, index) => {
      used();
      const button = buttons[index];
      if (button !== undefined) onAction(button.id);
    });
    notification.on('close', (event) => {
      // On Windows it lies on in the list of notifications when its time on the screen is over.
      if (!isCurrent() || event.reason === 'timedOut') return;
      used();
      onDismissed();
    });
    notification.on('failed', (_event, error) => {
      used();
      log.warn('banner not shown', { error });
    });
  }

  return {
    async show(banner) {
      // The older one goes first: neither system replaces what it shows.
      forget(banner.key);
      const notification = create(optionsOf(banner, platform));
      listen(banner, notification);
      keepNewest(shown, banner.key, notification);
      notification.show();
      return 'shown';
    },
    withdraw: forget,
    isShown: (key) => shown.has(key),
    onReleased: () => () => undefined,
    stop() {
      for (const key of [...shown.keys()]) forget(key);
    },
  };
}

const optionsOf = (
  { title, body, picture, buttons }: DesktopNotification,
  platform: NodeJS.Platform,
): NotificationConstructorOptions => ({
  title,
  // Electron hands it over as it is, and most services of Linux render markup.
  body: platform === 'linux' ? escapeMarkup(body) : body,
  actions: buttons.map(({ label }) => ({ type: 'button', text: label })),
  ...(picture === null ? {} : { icon: picture }),
});

const mostKept = 50;

function keepNewest(shown: Map<string, Notification>, key: string, one: Notification): void {
  shown.set(key, one);
  const [oldest] = shown.keys();
  if (shown.size > mostKept && oldest !== undefined) shown.delete(oldest);
}
