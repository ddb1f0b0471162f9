import { expect } from '@playwright/test';
import { nightly, schedules } from './support/answers.ts';
import { open, openSettingsOf } from './support/screen.ts';
import { accepted, failed, test, type Ui } from './support/window.ts';
import { clip, clipsOf, homeId, livedIn, signedOut } from './support/worlds.ts';

test.beforeEach(({ ui }) => ui.resize(1280, 860));

/** A whole number of hours ahead of UTC all year, so that the hour on the page is known. */
const inYekaterinburg = {
  ...livedIn,
  home: {
    ...livedIn.home,
    networks: livedIn.home.networks.map((each) => ({ ...each, timeZone: 'Asia/Yekaterinburg' })),
  },
};
const openSystem = async (ui: Ui) => {
  await ui.show(inYekaterinburg);
  await openSettingsOf(ui, 'Home');
};

test('times are those of the system, with UTC at hand', async ({ ui }) => {
  await openSystem(ui);
  const time = ui.page.getByText('10:30 AM');
  await expect(time).toHaveAttribute('title', '5:30 AM UTC');
});

test('an edited schedule is written whole and in UTC', async ({ ui }) => {
  await openSystem(ui);
  await ui.page.getByRole('button', { name: 'Change Nights' }).click();
  const dialog = ui.page.getByRole('dialog', { name: 'Change the schedule' });
  const second = dialog.getByRole('group', { name: 'Time 2' });
  await second.getByLabel('at', { exact: true }).fill('07:15');
  await second.getByRole('button', { name: 'Sat' }).click();
  await dialog.getByRole('button', { name: 'Remove time 1' }).click();
  await ui.answer('saveSchedule', failed('cloud-trouble'));
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('alert')).toContainText('Blink has trouble on its side.');

  await ui.answer('saveSchedule', accepted);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
  const entries = [{ days, minuteUtc: 2 * 60 + 15, action: 'disarm' }];
  const asked = await ui.calls('saveSchedule');
  expect(asked.at(-1)?.arg).toEqual({ id: nightly.id, networkId: homeId, name: 'Nights', entries });
});

test('a new schedule asks for a name before it asks the cloud', async ({ ui }) => {
  await openSystem(ui);
  await ui.answer('saveSchedule', accepted);
  await ui.page.getByRole('button', { name: 'New schedule' }).click();
  const dialog = ui.page.getByRole('dialog', { name: 'New schedule' });
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('alert')).toContainText('Give the schedule a name.');
  expect(await ui.calls('saveSchedule')).toEqual([]);
  await dialog.getByLabel('Name').fill('Holidays');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect
    .poll(async () => (await ui.calls('saveSchedule')).at(-1)?.arg)
    .toMatchObject({ id: null, name: 'Holidays' });
});

test('a schedule is deleted only after a second word, and disabled by its switch', async ({
  ui,
}) => {
  await openSystem(ui);
  await ui.answer('removeSchedule', accepted);
  await ui.page.getByRole('button', { name: 'Delete Nights' }).click();
  const dialog = ui.page.getByRole('dialog', { name: 'Delete this schedule?' });
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  expect(await ui.calls('removeSchedule')).toEqual([]);
  await ui.page.getByRole('button', { name: 'Delete Nights' }).click();
  await ui.answer('listSchedules', { ok: true, value: schedules.slice(1) });
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await expect(ui.page.getByRole('switch', { name: 'Nights' })).toBeHidden();
  const arg = { networkId: homeId, value: nightly.id };
  expect(await ui.calls('removeSchedule')).toEqual([{ name: 'removeSchedule', arg }]);

  await ui.answer('setScheduleEnabled', accepted);
  await ui.page.getByRole('switch', { name: 'Weekend at the lake' }).click();
  const value = { scheduleId: 82, isEnabled: true };
  await expect
    .poll(() => ui.calls('setScheduleEnabled'))
    .toEqual([{ name: 'setScheduleEnabled', arg: { networkId: homeId, value } }]);
});

test('the siren sounds only after a second word', async ({ ui }) => {
  await openSystem(ui);
  await ui.answer('soundSiren', accepted);
  await ui.page.getByText('Siren', { exact: true }).click();
  await ui.page.getByRole('button', { name: 'Sound the siren…' }).click();
  expect(await ui.calls('soundSiren')).toEqual([]);
  await ui.page.getByRole('button', { name: 'Sound it' }).click();
  await expect
    .poll(() => ui.calls('soundSiren'))
    .toEqual([{ name: 'soundSiren', arg: { networkId: homeId, value: true } }]);
});

