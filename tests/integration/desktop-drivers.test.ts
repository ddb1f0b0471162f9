import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Variant } from '@jellybrick/dbus-next';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ensureElectron } from '../../build/provision/electron-runtime.ts';
import { connectBus as connectDesktopBus } from '../../electron/desktop/dbus.ts';
import { watchTrayHost } from '../../electron/desktop/tray/tray-host.ts';
import { systemClock } from '../../electron/lib/clock.ts';
import { connectBus, type Bus } from '../desktop/bus.ts';
import { listSecrets, lockKeyring, lookupSecret } from '../desktop/keyring.ts';
import {
  startNotificationService,
  type NotificationService,
} from '../desktop/notification-service.ts';
import { clickAt, screenshot, startPanel, trayIconAt } from '../desktop/panel.ts';
import { memoryOfTree, processRole, processTree } from '../desktop/process-tree.ts';
import type { Daemon } from '../desktop/processes.ts';
import { startDesktopSession, type DesktopSession } from '../desktop/session.ts';
import { startTrayHost, type TrayHost } from '../desktop/tray-host.ts';
import { waitFor } from '../desktop/wait.ts';
import { startTrayApp } from '../fixtures/tray-app/start.ts';

const isRoot = process.getuid?.() === 0;
const toolTip = async (tray: TrayHost) => (await tray.properties()).toolTip.title;

describe('a private desktop', () => {
  let session: DesktopSession;
  beforeAll(async () => {
    session = await startDesktopSession(isRoot ? { user: 'nobody' } : {});
  });
  afterAll(() => session.stop());

  it('runs programs as an ordinary user on a display and bus of its own', async () => {
    const words = ['-c', 'id -u; echo "$DISPLAY"; echo "$HOME"'];
    const [uid, display, home] = (await session.run('sh', words)).stdout.split('\n');
    expect(Number(uid)).toBeGreaterThan(0);
    expect(display).toMatch(/^:\d+$/);
    expect(home?.startsWith(session.folder.path)).toBe(true);
    expect(session.busAddress).toContain(session.folder.path);
  });

  it('keeps secrets, tells who owns them without saying them, and none after locking', async () => {
    const entry = { service: 'porchlight.test', account: 'a person' };
    const words = ['store', '--label=A label', ...Object.entries(entry).flat()];
    expect(await session.run('secret-tool', words, 'two\nlines')).toMatchObject({ code: 0 });
    const service = { service: 'porchlight.test' };
    const listed = await listSecrets(session.env, service);
    expect(listed).toEqual([{ label: 'A label', attributes: entry, hasSecret: true }]);
    const lookup = () => lookupSecret(session.env, 'porchlight.test', 'a person');
    expect(await lookup()).toBe('two\nlines');
    expect(await lookupSecret(session.env, 'porchlight.test', 'nobody')).toBeUndefined();
    await lockKeyring(session.busAddress);
    expect(await lookup()).toBeUndefined();
  });

  it('ends every program that was started in it and removes its folder', async () => {
    const brief = await startDesktopSession({ keyring: 'none' });
    const daemon = brief.start('sleep', ['600']);
    expect(daemon.hasExited()).toBe(false);
    await brief.stop();
    expect(daemon.hasExited()).toBe(true);
    expect(existsSync(brief.folder.path)).toBe(false);
    await expect(connectBus(brief.busAddress)).rejects.toThrow('ENOENT');
  });
});

describe('waiting', () => {
  it('says what it waited for, and why the last look failed', async () => {
    const look = () => {
      throw new Error('the cup is empty');
    };
    const waiting = waitFor(look, { what: 'tea', timeoutMs: 60 });
    await expect(waiting).rejects.toThrow('waited 60 ms for tea (the cup is empty)');
  });
});

describe('the notification service', () => {
  let session: DesktopSession;
  let service: NotificationService;
  let program: Bus;
  beforeAll(async () => {
    session = await startDesktopSession({ keyring: 'none' });
    service = await startNotificationService(session.busAddress, { capabilities: ['body'] });
    program = await connectBus(session.busAddress);
  });
  afterAll(async () => {
    await program.close();
    await service.stop();
    await session.stop();
  });
  const at = {
    service: 'org.freedesktop.Notifications',
    path: '/org/freedesktop/Notifications',
    interfaceName: 'org.freedesktop.Notifications',
  };

  it('records what is shown with its picture, and answers for the person', async () => {
    const heard: unknown[] = [];
    await program.onSignal(at.interfaceName, ({ member, args }) => heard.push([member, ...args]));
    // Two pixels in two rows of four bytes: red over blue.
    const pixels = Buffer.from([255, 0, 0, 9, 0, 0, 255, 9]);
    const hints = { 'image-data': new Variant('(iiibiiay)', [1, 2, 4, false, 8, 3, pixels]) };
    const actions = ['default', 'Look', 'mute', 'Mute'];
    const shown = ['Porch', 0, '', 'Motion', 'at the gate', actions, hints, -1];
    const [id] = await program.call(at, 'Notify', 'susssasa{sv}i', shown);
    const got = await service.waitForNotification(({ summary }) => summary === 'Motion');
    expect(got).toMatchObject({ id, appName: 'Porch', body: 'at the gate', replacesId: 0 });
    expect(got.actions.map(({ key }) => key)).toEqual(['default', 'mute']);
    const picture = PNG.sync.read(got.image?.png ?? Buffer.alloc(0));
    expect([...picture.data]).toEqual([255, 0, 0, 255, 0, 0, 255, 255]);
    service.invoke(got.id, 'mute');
    await waitFor(() => heard.length === 2, { what: 'the answer' });
    expect(heard).toEqual([
      ['ActionInvoked', id, 'mute'],
      ['NotificationClosed', id, 2],
    ]);
    await program.call(at, 'CloseNotification', 'u', [id]);
    expect(service.withdrawn()).toEqual([id]);
    expect(await program.call(at, 'GetCapabilities')).toEqual([['body']]);
  });

  it('fails a wait in words when nothing is shown', async () => {
    const waiting = service.waitForNotification(() => false, { what: 'a bell', timeoutMs: 60 });
    await expect(waiting).rejects.toThrow('waited 60 ms for a bell');
  });
});

