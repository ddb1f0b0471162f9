import { expect, type Page } from '@playwright/test';
import type { AppState } from '../../shared/app-state.ts';
import { accepted, failed, test as base, type Ui } from './support/window.ts';
import { cabinId, clip, homeId, livedIn, signedOut } from './support/worlds.ts';

const minute = 60_000;
const requests = [
  'armNetwork',
  'disarmNetwork',
  'armAll',
  'disarmAll',
  'disarmUntil',
  'stayDisarmed',
  'muteHere',
  'hidePanel',
  'openPage',
  'openClip',
] as const;

interface Panel {
  readonly page: Page;
  show(state: AppState): Promise<void>;
}

const test = base.extend<{ panel: Panel }>({
  panel: async ({ ui }, use) => {
    const page = await panelOf(ui);
    await use({
      page,
      async show(state) {
        await ui.show(
          state,
          [0, 1, 2, 3, 4].map((number) => clip(number)),
        );
        for (const name of requests) await ui.answer(name, accepted);
        await page.reload();
      },
    });
  },
});

async function panelOf({ app }: Ui): Promise<Page> {
  const isPanel = (page: Page) => page.url().endsWith('/panel.html');
  const open = app.windows().find(isPanel);
  if (open !== undefined) return open;
  const [page] = await Promise.all([
    app.waitForEvent('window'),
    app.evaluate(() => globalThis.harness.openPanel()),
  ]);
  return page;
}

const armed: AppState = {
  ...livedIn,
  home: {
    ...livedIn.home,
    networks: livedIn.home.networks.map((network) => ({ ...network, isArmed: true })),
    changedAt: { [homeId]: Date.now() - 12 * minute },
  },
};
const disarmed: AppState = {
  ...livedIn,
  home: {
    ...livedIn.home,
    networks: livedIn.home.networks.map((network) => ({ ...network, isArmed: false })),
  },
};
const counting: AppState = {
  ...disarmed,
  temporaryDisarms: { [homeId]: { rearmAt: Date.now() + 23 * minute, phase: 'counting' } },
};

test('arms and disarms with one click', async ({ panel, ui }) => {
  await panel.show(disarmed);
  const name = disarmed.home.networks[0]?.name ?? '';
  await panel.page.getByRole('button', { name: `Arm ${name}`, exact: true }).click();
  expect(await ui.calls('armNetwork')).toEqual([{ name: 'armNetwork', arg: homeId }]);
  await ui.change({ home: armed.home });
  await panel.page.getByRole('button', { name: `Disarm ${name}`, exact: true }).click();
  expect(await ui.calls('disarmNetwork')).toEqual([{ name: 'disarmNetwork', arg: homeId }]);
  await panel.page.getByRole('button', { name: 'Arm all', exact: true }).click();
  expect(await ui.calls('armAll')).toHaveLength(1);
});

test('never looks armed when the answer is old', async ({ panel }) => {
  await panel.show({ ...armed, home: { ...armed.home, isStale: true } });
  const cards = panel.page.getByRole('region');
  await expect(cards.first()).toContainText('Not known');
  await expect(cards.first().getByText(/^armed/i)).toHaveCount(0);
  await expect(cards.first().getByRole('button', { name: /^Arm / })).toBeVisible();
  await expect(cards.first().getByRole('button', { name: /^Disarm .*(?<!while)$/ })).toBeVisible();
});

test('says that a system is armed but blind, and why', async ({ panel }) => {
  const syncModules = armed.home.syncModules.map((module) => ({ ...module, isOnline: false }));
  await panel.show({ ...armed, home: { ...armed.home, syncModules } });
  await expect(panel.page.getByText('Armed, but blind').first()).toBeVisible();
  await expect(panel.page.getByText('armed, but its sync module is offline').first()).toBeVisible();
});

test('disarms for a while, with the keyboard alone', async ({ panel, ui }) => {
  await panel.show(armed);
  const { page } = panel;
  const before = Date.now();
  await page
    .getByRole('button', { name: /^Disarm .* for a while/ })
    .first()
    .focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: '15 min' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: '15 min' })).toBeHidden();
  expect(await ui.calls('hidePanel')).toHaveLength(0);
  await page.keyboard.press('Escape');
  expect(await ui.calls('hidePanel')).toHaveLength(1);
  await page
    .getByRole('button', { name: /^Disarm .* for a while/ })
    .first()
    .click();
  await page.keyboard.press('Enter');
  const [call] = await ui.calls('disarmUntil');
  const { networkId, value } = call?.arg as { networkId: string; value: number };
  expect(networkId).toBe(homeId);
  expect(Math.abs(value - before - 15 * minute)).toBeLessThan(minute);
});