test('one notification flag is written alone, and the days until deletion at once', async ({
  ui,
}) => {
  await ui.show(livedIn);
  await ui.answer('setNotificationFlags', accepted);
  await ui.answer('setAutoDeleteDays', accepted);
  await open(ui, 'Settings');
  await ui.page.getByText('Notifications from Blink').first().click();
  await ui.page.getByRole('switch', { name: 'A schedule ran' }).click();
  await expect
    .poll(() => ui.calls('setNotificationFlags'))
    .toEqual([{ name: 'setNotificationFlags', arg: { scheduling: true } }]);
  await ui.page.getByLabel('Blink deletes clips after').selectOption('7 days');
  await expect
    .poll(() => ui.calls('setAutoDeleteDays'))
    .toEqual([{ name: 'setAutoDeleteDays', arg: 7 }]);
});

test('a clip is deleted in the cloud only after a second word, and marked as watched', async ({
  ui,
}) => {
  await ui.show(livedIn, clipsOf(10));
  await ui.answer('deleteFromCloud', accepted);
  await ui.answer('markWatched', accepted);
  await ui.push('showClip', clip(0).id);
  await ui.page.getByRole('button', { name: 'Mark as watched on Blink' }).click();
  await ui.page.getByRole('button', { name: 'Delete in Blink’s cloud…' }).click();
  const dialog = ui.page.getByRole('dialog', { name: 'Delete this clip in Blink’s cloud?' });
  await expect(dialog).toContainText('The copy on this computer stays');
  await ui.page.keyboard.press('ArrowDown');
  await ui.page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(ui.page.getByRole('region', { name: 'Player' })).toContainText(clip(0).deviceName);
  await ui.page.getByRole('button', { name: 'Delete in Blink’s cloud…' }).click();
  expect(await ui.calls('deleteFromCloud')).toEqual([]);
  await dialog.getByRole('button', { name: 'Delete in the cloud' }).click();
  await expect
    .poll(() => ui.calls('deleteFromCloud'))
    .toEqual([{ name: 'deleteFromCloud', arg: [clip(0).id] }]);
  expect(await ui.calls('markWatched')).toEqual([{ name: 'markWatched', arg: [clip(0).id] }]);
});

test('another way to sign in sends the password once and keeps it nowhere', async ({ ui }) => {
  const secret = 'Tr0mbone-in-the-attic';
  await ui.show(signedOut);
  await ui.hold('signInOtherWay');
  await ui.page.getByText('Other ways to sign in').first().click();
  await ui.page.getByRole('radio', { name: '2020 login' }).check();
  await ui.page.getByLabel('E-mail address').fill('someone@example.org');
  await ui.page.getByLabel('Password').fill(secret);
  await ui.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(ui.page.getByLabel('Password')).toHaveValue('');
  const arg = { way: 'login-2020', email: 'someone@example.org', password: secret };
  expect(await ui.calls('signInOtherWay')).toEqual([{ name: 'signInOtherWay', arg }]);

  await ui.answer('signInOtherWay', { ok: true, value: { kind: 'wrong-password' } });
  await expect(ui.page.getByRole('alert')).toContainText('the password is wrong');
  await expect(ui.page.getByLabel('Password')).toHaveValue('');
  const kept = await ui.page.evaluate(
    () =>
      JSON.stringify([localStorage, sessionStorage]) +
      document.documentElement.outerHTML +
      [...document.querySelectorAll('input')].map(({ value }) => value).join(' '),
  );
  expect(kept).not.toContain(secret);
});

test('a code is asked for where Blink wants one, and a wrong one is said', async ({ ui }) => {
  await ui.show(signedOut);
  const value = { kind: 'needs-code', hint: '+49xxxxxxx12' } as const;
  await ui.answer('signInOtherWay', { ok: true, value });
  await ui.answer('giveSignInCode', { ok: true, value: { kind: 'wrong-code' } });
  await ui.page.getByText('Other ways to sign in').first().click();
  await ui.page.getByLabel('E-mail address').fill('someone@example.org');
  await ui.page.getByLabel('Password').fill('this one');
  await ui.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(ui.page.getByText(/Blink has sent a code to \+49xxxxxxx12/)).toBeVisible();
  await ui.page.getByLabel('Code').fill('123456');
  await ui.page.keyboard.press('Enter');
  await expect(ui.page.getByRole('alert')).toContainText('The code is wrong or too old.');
  expect(await ui.calls('giveSignInCode')).toEqual([{ name: 'giveSignInCode', arg: '123456' }]);
});
