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
 * Notifications of macOS and Windows, which hold them back by themselves ("do not disturb"). On Linux only where there
 * is no message bus.
 */
export function createElectronNotifications({
  log,
  platform,
  create,
}: ElectronNotificationsDeps): NotificationPresenter {
  // An Electron notification without a reference is garbage collected, and its click events never come.
  const shown = new Map<string, Notification>();

  function forget(key: string): void {
    const notification = shown.get(key);
    // First, so that its close event does not count as dismissed by the person.
    shown.delete(key);
    notification?.close();
  }

  function listen(content: DesktopNotification, notification: Notification): void {
    const { key, buttons, onAction, onDismissed } = content;
    const isCurrent = () => shown.get(key) === notification;
    const forgetThis = () => {
      if (isCurrent()) shown.delete(key);
    };
    notification.on('click', () => {
      forgetThis();
      onAction('open');
    });
    notification.on('action', (_event, index) => {
      forgetThis();
      const button = buttons[index];
      if (button !== undefined) onAction(button.id);
    });
    notification.on('close', (event) => {
      // After its time on the screen Windows keeps it in the notification center.
      if (!isCurrent() || event.reason === 'timedOut') return;
      forgetThis();
      onDismissed();
    });
    notification.on('failed', (_event, error) => {
      forgetThis();
      log.warn('notification not shown', { error });
    });
  }

  function keepReference(key: string, notification: Notification): void {
    shown.set(key, notification);
    const [oldest] = shown.keys();
    if (shown.size > maxReferences && oldest !== undefined) shown.delete(oldest);
  }

  return {
    async show(content) {
      // Neither system replaces a notification, so the older one is closed.
      forget(content.key);
      const notification = create(optionsOf(content, platform));
      listen(content, notification);
      keepReference(content.key, notification);
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
  // Electron passes the body on unchanged, and most Linux services render markup.
  body: platform === 'linux' ? escapeMarkup(body) : body,
  actions: buttons.map(({ label }) => ({ type: 'button', text: label })),
  ...(picture === null ? {} : { icon: picture }),
});

const maxReferences = 50;
