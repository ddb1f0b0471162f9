import { expect, type Page } from '@playwright/test';
import { findEntry } from '../desktop/tray-menu-tree.ts';
import { waitFor } from '../desktop/wait.ts';
import { setStage, test, type Stage } from './support/fixtures.ts';
import type { Porchlight } from './support/porchlight.ts';
import { signIn } from './support/sign-in.ts';

const studio = {
  id: 2101,
  name: 'Studio',
  time_zone: 'Europe/Berlin',
  armed: true,
  lv_save: false,
};
const hub = { id: 3101, network_id: 2101, name: 'Studio module', status: 'online' };
const gate = {
  id: 4101,
  network_id: 2101,
  name: 'Gate',
  type: 'catalina',
  enabled: true,
  status: 'done',
  battery: 'ok',
  signals: { lfr: 5, wifi: 5, temp: 66, battery: 3 },
};
const desk = { ...gate, id: 5101, name: 'Desk', type: 'owl', onboarded: true, status: 'online' };
const garage = { ...desk, id: 5999, network_id: 2999, name: 'Garage' };

/** What the cloud's own homescreen says, one system and two cameras. */
const homescreen = {
  networks: [studio],
  sync_modules: [hub],
  cameras: [gate],
  owls: [desk],
  doorbells: [],
};

