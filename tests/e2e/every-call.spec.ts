import { expect, type Page } from '@playwright/test';
import { test, type Stage } from './support/fixtures.ts';
import { demoAccount } from './support/porchlight.ts';
import { keepEveryClip } from './support/sign-in.ts';

/** The calls of the 2020 description, by method and path; recordings and their stills lie where the list says. */
const calls: readonly (readonly [string, string, RegExp])[] = [
  ['log in', 'POST', /^\/api\/v4\/account\/login$/],
  ['verify the PIN', 'POST', /\/pin\/verify$/],
  ['homescreen', 'GET', /^\/api\/v3\/accounts\/\d+\/homescreen$/],
  ['client options', 'GET', /\/clients\/\d+\/options$/],
  ['changed media', 'GET', /\/media\/changed$/],
  ['account options', 'GET', /^\/api\/v1\/account\/options$/],
  ['notification configuration', 'GET', /\/notifications\/configuration$/],
  ['programs', 'GET', /^\/api\/v1\/networks\/\d+\/programs$/],
  ['thumbnail', 'GET', /\/thumbnail\/.+\.jpg$/],
  ['camera config', 'GET', /^\/network\/\d+\/camera\/\d+\/config$/],
  ['temperature alert on', 'POST', /\/temp_alert_enable$/],
  ['temperature alert off', 'POST', /\/temp_alert_disable$/],
  ['calibrate', 'POST', /\/calibrate$/],
  ['command', 'GET', /^\/network\/\d+\/command\/\d+$/],
  ['motion regions', 'GET', /\/motion_regions$/],
  ['motion regions, written', 'POST', /\/motion_regions$/],
  ['camera status', 'POST', /^\/network\/\d+\/camera\/\d+\/status$/],
  ['camera update', 'POST', /^\/network\/\d+\/camera\/\d+\/update$/],
  ['new thumbnail', 'POST', /^\/network\/\d+\/camera\/\d+\/thumbnail$/],
  ['live view', 'POST', /^\/api\/v5\/.+\/liveview$/],
  ['arm', 'POST', /\/state\/arm$/],
  ['disarm', 'POST', /\/state\/disarm$/],
  ['clip thumbnail', 'GET', /\/media\/(thumb|accounts)\/(?!.*thumbnail).+\.jpg$/],
  ['media delete', 'POST', /\/media\/delete$/],
  ['video options', 'POST', /^\/api\/v1\/account\/video_options$/],
  ['clip', 'GET', /\/media\/(clip|accounts)\/.+\.mp4$/],
  ['program off', 'POST', /\/programs\/\d+\/disable$/],
  ['program on', 'POST', /\/programs\/\d+\/enable$/],
  ['network update', 'POST', /^\/network\/\d+\/update$/],
];

test.use({ world: 'lived-in', era: '2020' });

test('a person can cause every call of the 2020 description', async ({ stage, porchlight }) => {
  test.setTimeout(240_000);
  const window = await porchlight.window();
  await signInAsIn2020(window);
  await keepEveryClip(porchlight);
  await window.getByRole('button', { name: 'Arm Cabin' }).click();
  await window.getByRole('button', { name: 'Disarm Cabin', exact: true }).click();
  await window.getByRole('button', { name: 'New picture of Front Yard' }).click();
  await asked(stage, 'new thumbnail');
  await visitCamera(window, stage);
  await visitSystem(window, stage);
  await visitAccount(window, stage);
  await deleteOneClip(window, stage);
  for (const [name] of calls) await asked(stage, name);
});

/** Waits until the cloud has answered a call well. */
const asked = (stage: Stage, name: string) =>
  expect
    .poll(
      async () => {
        const [, method, pattern] = calls.find(([known]) => known === name) ?? [];
        const requests = await stage.cloud.requests();
        return requests.some(
          (request) =>
            request.method === method &&
            pattern?.test(request.path.split('?')[0] ?? '') === true &&
            request.status < 300,
        );
      },
      { message: name },
    )
    .toBe(true);

async function signInAsIn2020(window: Page): Promise<void> {
  await window.locator('summary').click();
  await window.getByText('2020 login').click();
  await window.getByLabel('E-mail address').fill(demoAccount.email);
  await window.getByLabel('Password').fill(demoAccount.password);
  await window.getByRole('button', { name: 'Sign in', exact: true }).click();
  await window.getByLabel('Code').fill(demoAccount.code);
  await window.getByRole('button', { name: 'Continue' }).click();
  await expect(window.getByRole('heading', { name: 'Home', exact: true }).first()).toBeVisible();
}

async function visitCamera(window: Page, stage: Stage): Promise<void> {
  await window.getByRole('button', { name: 'Settings of Front Yard' }).click();
  await asked(stage, 'camera config');
  await window.getByRole('button', { name: 'Ask the camera now' }).click();
  await asked(stage, 'camera status');
  await window.getByLabel('Sensitivity').fill('3');
  await window.getByRole('button', { name: 'Save', exact: true }).click();
  await asked(stage, 'camera update');
  await window.getByRole('button', { name: 'Watch none' }).click();
  await window.getByRole('button', { name: 'Watch all' }).click();
  await window.getByRole('button', { name: 'Row 1, column 1' }).click();
  await window.getByRole('button', { name: 'Save zones' }).click();
  await asked(stage, 'motion regions, written');
  const alert = window.getByRole('switch', { name: 'Temperature alert' });
  await alert.click();
  await asked(stage, 'temperature alert on');
  await expect(alert).toBeChecked();
  await expect(alert).toBeEnabled();
  await alert.click();
  await asked(stage, 'temperature alert off');
  await window.locator('summary', { hasText: 'Calibrate' }).click();
  await window.getByLabel('True temperature now').fill('70');
  await window.getByRole('button', { name: 'Calibrate' }).click();
  await asked(stage, 'calibrate');
  await window.getByRole('button', { name: 'Open live view' }).click();
  await expect(window.getByText('The live session is open')).toBeVisible();
  await window.getByRole('button', { name: 'End', exact: true }).click();
  await expect(window.getByRole('button', { name: 'Open live view' })).toBeVisible();
}

async function visitSystem(window: Page, stage: Stage): Promise<void> {
  await window.getByRole('navigation').getByRole('button', { name: 'Home' }).click();
  await window.getByRole('button', { name: 'Settings of Home' }).click();
  const schedule = window.getByRole('switch').first();
  const wasOn = await schedule.isChecked();
  await schedule.click();
  await asked(stage, wasOn ? 'program off' : 'program on');
  await expect(schedule).toBeEnabled();
  await schedule.click();
  await asked(stage, wasOn ? 'program on' : 'program off');
  await window.getByRole('button', { name: 'Keep recordings of live views' }).click();
  await asked(stage, 'network update');
}

async function visitAccount(window: Page, stage: Stage): Promise<void> {
  await window.getByRole('navigation').getByRole('button', { name: 'Settings' }).click();
  await window.getByLabel('Blink deletes clips after').selectOption('7');
  await asked(stage, 'video options');
}

async function deleteOneClip(window: Page, stage: Stage): Promise<void> {
  await window
    .getByRole('navigation')
    .getByRole('button', { name: /^Clips/ })
    .click();
  await window.getByText('Kept here').first().click();
  await window.getByRole('button', { name: 'Delete in Blink’s cloud…' }).click();
  await window.getByRole('button', { name: 'Delete in the cloud' }).click();
  await asked(stage, 'media delete');
}
