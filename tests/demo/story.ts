import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import {
  clickAt,
  paintBackground,
  screenshot,
  startNotificationDaemon,
  startPanel,
  trayIconAt,
} from '../desktop/panel.ts';
import { startDesktopSession, type DesktopSession } from '../desktop/session.ts';
import { startTrayHost, type TrayHost } from '../desktop/tray-host.ts';
import type { Cloud } from '../e2e/support/cloud.ts';
import {
  demoAccount,
  launchPorchlight,
  newDataFolder,
  type Porchlight,
} from '../e2e/support/porchlight.ts';

const screen = { width: 1440, height: 920 };
const output = 'demo-output';

/** Everything a step of the story can touch. */
interface Scene {
  readonly session: DesktopSession;
  readonly tray: TrayHost;
  readonly cloud: Cloud;
  readonly porchlight: Porchlight;
  readonly window: Page;
  /** Saves the whole screen and says what it shows. */
  show(what: string): Promise<void>;
}

/** Walks through a first day on a desktop of its own, with a real panel and real banners; a picture of each step. */
export async function walkTheStory(cloud: Cloud): Promise<void> {
  await mkdir(output, { recursive: true });
  const session = await startDesktopSession({ size: screen });
  const data = await newDataFolder();
  try {
    const tray = await startTrayHost(session.busAddress);
    await paintBackground(session);
    await startPanel(session);
    await startNotificationDaemon(session);
    const place = { env: session.env, cloudUrl: cloud.url, dataFolder: data.folder };
    const porchlight = await launchPorchlight(place);
    const window = await porchlight.window();
    const scene = { session, tray, cloud, porchlight, window, show: pictures(session) };
    for (const step of [
      ...[signIn, keepAndLook, armFromTray, disarmFromPanel],
      ...[meetMotion, review, loseTheCloud],
    ]) {
      await step(scene);
    }
    await porchlight.close();
  } finally {
    await session.stop();
    await data.remove();
  }
  console.log(`The story went well. Its pictures are in ${output}/.`);
}

async function signIn({ porchlight, window, show }: Scene): Promise<void> {
  await window.getByRole('heading', { name: 'Sign in to begin' }).waitFor();
  await show('the first start');
  await window.getByRole('button', { name: 'Sign in' }).click();
  const page = await porchlight.signInWindow();
  await page.getByLabel('E-mail').fill(demoAccount.email);
  await page.getByLabel('Password').fill(demoAccount.password);
  await show('the hosted sign-in page in a window of its own');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByLabel('Code').fill(demoAccount.code);
  await page.getByRole('button', { name: 'Verify' }).click();
}

async function keepAndLook({ window, show }: Scene): Promise<void> {
  const question = window.getByRole('button', { name: 'Keep every clip' });
  await question.waitFor();
  await pictureShown(window, 'Front Yard');
  await show('one question after the first sign-in');
  // The story cannot wait for hours until the past is here.
  await window.getByLabel('Older clips').selectOption('fast');
  await question.click();
  await question.waitFor({ state: 'hidden' });
  await show('home: two systems, six cameras');
}

async function armFromTray({ session, tray, cloud, window, show }: Scene): Promise<void> {
  const { x, y } = trayIconAt(screen.width);
  await clickAt(session, x, y, 3);
  await show('the tray menu');
  await session.run('xdotool', ['key', 'Escape']);
  await tray.click(['Arm Cabin']);
  await tray.waitForMenu(({ children }) =>
    children.some(({ label }) => label.startsWith('Cabin: armed')),
  );
  const { networks } = await cloud.state();
  expect(networks.find(({ name }) => name === 'Cabin')?.armed).toBe(true);
  await window.screenshot({ path: path.join(output, 'home.png') });
  await show('Cabin, armed with one click; the cloud says so too');
}

async function disarmFromPanel({ session, tray, porchlight, window, show }: Scene): Promise<void> {
  const { x, y } = trayIconAt(screen.width);
  await clickAt(session, x, y, 1);
  const panel = await porchlight.panel();
  await pictureShown(panel, 'Front Yard');
  await show('a click on the icon: the panel');
  await panel.getByRole('button', { name: 'Disarm Cabin for a while' }).click();
  await panel.getByRole('button', { name: '15 min' }).click();
  await tray.waitForMenu(({ children }) =>
    children.some(({ label }) => label.startsWith('Cabin will be armed at')),
  );
  await expect(panel.getByText(/Will be armed again/)).toBeVisible();
  await expect(window.getByText(/Will be armed again/)).toBeVisible();
  await show('Cabin, disarmed for a quarter of an hour');
  await panel.getByRole('button', { name: 'Leave disarmed' }).click();
  await panel.keyboard.press('Escape');
}

async function meetMotion({ session, tray, cloud, window, show }: Scene): Promise<void> {
  await cloud.motion('Front Yard');
  const player = window.getByRole('region', { name: 'Player' });
  await expect(async () => {
    await tray.click(['Check for new clips now']);
    const banners = await session.run('xdotool', ['search', '--onlyvisible', '--class', 'Dunst']);
    expect(banners.stdout.trim()).not.toBe('');
  }).toPass({ timeout: 60_000, intervals: [1_000] });
  await show('motion: a banner with the picture');
  await expect(async () => {
    await clickAt(session, screen.width - 200, 80);
    await expect(player).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 20_000 });
  await playing(window);
  await show('a click on the banner plays the clip');
}

async function review({ window, show }: Scene): Promise<void> {
  await window.getByRole('button', { name: 'Close the player' }).click();
  await expect(window.getByText(/\d+ clips on this computer/)).toBeVisible();
  await show('the clips of three weeks, by day');
}

async function loseTheCloud({ cloud, window, tray, show }: Scene): Promise<void> {
  await cloud.kill();
  await tray.click(['Check for new clips now']);
  // Nobody may ask more often than every ten seconds.
  await expect(window.getByText('Not connected')).toBeVisible({ timeout: 30_000 });
  await window.getByText('Kept here').first().click();
  await playing(window);
  await show('the cloud is gone, the clip still plays');
}

function pictures(session: DesktopSession): Scene['show'] {
  let count = 0;
  return async (what) => {
    count += 1;
    const name = `${String(count).padStart(2, '0')}-${what.toLowerCase().replace(/[^a-z]+/g, '-')}`;
    await screenshot(session, path.resolve(output, `${name}.png`));
    console.log(`${String(count).padStart(2)}  ${what}`);
  };
}

const pictureShown = (window: Page, camera: string) =>
  expect
    .poll(() =>
      window
        .getByRole('img', { name: `Picture from ${camera}` })
        .evaluate((image: HTMLImageElement) => image.naturalWidth),
    )
    .toBeGreaterThan(0);

const playing = (window: Page) =>
  expect
    .poll(() => window.locator('video').evaluate((video: HTMLVideoElement) => video.currentTime))
    .toBeGreaterThan(0.5);
