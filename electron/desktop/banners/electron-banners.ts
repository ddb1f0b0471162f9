import { Notification } from 'electron';
import type { Logger } from '../../lib/logger.ts';
import type { Banner, Banners } from './banners.ts';

/** Banners of macOS and Windows, which hold them back by themselves when the person wants quiet. */
export function createElectronBanners(log: Logger): Banners {
  // Banners without a reference are collected, and their clicks with them.
  const shown = new Map<string, Notification>();

  function forget(key: string): void {
    shown.get(key)?.close();
    shown.delete(key);
  }

  return {
    async show(banner) {
      // The older one goes first: neither system replaces what it shows.
      forget(banner.key);
      const notification = create(banner, () => shown.delete(banner.key));
      notification.on('failed', (_event, error) => log.warn('banner not shown', { error }));
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

function create({ actions, onAction, ...banner }: Banner, onUsed: () => void): Notification {
  const notification = new Notification({
    title: banner.title,
    body: banner.body,
    actions: actions.map(({ label }) => ({ type: 'button', text: label })),
    ...(banner.picture === null ? {} : { icon: banner.picture }),
  });
  notification.on('click', () => {
    onUsed();
    onAction('open');
  });
  notification.on('action', (_event, index) => {
    onUsed();
    const action = actions[index];
    if (action !== undefined) onAction(action.id);
  });
  return notification;
}

const mostKept = 50;

function keepNewest(shown: Map<string, Notification>, key: string, one: Notification): void {
  shown.set(key, one);
  const [oldest] = shown.keys();
  if (shown.size > mostKept && oldest !== undefined) shown.delete(oldest);
}