/** What the cloud leaves out, or tells in a form nobody can read, is in doubt: neither the present nor gone. */
test.describe.serial('missing is doubt, not absence', () => {
  // "Check now" is held back for 10 s after the last one.
  test.describe.configure({ timeout: 120_000 });
  let stage: Stage & { strike(): Promise<void> };
  let porchlight: Porchlight;
  let window: Page;

  const tooltip = async () => (await stage.tray.properties()).toolTip.title;
  const homescreensAsked = async () =>
    (await stage.cloud.requests()).filter(({ path }) => path.includes('/homescreen')).length;

  /** The cloud answers this from now on; resolves when it has been asked for it. */
  async function answering(body: unknown): Promise<void> {
    await stage.cloud.heal();
    await stage.cloud.breakDown({ name: 'status', match: '/homescreen', status: 200, body });
    await askedAgain();
  }

  /** Until the cloud has been asked for another homescreen. */
  async function askedAgain(): Promise<void> {
    const before = await homescreensAsked();
    await waitFor(
      async () => {
        await stage.tray.click(['Check for new clips now']);
        return (await homescreensAsked()) > before || undefined;
      },
      { what: 'another homescreen', timeoutMs: 20_000 },
    );
  }

  test.beforeAll(async () => {
    stage = await setStage({ world: 'small', keyring: 'unlocked', era: 'today', speed: 20 });
    porchlight = await stage.launch();
    window = await porchlight.window();
    await signIn(porchlight);
    await window.getByRole('button', { name: 'Keep every clip' }).click();
  });
  test.afterAll(() => stage.strike());

  test('while the icon moves, the menu is set anew only when it changes', async () => {
    await stage.cloud.breakDown({ name: 'slow', match: '/command/', ms: 4_000 });
    await stage.tray.click(['Arm Studio']);
    await stage.tray.waitForMenu(({ children }) =>
      children.some(({ label }) => label === 'Studio: arming…'),
    );
    const before = stage.tray.events().length;
    const since = (name: string) =>
      stage.tray
        .events()
        .slice(before)
        .filter((event) => event === name).length;
    await waitFor(() => since('NewIcon') >= 5, { what: 'a moving icon', timeoutMs: 10_000 });
    expect(since('LayoutUpdated')).toBeLessThanOrEqual(1);
    await stage.cloud.heal();
    await stage.tray.waitForMenu(
      ({ children }) => children.some(({ label }) => label.startsWith('Studio: armed')),
      { timeoutMs: 30_000 },
    );
  });

  test('a system that does not say whether it is armed keeps icon and tooltip from saying "armed"', async () => {
    const armedIcon = await stage.tray.iconPng();
    const attic = { id: 2102, name: 'Attic', time_zone: 'Europe/Berlin' };
    await answering({ ...homescreen, networks: [studio, attic] });
    await expect.poll(tooltip).toContain('Attic: not known right now');
    expect(await tooltip()).toContain('Studio: armed');
    expect((await stage.tray.iconPng()).equals(armedIcon)).toBe(false);
    const { children } = await stage.tray.menu();
    const labels = children.map(({ label }) => label);
    expect(labels).toEqual(expect.arrayContaining(['Arm Attic', 'Disarm Attic']));
    const section = window.getByRole('region', { name: 'Attic' });
    await expect(section.getByRole('status')).toContainText('Not known');
    await answering(homescreen);
    await expect.poll(tooltip).toContain('Attic: not known right now');
    await askedAgain();
    await expect.poll(tooltip).not.toContain('Attic');
    await expect.poll(async () => (await stage.tray.iconPng()).equals(armedIcon)).toBe(true);
  });

  test('a sync module whose row cannot be read is no reason to look plainly armed', async () => {
    await answering({ ...homescreen, sync_modules: [{ ...hub, status: null }] });
    await expect.poll(tooltip).toContain('whether its sync module is online is not known');
    await expect(window.getByText('Studio module: not known right now')).toBeVisible();
    await answering({ ...homescreen, sync_modules: [{ ...hub, status: 'offline' }] });
    await expect.poll(tooltip).toContain('its sync module is offline');
    await answering({ ...homescreen, sync_modules: ['unreadable'] });
    await askedAgain();
    await expect.poll(tooltip).toContain('its sync module is offline');
    await answering(homescreen);
    await expect.poll(tooltip).not.toContain('sync module');
  });

  test('a camera whose system is not listed stands under "Other cameras" everywhere', async () => {
    await answering({ ...homescreen, owls: [desk, garage] });
    const others = window.getByRole('region', { name: 'Other cameras' });
    await expect(others.getByRole('heading', { name: 'Garage' })).toBeVisible();
    const menu = await stage.tray.waitForMenu((root) => {
      const cameras = root.children.find(({ label }) => label === 'Cameras');
      return cameras?.children.some(({ label }) => label === 'Other cameras') === true;
    });
    expect(findEntry(menu, ['Cameras', 'Garage', 'New picture']).isEnabled).toBe(true);
    await stage.tray.activate();
    const panel = await porchlight.panel();
    await expect(panel.getByRole('heading', { name: 'Other cameras' })).toBeVisible();
    await expect(panel.getByRole('list', { name: 'Other cameras' })).toContainText('Garage');
    await stage.tray.activate();
  });

  test('a camera has the controls that it has, and no others', async () => {
    const light = window.getByRole('button', { name: 'Light on' });
    await window.getByRole('button', { name: 'Settings of Gate' }).click();
    await expect(window.getByRole('button', { name: 'Record a clip' })).toBeVisible();
    await expect(light).toBeHidden();
    const storm = [{ id: 7101, target: 'camera', target_id: 4101 }];
    const snoozed = { ...gate, snooze: true, snooze_time_remaining: 45 };
    await answering({ ...homescreen, cameras: [snoozed], accessories: { storm } });
    await expect(light).toBeVisible();
    await expect(window.getByText(/^Snoozed on Blink until /)).toBeVisible();
    await window.getByRole('navigation').getByRole('button', { name: 'Home' }).click();
    await window.getByRole('button', { name: 'Settings of Studio' }).click();
    await expect(window.getByRole('status').getByText('They are not kept.')).toBeVisible();
    await expect(window.getByText('Siren', { exact: true })).toBeHidden();
    await answering({ ...homescreen, sirens: [{ id: 1, network_id: 2101 }] });
    await expect(window.getByText('Siren', { exact: true })).toBeVisible();
    await window.getByRole('navigation').getByRole('button', { name: 'Home' }).click();
  });

  for (const [what, body] of [
    ['nothing', {}],
    ['nulls', { networks: null, cameras: null, owls: null, sync_modules: null }],
    ['empty lists', { networks: [], sync_modules: [], cameras: [], owls: [], doorbells: [] }],
  ] as const) {
    test(`an answer with ${what} takes nothing away`, async () => {
      await answering(body);
      await askedAgain();
      await expect(window.getByRole('heading', { name: 'Studio' })).toBeVisible();
      await expect(window.getByText('No systems yet')).toBeHidden();
      expect((await stage.tray.menu()).children.map(({ label }) => label)).not.toContain(
        'No systems yet',
      );
      await stage.cloud.heal();
    });
  }
});
