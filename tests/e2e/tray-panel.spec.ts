import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import type { MenuNode } from '../desktop/tray-menu-tree.ts';
import { setStage, test, type Stage } from './support/fixtures.ts';
import { newClips, untilListed } from './support/new-clips.ts';
import { killHard, type Porchlight } from './support/porchlight.ts';
import { signIn } from './support/sign-in.ts';

/** One click, and never a lie: the tray and its panel on a desktop of their own. */
test.describe.serial('the tray', () => {
  let stage: Stage & { strike(): Promise<void> };
  let porchlight: Porchlight;
  let panel: Page;

  const studio = async () => {
    const [network] = (await stage.cloud.state()).networks;
    if (network === undefined) throw new Error('the cloud has no system');
    return network;
  };
  const usePhone = async (armed: boolean) => stage.cloud.usePhone((await studio()).id, armed);
  const tooltip = async () => (await stage.tray.properties()).toolTip.title;
  const checkNow = () => stage.tray.click(['Check for new clips now']);
  /** Homescreens come every two minutes by themselves; nobody may ask more often than every ten seconds. */
  const waitForMenu = (words: string) =>
    stage.tray.waitForMenu(says(words), { what: `"${words}" in the menu`, timeoutMs: 30_000 });

  test.beforeAll(async () => {
    stage = await setStage({ world: 'small', keyring: 'unlocked', era: 'today' });
    porchlight = await stage.launch();
    await signIn(porchlight);
    await waitForMenu('Studio: disarmed');
  });
  test.afterAll(() => stage.strike());

  test('a click on the icon opens the panel, and its button arms', async () => {
    await stage.tray.activate();
    panel = await porchlight.panel();
    await expect(panel.getByRole('heading', { name: 'Studio' })).toBeVisible();
    await expect.poll(() => porchlight.isPanelShown()).toBe(true);
    await panel.getByRole('button', { name: 'Arm Studio' }).click();
    await expect(panel.getByRole('button', { name: 'Disarm Studio', exact: true })).toBeVisible();
    await waitForMenu('Studio: armed');
    expect((await studio()).armed).toBe(true);
    expect(await tooltip()).toMatch(/^Studio: armed just now · .*updated \d/);
  });

  test('the keyboard is enough: Tab, Space, Escape', async () => {
    await expect(panel.getByRole('status').filter({ hasText: 'Armed' })).toBeVisible();
    await panel.keyboard.press('Escape');
    await expect.poll(() => porchlight.isPanelShown()).toBe(false);
    await stage.tray.activate();
    await expect.poll(() => porchlight.isPanelShown()).toBe(true);
    const disarm = panel.getByRole('button', { name: 'Disarm Studio', exact: true });
    await expect(panel.getByRole('heading', { name: 'Porchlight' })).toBeFocused();
    // A key that was meant for another window presses nothing.
    for (const key of ['Enter', 'Space']) await panel.keyboard.press(key);
    await panel.keyboard.press('Tab');
    await expect(disarm).toBeFocused();
    expect((await studio()).armed).toBe(true);
    await panel.keyboard.press('Space');
    await waitForMenu('Studio: disarmed');
    expect((await studio()).armed).toBe(false);
    await panel.keyboard.press('Escape');
    await expect.poll(() => porchlight.isPanelShown()).toBe(false);
  });

  test('a second click on the icon takes the panel away', async () => {
    await stage.tray.activate();
    await expect.poll(() => porchlight.isPanelShown()).toBe(true);
    await stage.tray.activate();
    await expect.poll(() => porchlight.isPanelShown()).toBe(false);
  });

  test('what the phone does is on show at the next homescreen', async () => {
    await usePhone(true);
    await checkNow();
    await waitForMenu('Studio: armed');
  });

  test('armed but blind has a shape and words of its own', async () => {
    const armedIcon = await stage.tray.iconPng();
    await stage.cloud.setModule((await studio()).id, false);
    await checkNow();
    await waitForMenu('Studio: armed, but its sync module is offline');
    expect((await stage.tray.iconPng()).equals(armedIcon)).toBe(false);
    await stage.cloud.setModule((await studio()).id, true);
    await checkNow();
    await stage.tray.waitForMenu(says(/^Studio: armed (just now|\d+ min ago)/), {
      timeoutMs: 30_000,
    });
  });

  test('it disarms for a while from the menu, counts down and can be made to last', async () => {
    await stage.tray.click(['Disarm for', '15 minutes']);
    await waitForMenu('Studio will be armed at');
    expect((await studio()).armed).toBe(false);
    expect(await tooltip()).toMatch(/^Studio: disarmed until/);
    await stage.tray.click(['Leave Studio disarmed']);
    await waitForMenu('Studio: disarmed');
    expect(await tooltip()).not.toContain('until');
  });

  test('"until…" asks for the time in the panel', async () => {
    await stage.tray.click(['Arm Studio']);
    await waitForMenu('Studio: armed');
    await stage.tray.click(['Disarm for', 'Until…']);
    await expect.poll(() => porchlight.isPanelShown()).toBe(true);
    await panel.getByLabel('Until', { exact: true }).fill('23:59');
    await panel
      .getByRole('group', { name: 'Disarm Studio for a while' })
      .getByRole('button', { name: 'Disarm', exact: true })
      .click();
    await expect(panel.getByText(/Will be armed again at/)).toBeVisible();
    await panel.getByRole('button', { name: 'Leave disarmed' }).click();
    await expect(panel.getByText(/Will be armed again at/)).toBeHidden();
    await panel.keyboard.press('Escape');
  });

  test('a temporary disarm survives kill -9: overdue, it is made good and told', async () => {
    await stage.tray.click(['Arm Studio']);
    await waitForMenu('Studio: armed');
    await stage.tray.click(['Disarm for', '15 minutes']);
    await waitForMenu('Studio will be armed at');
    await killHard(porchlight);
    await moveEnd(stage.dataFolder, -5);
    porchlight = await stage.launch();
    const told = await stage.notifications.waitForNotification(({ body }) =>
      body.startsWith('Armed again'),
    );
    expect(told.summary).toBe('Studio');
    expect(told.body).toMatch(/5 min late/);
    await waitForMenu('Studio: armed');
    expect((await studio()).armed).toBe(true);
  });

  test('one that is overdue by more than an hour asks first', async () => {
    await stage.tray.click(['Disarm for', '15 minutes']);
    await waitForMenu('Studio will be armed at');
    await killHard(porchlight);
    await moveEnd(stage.dataFolder, -90);
    porchlight = await stage.launch();
    const menu = await waitForMenu('Arm Studio now (was due at');
    await stage.notifications.waitForNotification(({ body }) => body.startsWith('Still disarmed'));
    expect((await studio()).armed).toBe(false);
    const entry = menu.children.find(({ label }) => label.startsWith('Arm Studio now'));
    await stage.tray.click([entry?.label ?? '']);
    await waitForMenu('Studio: armed');
    expect((await studio()).armed).toBe(true);
  });

  test('a re-arm is dropped once somebody has armed meanwhile', async () => {
    await stage.tray.click(['Disarm for', '1 hour']);
    await waitForMenu('Studio will be armed at');
    await usePhone(true);
    await checkNow();
    await waitForMenu('Studio: armed');
    const labels = (await stage.tray.menu()).children.map(({ label }) => label);
    expect(labels.join()).not.toContain('will be armed');
  });

  test('muted here, motion is listed but not told; the menu ends the mute', async () => {
    await stage.tray.click(['Mute here', '30 minutes']);
    const muted = await waitForMenu('Unmute');
    const before = stage.notifications.received().length;
    const listed = await newClips(stage);
    await stage.cloud.motion('Gate');
    await untilListed(stage, listed);
    expect(stage.notifications.received()).toHaveLength(before);
    const unmute = muted.children.find(({ label }) => label.startsWith('Unmute'));
    await stage.tray.click([unmute?.label ?? '']);
    await stage.cloud.motion('Gate');
    await untilListed(stage, listed + 1);
    await stage.notifications.waitForNotification(({ summary }) => summary === 'Gate');
  });

  test('quitting with a temporary disarm under way asks, and "keep running" keeps', async () => {
    await stage.tray.click(['Disarm for', '1 hour']);
    await waitForMenu('Studio will be armed at');
    await porchlight.app.evaluate(({ dialog }) => {
      const asked: string[] = [];
      const stay = async (options: { readonly detail?: string }) => {
        asked.push(options.detail ?? '');
        return { response: 0, checkboxChecked: false };
      };
      Object.assign(dialog, { showMessageBox: stay });
      Object.assign(globalThis, { asked });
    });
    await stage.tray.click(['Quit Porchlight']);
    const asked = () => porchlight.app.evaluate(() => Reflect.get(globalThis, 'asked') as string[]);
    await expect.poll(asked).toHaveLength(1);
    expect((await asked())[0]).toContain('Studio will not be armed again by itself');
    expect(porchlight.app.process().exitCode).toBeNull();
  });
});

const says =
  (words: string | RegExp) =>
  (menu: MenuNode): boolean =>
    menu.children.some(({ label }) =>
      typeof words === 'string' ? label.startsWith(words) : words.test(label),
    );

/** As if the computer had been off: the end of every temporary disarm lies `minutes` from now. */
async function moveEnd(dataFolder: string, minutes: number): Promise<void> {
  const file = path.join(dataFolder, 'settings.json');
  const settings = JSON.parse(await readFile(file, 'utf8')) as {
    temporaryDisarms: Record<string, { rearmAt: number; startedAt: number }>;
  };
  const rearmAt = Date.now() + minutes * 60_000;
  for (const kept of Object.values(settings.temporaryDisarms)) {
    kept.rearmAt = rearmAt;
    kept.startedAt = rearmAt - 900_000;
  }
  await writeFile(file, JSON.stringify(settings));
}
