import { expect } from '@playwright/test';
import {
  startNotificationService,
  type NotificationService,
  type ReceivedNotification,
} from '../desktop/notification-service.ts';
import { startSystemServices, type SystemServices } from '../desktop/system-services.ts';
import { waitFor } from '../desktop/wait.ts';
import { setStage, test, type Stage } from './support/fixtures.ts';
import { newClips, untilListed } from './support/new-clips.ts';
import type { Porchlight } from './support/porchlight.ts';
import { signIn } from './support/sign-in.ts';

/** Told once, at the right moment, with a picture and a way to act. */
test.describe.serial('notifications', () => {
  let stage: Stage & { strike(): Promise<void> };
  let system: SystemServices;
  let service: NotificationService;
  let porchlight: Porchlight;

  const isArmed = async () => (await stage.cloud.state()).networks[0]?.armed;
  const labels = (banner: ReceivedNotification | undefined) =>
    banner?.actions.map(({ label }) => label);
  const clipsOf = ({ received }: NotificationService) =>
    received().filter(({ summary }) => summary === 'Gate' || summary === 'Studio');

  /** Something happens at the gate; answers what the service got because of it. */
  async function motion(at = service): Promise<ReceivedNotification | undefined> {
    const before = clipsOf(at).length;
    // A clip that was opened is not new any more.
    seenBefore = await unseen();
    await stage.cloud.motion('Gate');
    await listed();
    // A picture that comes late brings the same banner up to date.
    await waitFor(() => clipsOf(at).length > before, { what: 'a banner', timeoutMs: 3_000 }).catch(
      () => undefined,
    );
    return clipsOf(at).length > before ? clipsOf(at).at(-1) : undefined;
  }
  async function listed(): Promise<void> {
    await untilListed(stage, seenBefore);
    seenBefore = await unseen();
  }
  let seenBefore = 0;
  const unseen = () => newClips(stage);

  test.beforeAll(async () => {
    stage = await setStage({ world: 'small', keyring: 'unlocked', era: 'today', speed: 20 });
    system = await startSystemServices(stage.session);
    service = stage.notifications;
    porchlight = await stage.launch({ env: { ...stage.session.env, ...system.env } });
    await signIn(porchlight);
    await (await porchlight.window()).getByRole('button', { name: 'Keep every clip' }).click();
    await stage.tray.click(['Arm Studio']);
    await stage.tray.waitForMenu(({ children }) =>
      children.some(({ label }) => label.startsWith('Studio: armed')),
    );
    seenBefore = await unseen();
  });
  test.afterAll(async () => {
    await stage.strike();
  });

  test('closing the window says once that the program lives on', async () => {
    await porchlight.app.evaluate(({ BrowserWindow }) => {
      for (const window of BrowserWindow.getAllWindows()) window.close();
    });
    await service.waitForNotification(({ summary }) => summary === 'Porchlight is still here');
    await stage.tray.click(['Open Porchlight']);
    await (await porchlight.window()).getByRole('button', { name: 'Check now' }).waitFor();
    await porchlight.app.evaluate(({ BrowserWindow }) => {
      for (const window of BrowserWindow.getAllWindows()) window.close();
    });
    await stage.tray.waitForMenu(() => true);
    const said = service.received().filter(({ summary }) => summary === 'Porchlight is still here');
    expect(said).toHaveLength(1);
  });

  test('a banner has a picture, an honest time and three ways to act', async () => {
    const banner = await motion();
    expect(banner?.summary).toBe('Gate');
    expect(banner?.body).toMatch(/^Motion at Studio, \d+ s ago \(.+\)$/);
    expect(labels(banner)).toEqual(['', 'View', 'Mute for 30 min', 'Disarm Studio']);
    await waitFor(() => clipsOf(service).at(-1)?.image, { what: 'the picture' });
  });

  test('a burst is one banner, brought up to date', async () => {
    const before = clipsOf(service).at(-1)?.id;
    const banner = await motion();
    expect(banner?.replacesId).toBe(before);
    expect(banner?.summary).toBe('Studio');
    expect(banner?.body).toMatch(/^2 clips from Gate, the newest \d+ s ago/);
  });

  test('while the screen is locked there is neither a picture nor a way to disarm', async () => {
    system.lock(true);
    const banner = await motion();
    expect(labels(banner)).toEqual(['', 'View', 'Mute for 30 min']);
    await expect(async () => {
      expect(clipsOf(service).at(-1)?.image).toBeUndefined();
    }).toPass({ timeout: 1_500, intervals: [1_000] });
    system.lock(false);
  });

  test('its button mutes this computer', async () => {
    const banner = await motion();
    service.invoke(banner?.id ?? 0, 'mute');
    await stage.tray.waitForMenu(({ children }) =>
      children.some(({ label }) => label.startsWith('muted here until')),
    );
    expect(await motion()).toBeUndefined();
    const { children } = await stage.tray.menu();
    const unmute = children.find(({ label }) => label.startsWith('Unmute'));
    await stage.tray.click([unmute?.label ?? 'Unmute']);
  });

  test('a click opens the clip, playing', async () => {
    const banner = await motion();
    service.invoke(banner?.id ?? 0, 'default');
    const window = await porchlight.window();
    await expect(window.getByRole('region', { name: 'Player' })).toBeVisible();
    // Played, it is not new any more.
    await expect.poll(unseen).toBe(seenBefore - 1);
    await window.getByRole('button', { name: 'Close the player' }).click();
  });

  test('held back by the desktop, it becomes one summary when that ends', async () => {
    service.inhibit(true);
    expect(await motion()).toBeUndefined();
    service.inhibit(false);
    const away = await service.waitForNotification(
      ({ summary }) => summary === 'While you were away',
    );
    expect(away.body).toMatch(/^1 clip from Gate/);
  });

  test('its button disarms, and the cloud says so', async () => {
    const banner = await motion();
    service.invoke(banner?.id ?? 0, 'disarm');
    await expect.poll(isArmed).toBe(false);
  });

  test('armed again it goes on', async () => {
    await stage.tray.waitForMenu(({ children }) =>
      children.some(({ label }) => label.startsWith('Studio: disarmed')),
    );
    await stage.tray.click(['Arm Studio']);
    await stage.tray.waitForMenu(({ children }) =>
      children.some(({ label }) => label.startsWith('Studio: armed')),
    );
  });

  test('a service that rejects loses nothing: the clip is in the list', async () => {
    service.refuse(true);
    const before = seenBefore;
    expect(await motion()).toBeUndefined();
    expect(await unseen()).toBe(before + 1);
    service.refuse(false);
  });

  test('a service that starts anew gets what it missed, without buttons it cannot show', async () => {
    await service.stop();
    await stage.cloud.motion('Gate');
    await listed();
    service = await startNotificationService(stage.session.busAddress, { capabilities: ['body'] });
    const banner = await service.waitForNotification(() => true, { timeoutMs: 10_000 });
    expect([banner.replacesId, banner.actions]).toEqual([0, []]);
    await service.stop();
  });
});
