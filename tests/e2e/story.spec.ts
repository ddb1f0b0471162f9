import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import { listSecrets } from '../desktop/keyring.ts';
import { findEntry } from '../desktop/tray-menu-tree.ts';
import { waitFor } from '../desktop/wait.ts';
import { setStage, test, type Stage } from './support/fixtures.ts';
import type { Porchlight } from './support/porchlight.ts';
import { keepEveryClip } from './support/sign-in.ts';

/** What the application promises, in the order a person lives it. One desktop, one cloud, one data folder. */
test.describe.serial('the story of a first day', () => {
  let stage: Stage & { strike(): Promise<void> };
  let porchlight: Porchlight;
  let window: Page;

  const menuLabels = async (): Promise<string[]> =>
    (await stage.tray.menu()).children.map(({ label }) => label);
  const playingTime = () =>
    window.locator('video').evaluate((video: HTMLVideoElement) => video.currentTime);
  const isArmed = async () => (await stage.cloud.state()).networks[0]?.armed;

  test.beforeAll(async () => {
    // A command takes as long as in life: it is looked at while it is under way.
    stage = await setStage({ world: 'small', keyring: 'unlocked', era: 'today', speed: 1 });
    porchlight = await stage.launch();
    window = await porchlight.window();
  });
  test.afterAll(() => stage.strike());

  test('it asks to sign in, and the tray says so', async () => {
    await stage.tray.waitForItem();
    await expect(window.getByRole('heading', { name: 'Sign in to begin' })).toBeVisible();
    expect(await menuLabels()).toContain('Not signed in to Blink');
    expect((await stage.tray.properties()).toolTip.title).toContain('Not signed in');
  });

  test('a wrong code is said on the page, the right one signs in', async () => {
    await window.getByRole('button', { name: 'Sign in' }).click();
    const page = await porchlight.signInWindow();
    await page.getByLabel('E-mail').fill('demo@porchlight.test');
    await page.getByLabel('Password').fill('porchlight');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByLabel('Code').fill('000000');
    await page.getByRole('button', { name: 'Verify' }).click();
    await expect(page.getByRole('alert')).toBeVisible();
    await page.getByLabel('Code').fill('123456');
    await page.getByRole('button', { name: 'Verify' }).click();
    await expect(window.getByRole('heading', { name: 'Studio' })).toBeVisible();
  });

  test('the tokens are in the keyring and nowhere in the data folder', async () => {
    const secrets = await listSecrets(stage.session.env);
    const ours = secrets.filter(({ attributes }) => attributes.service?.startsWith('Porchlight '));
    expect(ours.map(({ hasSecret }) => hasSecret)).toEqual([true, true]);
    expect(await namesIn(stage.dataFolder)).not.toContain('installation-id');
  });

  test('it asks once which clips to keep, and keeps every one when told to', async () => {
    await keepEveryClip(porchlight);
    await expect(window.getByRole('button', { name: 'Keep every clip' })).toBeHidden();
    const kept = await waitFor(
      async () => {
        const files = (await namesIn(path.join(stage.dataFolder, 'archive'))).filter((name) =>
          name.endsWith('.mp4'),
        );
        return files.length === 3 ? files : undefined;
      },
      { what: 'all three clips of the cloud on disk' },
    );
    expect(new Set(kept).size).toBe(3);
  });

  test('one click in the tray arms, and the icon changes its shape only when the cloud says so', async () => {
    const disarmedIcon = await stage.tray.iconPng();
    await stage.tray.click(['Arm Studio']);
    await stage.tray.waitForMenu((menu) => has(menu, 'Studio: arming…'));
    const busyIcon = await stage.tray.iconPng();
    expect(await isArmed()).toBe(false);
    await stage.tray.waitForMenu((menu) => says(menu, 'Studio: armed'));
    expect(await isArmed()).toBe(true);
    const armedIcon = await stage.tray.iconPng();
    expect(
      disarmedIcon.equals(busyIcon) || busyIcon.equals(armedIcon) || armedIcon.equals(disarmedIcon),
    ).toBe(false);
    await expect(window.getByText('Armed', { exact: true })).toBeVisible();
    await stage.cloud.setSpeed(20);
  });

  test('a disarm that fails is undone and says why, in the tray and in the window', async () => {
    await stage.cloud.breakDown({ name: 'arm-fails' });
    await stage.tray.click(['Disarm Studio']);
    await stage.tray.waitForMenu((menu) =>
      menu.children.some(({ label }) => label.startsWith('Studio was not disarmed')),
    );
    expect(await menuLabels()).toContainEqual(expect.stringMatching(/^Studio: armed/));
    await expect(window.getByText('Not disarmed.')).toBeVisible();
    expect(await isArmed()).toBe(true);
    await stage.cloud.heal();
  });

  test('a new picture is taken on request', async () => {
    const picture = window.getByRole('img', { name: 'Picture from Gate' });
    const before = await picture.getAttribute('src');
    await window.getByRole('button', { name: 'New picture of Gate' }).click();
    await expect(picture).not.toHaveAttribute('src', before ?? '');
    await expect
      .poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth))
      .toBeGreaterThan(0);
  });

  test('motion raises a notification with the picture; a click opens the window at the clip, playing', async () => {
    await window.close();
    const { mediaId } = await stage.cloud.motion('Gate');
    await waitFor(
      async () => {
        await stage.tray.click(['Check for new clips now']);
        return stage.notifications.received().length > 0;
      },
      { what: 'a notification of the new clip', timeoutMs: 30_000, everyMs: 250 },
    );
    // A picture that comes late brings the same banner up to date.
    const banner = await stage.notifications.waitForNotification(
      ({ image }) => image !== undefined,
      { what: 'its picture' },
    );
    expect(banner.summary).toBe('Gate');
    expect(banner.body).toMatch(/^Motion at Studio, /);
    expect(banner.image?.width).toBeGreaterThan(100);
    expect(stage.notifications.received().map(({ id }) => id)).toEqual(
      stage.notifications.received().map(() => banner.id),
    );
    stage.notifications.invoke(banner.id);
    window = await porchlight.window();
    await expect(window.getByRole('region', { name: 'Player' })).toBeVisible();
    await expect(window.locator('video')).toHaveAttribute('src', `media://clip/c${mediaId}`);
    await expect.poll(playingTime).toBeGreaterThan(0.3);
  });

  test('the clip can be seeked', async () => {
    const duration = await window.locator('video').evaluate((video: HTMLVideoElement) => {
      video.pause();
      video.currentTime = video.duration - 1;
      return video.duration;
    });
    await expect.poll(playingTime).toBeCloseTo(duration - 1, 1);
    await expect
      .poll(() => window.locator('video').evaluate((video: HTMLVideoElement) => video.seeking))
      .toBe(false);
  });

  test('with the cloud gone the clip plays, and nothing is shown as armed for long', async () => {
    await stage.cloud.kill();
    await stage.tray.click(['Check for new clips now']);
    await expect(window.getByText('Not connected')).toBeVisible();
    await window.getByRole('button', { name: 'Older clip' }).click();
    await expect.poll(playingTime).toBeGreaterThan(0.3);
  });

  test('after a restart with the cloud gone the last known state is shown with its age, never as armed', async () => {
    await porchlight.close();
    porchlight = await stage.launch();
    window = await porchlight.window();
    await expect(window.getByText(/Armed as of/)).toBeVisible();
    await expect(window.getByText('Armed', { exact: true })).toBeHidden();
    await stage.tray.waitForItem({ count: 1 });
    const menu = await stage.tray.waitForMenu((tree) => has(tree, 'Studio: not known right now'));
    expect(says(menu, 'last heard at')).toBe(true);
    await expect
      .poll(() =>
        window
          .getByRole('img', { name: 'Picture from Gate' })
          .evaluate((image: HTMLImageElement) => image.naturalWidth),
      )
      .toBeGreaterThan(0);
    await stage.tray.click([
      'Latest clips',
      findEntry(menu, ['Latest clips']).children[0]?.label ?? '',
    ]);
    await expect.poll(playingTime).toBeGreaterThan(0.3);
  });

  test('signing out keeps the clips when asked to, and leaves no token', async () => {
    await window.getByRole('button', { name: 'Close the player' }).click();
    await window.getByRole('navigation').getByRole('button', { name: 'Settings' }).click();
    await window.getByRole('button', { name: 'Sign out…' }).click();
    await window.getByRole('radio', { name: /Keep the clips/ }).check();
    await window.getByRole('button', { name: 'Sign out', exact: true }).click();
    await expect(window.getByRole('heading', { name: 'Sign in to begin' })).toBeVisible();
    const secrets = await listSecrets(stage.session.env);
    const accounts = secrets.map(({ attributes }) => attributes.account);
    expect(accounts).toEqual(['installation-id']);
    const clips = (await namesIn(path.join(stage.dataFolder, 'archive'))).filter((name) =>
      name.endsWith('.mp4'),
    );
    expect(clips.length).toBe(4);
  });
});

/** An entry that begins so: what follows is how long ago. */
const says = (menu: { children: readonly { label: string }[] }, words: string): boolean =>
  menu.children.some(({ label }) => label.startsWith(words));

const has = (menu: { children: readonly { label: string }[] }, label: string): boolean =>
  menu.children.some((entry) => entry.label === label);

async function namesIn(folder: string): Promise<string[]> {
  return await readdir(folder, { recursive: true });
}
