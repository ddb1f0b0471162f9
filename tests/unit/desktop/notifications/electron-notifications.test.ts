import { EventEmitter } from 'node:events';
import type { Notification, NotificationConstructorOptions } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import type { DesktopNotification } from '../../../../electron/desktop/notifications/notification-presenter.ts';
import { createElectronNotifications } from '../../../../electron/desktop/notifications/electron-notifications.ts';

/** Banners over notifications that do what a test says; they tell of a close as Windows does: later, whoever closed. */
function setUp(platform: NodeJS.Platform = 'darwin') {
  const made: (EventEmitter & { readonly options: NotificationConstructorOptions })[] = [];
  const log = { warn: vi.fn() };
  const create = (options: NotificationConstructorOptions) => {
    const emitter = Object.assign(new EventEmitter(), { options });
    const show = vi.fn();
    const close = vi.fn(() => emitter.emit('close', {}));
    made.push(emitter);
    return Object.assign(emitter, { show, close }) as unknown as Notification;
  };
  const banners = createElectronNotifications({ log, platform, create });
  const events: string[] = [];
  const show = (key: string, change: Partial<DesktopNotification> = {}) =>
    banners.show({
      key,
      title: 'Gate',
      body: '',
      picture: null,
      buttons: [{ id: 'disarm', label: 'Disarm' }],
      isUrgent: false,
      isStillTrue: null,
      onAction: (action) => events.push(`${key} ${action}`),
      onDismissed: () => events.push(`${key} dismissed`),
      ...change,
    });
  return { banners, made, log, events, show };
}

describe('a banner of macOS or Windows', () => {
  it.each([{}, { reason: 'userCanceled' }])('is gone once waved away: %j', async (event) => {
    const { banners, made, events, show } = setUp();
    await show('one');
    expect(banners.isShown('one')).toBe(true);
    made[0]?.emit('close', event);
    expect(banners.isShown('one')).toBe(false);
    expect(events).toEqual(['one dismissed']);
  });

  it('lies on in the list of notifications when its time on the screen is over', async () => {
    const { banners, made, events, show } = setUp('win32');
    await show('one');
    made[0]?.emit('close', { reason: 'timedOut' });
    expect(banners.isShown('one')).toBe(true);
    expect(events).toEqual([]);
  });

  it('was not waved away when we took it back or replaced it', async () => {
    const { banners, events, show } = setUp();
    await show('one');
    await show('one');
    expect(banners.isShown('one')).toBe(true);
    banners.withdraw('one');
    expect(banners.isShown('one')).toBe(false);
    expect(events).toEqual([]);
  });

  it('tells of a click or a button once, though it closes then', async () => {
    const { made, events, show } = setUp();
    await show('one');
    made[0]?.emit('click', {});
    made[0]?.emit('close', {});
    await show('two');
    made[1]?.emit('action', {}, 0);
    made[1]?.emit('close', {});
    expect(events).toEqual(['one open', 'two disarm']);
  });

  it('is not on the screen when it failed', async () => {
    const { banners, made, log, show } = setUp();
    await show('one');
    made[0]?.emit('failed', {}, 'no permission');
    expect(banners.isShown('one')).toBe(false);
    expect(log.warn).toHaveBeenCalledOnce();
  });

  it('escapes names where markup is rendered, and only there', async () => {
    const body = async (platform: NodeJS.Platform) => {
      const { made, show } = setUp(platform);
      await show('one', { body: '<b>x</b> & <img>' });
      return made[0]?.options.body;
    };
    expect(await body('linux')).toBe('&lt;b&gt;x&lt;/b&gt; &amp; &lt;img&gt;');
    expect(await body('darwin')).toBe('<b>x</b> & <img>');
  });
});
