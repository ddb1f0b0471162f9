import { expect } from '@playwright/test';
import { appErrorCodes } from '../../shared/errors.ts';
import { accepted, failed, test } from './support/window.ts';
import { cabinId, frontYard, livedIn, signedOut } from './support/worlds.ts';

test.beforeEach(({ ui }) => ui.resize(1280, 860));

test('a click asks for the arming, and only the pushed state is shown', async ({ ui }) => {
  await ui.show(livedIn);
  await ui.answer('armNetwork', accepted);
  const cabin = ui.page.getByRole('region', { name: 'Lake Cabin' });
  await cabin.getByRole('button', { name: 'Arm Lake Cabin' }).click();
  await expect.poll(() => ui.calls('armNetwork')).toEqual([{ name: 'armNetwork', arg: cabinId }]);
  await expect(cabin.getByRole('status')).toContainText('Disarmed');

  const asking = { targetState: 'armed', phase: 'asking', problem: null, at: Date.now() } as const;
  await ui.change({ arming: { [cabinId]: asking } });
  await expect(cabin.getByRole('status')).toContainText('Arming…');
  await expect(cabin.getByRole('button', { name: 'Arm Lake Cabin' })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
});

test('an undone arming says why, inside its system', async ({ ui }) => {
  await ui.show(livedIn);
  const problem = 'command-timeout' as const;
  const failedArming = { targetState: 'armed', phase: 'failed', problem, at: Date.now() } as const;
  await ui.change({ arming: { [cabinId]: failedArming } });
  const cabin = ui.page.getByRole('region', { name: 'Lake Cabin' });
  await expect(cabin.getByRole('alert')).toContainText('The system did not answer in time.');
});

test('a refused click says why, inside its system', async ({ ui }) => {
  await ui.show(livedIn);
  await ui.answer('disarmNetwork', failed('module-busy'));
  const house = ui.page.getByRole('region', { name: 'Home' });
  await house.getByRole('button', { name: 'Disarm Home', exact: true }).click();
  await expect(house.getByRole('alert')).toContainText('The system is busy');
});

test('a stale state is never shown as armed', async ({ ui }) => {
  await ui.show({ ...livedIn, home: { ...livedIn.home, isStale: true } });
  const state = ui.page.getByRole('region', { name: 'Home' }).getByRole('status');
  await expect(state).toContainText('Not known');
  await expect(ui.page.getByText(/^Armed as of/)).toBeVisible();
});

test('a new picture is busy until it is there, and a failure is said', async ({ ui }) => {
  await ui.show(livedIn);
  await ui.hold('takePicture');
  await ui.page.getByRole('button', { name: 'New picture of Front Yard' }).click();
  await expect(
    ui.page.getByRole('button', { name: 'Taking a picture of Front Yard…' }),
  ).toBeVisible();
  expect(await ui.calls('takePicture')).toEqual([{ name: 'takePicture', arg: frontYard.id }]);
  await ui.answer('takePicture', failed('command-failed'));
  await expect(ui.page.getByRole('log')).toContainText('No new picture from Front Yard.');
  await ui.page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(ui.page.getByRole('log')).toBeEmpty();
});

test('the question about keeping clips is asked once, and its answer is handed on', async ({
  ui,
}) => {
  await ui.show({ ...livedIn, archive: { ...livedIn.archive, policy: null } });
  await ui.answer('chooseKeepPolicy', accepted);
  await ui.page.getByRole('button', { name: /^Keep every clip/ }).click();
  await expect
    .poll(() => ui.calls('chooseKeepPolicy'))
    .toEqual([{ name: 'chooseKeepPolicy', arg: 'every' }]);
  await ui.change({ archive: livedIn.archive });
  await expect(ui.page.getByText('Which clips shall Porchlight keep?')).toBeHidden();
});

test('signing in is asked for by the button, and every failure has words of its own', async ({
  ui,
}) => {
  await ui.show(signedOut);
  await ui.answer('signIn', accepted);
  await ui.page.getByRole('button', { name: 'Sign in with Blink’s own page' }).click();
  await expect.poll(() => ui.calls('signIn')).toHaveLength(1);

  const said = new Set<string>();
  for (const problem of appErrorCodes) {
    await ui.change({ account: { phase: 'signed-out', problem } });
    const words = ui.page.getByRole('status').first();
    await expect.poll(async () => said.has(await words.innerText())).toBe(false);
    said.add(await words.innerText());
  }
  expect(said.size).toBe(appErrorCodes.length);
});

test('a sign-in that main refuses at once says why', async ({ ui }) => {
  await ui.show(signedOut);
  await ui.answer('signIn', failed('runtime-too-old'));
  await ui.page.getByRole('button', { name: 'Sign in with Blink’s own page' }).click();
  await expect(ui.page.getByRole('status')).toContainText('too old for a real account');
});

test('signing out keeps the clips unless the person says otherwise', async ({ ui }) => {
  await ui.show(livedIn);
  await ui.answer('signOut', accepted);
  await ui.page.getByRole('navigation').getByRole('button', { name: 'Settings' }).click();
  const opener = ui.page.getByRole('button', { name: 'Sign out…' });
  await opener.click();
  await ui.page.keyboard.press('Escape');
  await expect(opener).toBeFocused();

  await opener.click();
  const dialog = ui.page.getByRole('dialog', { name: 'Sign out of Blink?' });
  await expect(dialog.getByRole('radio', { name: 'Keep the clips' })).toBeChecked();
  await dialog.getByRole('radio', { name: 'Delete the clips' }).check();
  await dialog.getByRole('button', { name: 'Sign out and delete' }).click();
  await expect
    .poll(() => ui.calls('signOut'))
    .toEqual([{ name: 'signOut', arg: { clips: 'delete' } }]);
  await expect(dialog).toBeHidden();
});

test('hostile names are text, stay in their place and break no layout', async ({ ui }) => {
  const hostile = `<img src=x onerror="document.title='taken'">\u202E${'W'.repeat(300)}`;
  const networks = livedIn.home.networks.map((network) => ({ ...network, name: hostile }));
  const devices = livedIn.home.devices.map((device) => ({ ...device, name: hostile }));
  await ui.show({ ...livedIn, home: { ...livedIn.home, networks, devices } });
  for (const width of [1280, 820, 420]) {
    await ui.resize(width, 860);
    await expect(ui.page.getByRole('heading', { name: /onerror/ }).first()).toBeVisible();
    expect(await ui.sidewaysOverflow()).toBe(0);
  }
  expect(await ui.page.title()).toBe('Porchlight');
  await expect(ui.page.locator('img[src="x"]')).toHaveCount(0);
});

test('nothing a page does is refused by its own policy', async ({ ui }) => {
  const refused: string[] = [];
  ui.page.on('console', (message) => {
    if (/policy|trusted/i.test(message.text())) refused.push(message.text());
  });
  await ui.show(livedIn);
  for (const name of ['Clips', 'Settings', 'Home']) {
    await ui.page.getByRole('navigation').getByRole('button', { name }).click();
    await expect(ui.page.getByRole('main').getByRole('heading').first()).toBeAttached();
  }
  expect(refused).toEqual([]);
});
