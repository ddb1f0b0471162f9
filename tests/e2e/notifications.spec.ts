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
import { keepEveryClip, signIn } from './support/sign-in.ts';

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

  /** Something happens at the gate, and it is in the list. */
  async function motion(): Promise<void> {
    // A clip that was opened is not new any more.
    seenBefore = await unseen();
    await stage.cloud.motion('Gate');
    await listed();
  }
  /** Something happens at the gate; answers the banner that comes of it, with its picture if it is to have one. */
  async function bannerOfMotion(hasPicture = true): Promise<ReceivedNotification> {
    const before = clipsOf(service).length;
    await motion();
    // A picture that comes late brings the same banner up to date.
    const newest = () => {
      const banner = clipsOf(service).slice(before).at(-1);
      return !hasPicture || banner?.image !== undefined ? banner : undefined;
    };
    return waitFor(newest, { what: 'a banner' });
  }
  async function listed(): Promise<void> {
    await untilListed(stage, seenBefore);
    seenBefore = await unseen();
  }
  let seenBefore = 0;
  let lockedFrom = 0;
  const unseen = () => newClips(stage);

  test.beforeAll(async () => {
    stage = await setStage({ world: 'small', keyring: 'unlocked', era: 'today' });
    system = await startSystemServices(stage.session);
    service = stage.notifications;
    porchlight = await stage.launch({ env: { ...stage.session.env, ...system.env } });
    await signIn(porchlight);
    await keepEveryClip(porchlight);
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
    await expect
      .poll(() =>
        porchlight.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length),
      )
      .toBe(0);
    const said = service.received().filter(({ summary }) => summary === 'Porchlight is still here');
    expect(said).toHaveLength(1);
  });

  test('a banner has a picture, an honest time and three ways to act', async () => {
    const banner = await bannerOfMotion();
    expect(banner.summary).toBe('Gate');
    expect(banner.body).toMatch(/^Motion at Studio, \d+ s ago \(.+\)$/);
    expect(labels(banner)).toEqual(['', 'View', 'Mute for 30 min', 'Disarm Studio']);
    expect(banner.image?.width).toBeGreaterThan(100);
  });

  test('a burst is one banner, brought up to date', async () => {
    const before = clipsOf(service).at(-1)?.id;
    const banner = await bannerOfMotion();
    expect(banner.replacesId).toBe(before);
    expect(banner.summary).toBe('Studio');
    expect(banner.body).toMatch(/^2 clips from Gate, the newest \d+ s ago/);
  });

  test('while the screen is locked there is neither a picture nor a way to disarm', async () => {
    system.lock(true);
    lockedFrom = clipsOf(service).length;
    const banner = await bannerOfMotion(false);
    expect(labels(banner)).toEqual(['', 'View', 'Mute for 30 min']);
  });

  test('its button mutes this computer: what happens now is not told, and not later', async () => {
    const banner = await bannerOfMotion(false);
    // A picture of the one before would have come by now.
    expect(
      clipsOf(service)
        .slice(lockedFrom)
        .filter(({ image }) => image !== undefined),
    ).toEqual([]);
    system.lock(false);
    service.invoke(banner.id, 'mute');
    await stage.tray.waitForMenu(({ children }) =>
      children.some(({ label }) => label.startsWith('muted here until')),
    );
    const told = clipsOf(service).length;
    await motion();
    const { children } = await stage.tray.menu();
    const unmute = children.find(({ label }) => label.startsWith('Unmute'));
    await stage.tray.click([unmute?.label ?? 'Unmute']);
    await bannerOfMotion();
    // News are told one after the other: the muted clip would have come before this one, or with it.
    for (const { summary, body } of clipsOf(service).slice(told)) {
      expect([summary, body]).toEqual(['Gate', expect.stringMatching(/^Motion at Studio, /)]);
    }
    expect(
      new Set(
        clipsOf(service)
          .slice(told)
          .map(({ id }) => id),
      ).size,
    ).toBe(1);
  });

  test('a click opens the clip, playing', async () => {
    const banner = await bannerOfMotion();
    service.invoke(banner.id, 'default');
    const window = await porchlight.window();
    await expect(window.getByRole('region', { name: 'Player' })).toBeVisible();
    // Played, it is not new any more.
    await expect.poll(unseen).toBe(seenBefore - 1);
    await window.getByRole('button', { name: 'Close the player' }).click();
  });

  test('held back by the desktop, it becomes one summary when that ends', async () => {
    service.inhibit(true);
    const told = clipsOf(service).length;
    const asked = service.inhibitedAsked();
    await motion();
    await waitFor(() => service.inhibitedAsked() > asked, { what: 'the question about banners' });
    await hasHeard(porchlight);
    service.inhibit(false);
    const away = await service.waitForNotification(
      ({ summary }) => summary === 'While you were away',
    );
    expect(away.body).toMatch(/^1 clip from Gate/);
    expect(clipsOf(service)).toHaveLength(told);
  });

  test('its button disarms, and the cloud says so', async () => {
    const banner = await bannerOfMotion();
    service.invoke(banner.id, 'disarm');
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
    const before = await unseen();
    await motion();
    await waitFor(() => service.refusals() > 0, { what: 'a banner that is rejected' });
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

/** Waits until the application has dealt with what was sent to it: two rounds through its main loop. */
async function hasHeard({ app }: Porchlight): Promise<void> {
  for (let round = 0; round < 2; round += 1) {
    await app.evaluate(() => new Promise((resolve) => setImmediate(resolve)));
  }
}