test('asks for the time when it was opened for that', async ({ panel, ui }) => {
  await panel.show(armed);
  await ui.push('panelShown', { disarmUntil: cabinId });
  await panel.page.getByLabel('Until', { exact: true }).fill('06:30');
  await panel.page.keyboard.press('Enter');
  const [call] = await ui.calls('disarmUntil');
  const { networkId, value } = call?.arg as { networkId: string; value: number };
  const at = new Date(value);
  expect([networkId, at.getHours(), at.getMinutes()]).toEqual([cabinId, 6, 30]);
  expect(value).toBeGreaterThan(Date.now());
});

test('counts down and can be told to leave it', async ({ panel, ui }) => {
  await panel.show(counting);
  await expect(panel.page.getByText(/Will be armed again at .*, in 2[23] min/)).toBeVisible();
  await panel.page.getByRole('button', { name: 'Leave disarmed' }).click();
  expect(await ui.calls('stayDisarmed')).toEqual([{ name: 'stayDisarmed', arg: homeId }]);
});

test('asks about a disarm that is long over', async ({ panel, ui }) => {
  const rearmAt = Date.now() - 90 * minute;
  await panel.show({ ...disarmed, temporaryDisarms: { [homeId]: { rearmAt, phase: 'asking' } } });
  await expect(panel.page.getByText(/was to be armed again at .*Arm it now\?/)).toBeVisible();
  await panel.page.getByRole('button', { name: 'Arm now' }).click();
  expect(await ui.calls('armNetwork')).toHaveLength(1);
});

test('says why a click came to nothing', async ({ panel, ui }) => {
  await panel.show(disarmed);
  await ui.answer('armNetwork', failed('not-signed-in'));
  await panel.page.getByRole('button', { name: /^Arm / }).first().click();
  await expect(panel.page.getByRole('alert')).toContainText('Not armed.');
});

test('mutes and unmutes this computer', async ({ panel, ui }) => {
  await panel.show(livedIn);
  await panel.page
    .getByRole('group', { name: 'Mute here' })
    .getByRole('button', { name: '1 hour' })
    .click();
  expect(await ui.calls('muteHere')).toHaveLength(1);
  await ui.change({ mute: { until: Date.now() + 60 * minute } });
  await expect(panel.page.getByText(/Muted here until/)).toBeVisible();
  await panel.page.getByRole('button', { name: 'Unmute' }).click();
  expect((await ui.calls('muteHere')).at(-1)?.arg).toBeNull();
});

test('shows the newest clips and opens one in the window', async ({ panel, ui }) => {
  await panel.show(livedIn);
  const list = panel.page.getByRole('list').filter({ has: panel.page.getByRole('button') });
  await expect(list.getByRole('button')).toHaveCount(4);
  await list.getByRole('button').first().click();
  expect(await ui.calls('openClip')).toEqual([{ name: 'openClip', arg: clip(0).id }]);
  await expect.poll(() => ui.calls('hidePanel')).toHaveLength(1);
});

test('has a way on when nobody is signed in', async ({ panel, ui }) => {
  await panel.show(signedOut);
  await panel.page.getByRole('button', { name: 'Sign in…' }).click();
  expect(await ui.calls('openPage')).toEqual([{ name: 'openPage', arg: 'home' }]);
});

const looks: readonly (readonly [string, AppState])[] = [
  ['armed', armed],
  ['counting', counting],
  ['old', { ...armed, home: { ...armed.home, isStale: true } }],
  ['muted', { ...livedIn, mute: { until: Date.now() + minute } }],
  ['signed out', signedOut],
];

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [look, state] of looks) {
    test(`is accessible and fits, ${look}, ${colorScheme}`, async ({ panel, ui }) => {
      await panel.show(state);
      await panel.page.emulateMedia({ colorScheme });
      await expect(panel.page.getByRole('button').first()).toBeVisible();
      await panel.page.screenshot({ path: test.info().outputPath('panel.png') });
      expect(await ui.accessibilityFaults(panel.page)).toEqual([]);
      const overflow = await panel.page.evaluate(
        () => document.documentElement.scrollWidth - innerWidth,
      );
      expect(overflow).toBeLessThanOrEqual(0);
    });
  }
}
