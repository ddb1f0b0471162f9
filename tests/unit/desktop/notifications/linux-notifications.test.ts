import { describe, expect, it } from 'vitest';
import type { DesktopNotification } from '../../../../electron/desktop/notifications/notification-presenter.ts';
import { createLinuxNotifications } from '../../../../electron/desktop/notifications/linux-notifications.ts';
import type { DesktopBus } from '../../../../electron/desktop/dbus.ts';
import type { Logger } from '../../../../electron/lib/logger.ts';
import { createFakeClock, settled } from '../../../fixtures/fake-clock.ts';

const quietLog: Logger = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  debug: () => undefined,
};

/** A notification service that remembers what it was asked to show. */
function setUp() {
  const titles: string[] = [];
  const bodies: string[] = [];
  const service = {
    isInhibited: false,
    capabilities: [] as readonly string[],
    /** Called before the answer that tells the id of a banner is read. */
    onNotify: (_id: number): void => undefined,
  };
  const signals = new Map<string, (args: readonly unknown[]) => void>();
  const heard = {
    properties: (_changed: Readonly<Record<string, unknown>>): void => undefined,
    owner: (_hasOwner: boolean): void => undefined,
  };
  const bus: DesktopBus = {
    async call(_object, member, args) {
      if (member === 'GetCapabilities') return [service.capabilities];
      if (member !== 'Notify') return [[]];
      titles.push(String(args?.values[3]));
      bodies.push(String(args?.values[4]));
      service.onNotify(titles.length);
      return [titles.length];
    },
    property: async () => service.isInhibited,
    onSignal(_object, member, listener) {
      signals.set(member, listener);
      return () => undefined;
    },
    onProperties(_object, listener) {
      heard.properties = listener;
      return () => undefined;
    },
    watchOwner(_service, onChange) {
      heard.owner = onChange;
      return () => undefined;
    },
    close: () => undefined,
  };
  const look = { appName: 'Porchlight', desktopEntry: 'porchlight', icon: '' };
  const banners = createLinuxNotifications({
    bus,
    clock: createFakeClock(),
    log: quietLog,
    ...look,
  });
  const inhibit = async (isInhibited: boolean) => {
    service.isInhibited = isInhibited;
    heard.properties({ Inhibited: isInhibited });
    await settled();
  };
  const restart = async () => {
    service.isInhibited = false;
    heard.owner(false);
    heard.owner(true);
    await settled();
  };
  const close = (id: number, reason: number) => signals.get('NotificationClosed')?.([id, reason]);
  const click = (id: number, key: string) => signals.get('ActionInvoked')?.([id, key]);
  return { banners, service, titles, bodies, inhibit, restart, close, click };
}

const banner = (change: Partial<DesktopNotification>): DesktopNotification => ({
  key: change.title ?? '',
  title: '',
  body: '',
  picture: null,
  buttons: [],
  isUrgent: false,
  isStillTrue: () => true,
  onAction: () => undefined,
  onDismissed: () => undefined,
  ...change,
});

describe('a banner that the desktop holds back', () => {
  it('is shown once when that ends, in the order of coming', async () => {
    const { banners, titles, inhibit } = setUp();
    await inhibit(true);
    expect(await banners.show(banner({ title: 'Armed again' }))).toBe('held-back');
    await banners.show(banner({ title: 'Shed is offline' }));
    expect(titles).toEqual([]);
    await inhibit(false);
    await inhibit(false);
    expect(titles).toEqual(['Armed again', 'Shed is offline']);
  });

  it('is the newest of its key', async () => {
    const { banners, titles, inhibit } = setUp();
    await inhibit(true);
    await banners.show(banner({ key: 'shed', title: 'offline' }));
    await banners.show(banner({ key: 'shed', title: 'online again' }));
    await inhibit(false);
    expect(titles).toEqual(['online again']);
  });

  it('is gone when it is taken back, no longer true, or summed up by somebody else', async () => {
    const { banners, titles, inhibit } = setUp();
    await inhibit(true);
    await banners.show(banner({ title: 'taken back' }));
    banners.withdraw('taken back');
    await banners.show(banner({ title: 'answered', isStillTrue: () => false }));
    await banners.show(banner({ title: 'clip', isStillTrue: null }));
    await inhibit(false);
    expect(titles).toEqual([]);
  });

  it('is shown by a service that starts anew and holds nothing back', async () => {
    const { banners, titles, inhibit, restart } = setUp();
    await inhibit(true);
    await banners.show(banner({ title: 'Armed again' }));
    await restart();
    expect(titles).toEqual(['Armed again']);
  });
});

describe('a banner that closes', () => {
  it('was seen when the person waved it away, not when its time was over', async () => {
    const { banners, close } = setUp();
    const seen: string[] = [];
    await banners.show(banner({ title: 'one', onDismissed: () => seen.push('one') }));
    await banners.show(banner({ title: 'two', onDismissed: () => seen.push('two') }));
    close(1, 1);
    close(2, 2);
    expect(seen).toEqual(['two']);
  });
});

describe('a name with signs of markup', () => {
  const body = 'at <b>Tom & Jerry</b> <img src="http://example.com/x">';

  it('stays text where the service reads markup', async () => {
    const { banners, service, bodies } = setUp();
    service.capabilities = ['body', 'body-markup'];
    await banners.show(banner({ body }));
    expect(bodies).toEqual([
      'at &lt;b&gt;Tom &amp; Jerry&lt;/b&gt; &lt;img src="http://example.com/x"&gt;',
    ]);
  });

  it('is left as it is where the service shows plain text', async () => {
    const { banners, service, bodies } = setUp();
    service.capabilities = ['body'];
    await banners.show(banner({ body }));
    expect(bodies).toEqual([body]);
  });
});

describe('a click or a dismissal that is quicker than the answer to "show this"', () => {
  it('is carried out all the same', async () => {
    const { banners, service, click } = setUp();
    const done: string[] = [];
    service.onNotify = (id) => click(id, 'disarm');
    await banners.show(
      banner({
        title: 'Welcome back',
        buttons: [{ id: 'disarm', label: 'Disarm' }],
        onAction: (action) => void done.push(action),
      }),
    );
    await settled();
    expect(done).toEqual(['disarm']);
  });

  it('is the end of the banner all the same', async () => {
    const { banners, service, close } = setUp();
    let dismissals = 0;
    service.onNotify = (id) => close(id, 2);
    await banners.show(banner({ title: 'Motion', onDismissed: () => void (dismissals += 1) }));
    await settled();
    expect(dismissals).toBe(1);
    expect(banners.isShown('Motion')).toBe(false);
  });
});