describe('the tray, watched over the bus', () => {
  let session: DesktopSession;
  const told: boolean[] = [];
  const last = (wanted: boolean) =>
    waitFor(() => told.at(-1) === wanted, { what: `a tray: ${wanted}` });
  beforeAll(async () => {
    session = await startDesktopSession({ keyring: 'none' });
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await session.stop();
  });

  it('comes and goes with the list of items, and with what shows them', async () => {
    vi.stubEnv('DBUS_SESSION_BUS_ADDRESS', session.busAddress);
    const bus = connectDesktopBus('session', systemClock);
    const stop = watchTrayHost({ platform: 'linux', bus }, (isThere) => told.push(isThere));
    await last(false);
    const tray = await startTrayHost(session.busAddress);
    await last(true);
    tray.setShown(false);
    await last(false);
    tray.setShown(true);
    await last(true);
    await tray.stop();
    await last(false);
    stop();
    bus?.close();
  });
});

describe('the tray, with a real Electron in it', () => {
  let session: DesktopSession;
  let tray: TrayHost;
  let notifications: NotificationService;
  let app: Daemon;
  beforeAll(async () => {
    await ensureElectron();
    session = await startDesktopSession({ keyring: 'none', size: { width: 640, height: 300 } });
    tray = await startTrayHost(session.busAddress);
    notifications = await startNotificationService(session.busAddress);
    app = await startTrayApp(session);
    await tray.waitForItem();
  }, 120_000);
  afterAll(() => session.stop());

  it('reads tooltip, picture and menu', async () => {
    expect(await toolTip(tray)).toBe('tray app');
    const icon = PNG.sync.read(await tray.iconPng());
    expect(icon.width).toBe(22);
    expect([...icon.data.subarray(0, 8)]).toEqual([0, 0, 0, 0, 255, 128, 0, 255]);
    const { children } = await tray.menu();
    expect(children.map(({ label, type }) => [label, type])).toEqual([
      ['Armed', 'checkbox'],
      ['', 'separator'],
      ['More', 'submenu'],
      ['Not now', 'standard'],
      ['Quit', 'standard'],
    ]);
    expect(children[0]?.isChecked).toBe(false);
    expect(children[2]?.children[0]?.label).toBe('Notify_me');
  });

  it('clicks the icon and entries of the menu as a person could', async () => {
    await tray.click(['Armed']);
    await tray.waitForMenu(({ children }) => children[0]?.isChecked === true);
    await tray.activate();
    await waitFor(async () => (await toolTip(tray)) === 'icon clicked', { what: 'the click' });
    await expect(tray.click(['Not now'])).rejects.toThrow('Not now is disabled');
    await expect(tray.click(['More', 'Nothing'])).rejects.toThrow('there is Notify_me');
    expect(tray.events()).toContain('NewToolTip');
  });

  it('carries a notification to the person and the click back', async () => {
    await tray.click(['More', 'Notify_me']);
    const shown = await notifications.waitForNotification(
      ({ summary }) => summary === 'Front_Door',
    );
    expect(shown).toMatchObject({ body: 'Seen & heard', image: { width: 22, height: 22 } });
    notifications.invoke(shown.id);
    await waitFor(async () => (await toolTip(tray)) === 'notification clicked', {
      what: 'a click',
    });
  });

  it('measures the tree of its processes', () => {
    const [main, ...children] = processTree(app.pid);
    expect(main?.argv.at(-1)).toContain('tray-app');
    expect(children.map(processRole)).toContain('zygote');
    expect(memoryOfTree(app.pid)).toBeGreaterThan(50e6);
  });

  it('shows the icon in a real panel, where a click of the mouse reaches the program', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'porchlight-picture-'));
    const { x, y } = trayIconAt(640);
    const panel = await startPanel(session);
    const pixel = async () => {
      await screenshot(session, path.join(folder, 'panel.png'));
      const { data } = PNG.sync.read(await readFile(path.join(folder, 'panel.png')));
      return data.readUIntBE((y * 640 + x) * 4, 3);
    };
    await waitFor(async () => (await pixel()) === 0xff8000, { what: 'the icon in the panel' });
    await rm(folder, { recursive: true });
    await clickAt(session, x, y);
    await waitFor(async () => (await toolTip(tray)) === 'icon clicked', { what: 'the click' });
    await panel.stop();
  });

  it('gets the icon again when the tray was away, and loses it when the program quits', async () => {
    await tray.stop();
    await expect(tray.properties()).rejects.toThrow('there is no tray icon');
    await tray.restart();
    await tray.waitForItem();
    await tray.click(['Quit']);
    await waitFor(() => app.hasExited() && tray.itemCount() === 0, { what: 'the end' });
  });
});
