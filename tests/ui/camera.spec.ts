import { expect } from '@playwright/test';
import { cameraConfig, zones } from './support/answers.ts';
import { open, openSettingsOf } from './support/screen.ts';
import { accepted, failed, test, type Ui } from './support/window.ts';
import { frontYard, livedIn } from './support/worlds.ts';

test.beforeEach(({ ui }) => ui.resize(1280, 860));

const deviceId = frontYard.id;
const openCamera = async (ui: Ui) => {
  await ui.show(livedIn);
  await openSettingsOf(ui, 'Front Yard');
};
const unsaved = (ui: Ui) => ui.page.getByRole('region', { name: 'Unsaved changes' });
const cell = (ui: Ui, row: number, column: number) =>
  ui.page.getByRole('button', { name: `Row ${row}, column ${column}`, exact: true });

test('saving writes the changed settings and nothing else', async ({ ui }) => {
  await openCamera(ui);
  await ui.page.getByRole('switch', { name: 'Record sound' }).click();
  await ui.page.getByLabel('Video quality').selectOption('best');
  await ui.page.getByLabel('Sensitivity').fill('8');
  await ui.page.getByRole('switch', { name: 'Status light' }).click();
  await ui.page.getByRole('switch', { name: 'Status light' }).click();
  await expect(unsaved(ui)).toContainText('3 unsaved changes');

  const change = { recordsAudio: false, videoQuality: 'best', motionSensitivity: 8 };
  const value = { ...cameraConfig, settings: { ...cameraConfig.settings, ...change } };
  await ui.answer('saveDeviceSettings', accepted);
  await ui.answer('getDeviceConfig', { ok: true, value });
  await unsaved(ui).getByRole('button', { name: 'Save' }).click();
  await expect
    .poll(() => ui.calls('saveDeviceSettings'))
    .toEqual([{ name: 'saveDeviceSettings', arg: { deviceId, value: change } }]);
  await expect(unsaved(ui)).toBeHidden();
  await expect(ui.page.getByLabel('Video quality')).toHaveValue('best');
});

test('unsaved changes outlive the page and can be discarded', async ({ ui }) => {
  await openCamera(ui);
  await ui.page.getByLabel('Name', { exact: true }).fill('Old Gate');
  await open(ui, 'Home');
  await openSettingsOf(ui, 'Front Yard');
  await expect(ui.page.getByLabel('Name', { exact: true })).toHaveValue('Old Gate');
  await unsaved(ui).getByRole('button', { name: 'Discard' }).click();
  await expect(ui.page.getByLabel('Name', { exact: true })).toHaveValue('Front Yard');
  expect(await ui.calls('saveDeviceSettings')).toEqual([]);
});

test('what could not be saved stays in the form, and the reason is said', async ({ ui }) => {
  await openCamera(ui);
  await ui.answer('saveDeviceSettings', failed('command-timeout'));
  await ui.page.getByRole('switch', { name: 'Record sound' }).click();
  await unsaved(ui).getByRole('button', { name: 'Save' }).click();
  await expect(ui.page.getByRole('log')).toContainText('Not saved.');
  await expect(unsaved(ui)).toContainText('1 unsaved change');
});

test('zones are drawn by keyboard and saved whole', async ({ ui }) => {
  await openCamera(ui);
  await cell(ui, 1, 1).focus();
  await ui.page.keyboard.press('ArrowDown');
  await ui.page.keyboard.press('ArrowRight');
  await expect(cell(ui, 2, 2)).toBeFocused();
  await ui.page.keyboard.press('Space');
  await expect(cell(ui, 2, 2)).toHaveAttribute('aria-pressed', 'false');
  await expect(ui.page.getByText('19 of 25 cells watched')).toBeVisible();

  await ui.answer('saveMotionZones', accepted);
  await ui.page.getByRole('button', { name: 'Save zones' }).click();
  const cells = zones.cells.map((isWatched, at) => isWatched && at !== 6);
  await expect
    .poll(() => ui.calls('saveMotionZones'))
    .toEqual([{ name: 'saveMotionZones', arg: { deviceId, value: { cells } } }]);
});

test('all zones can be watched, or none', async ({ ui }) => {
  await openCamera(ui);
  await ui.page.getByRole('button', { name: 'Watch none' }).click();
  await expect(ui.page.getByText('0 of 25 cells watched')).toBeVisible();
  await ui.page.getByRole('button', { name: 'Watch all' }).click();
  await expect(ui.page.getByText('25 of 25 cells watched')).toBeVisible();
});

test('a live view shows where it runs and is ended by the button or by leaving', async ({ ui }) => {
  await openCamera(ui);
  const session = { server: '192.0.2.24:443', durationMs: 300_000 };
  await ui.answer('startLiveView', { ok: true, value: session });
  await ui.answer('endLiveView', accepted);
  const start = ui.page.getByRole('button', { name: 'Open live view' });
  await start.click();
  await expect(ui.page.getByText('192.0.2.24:443')).toBeVisible();
  await expect(ui.page.getByText('5 minutes')).toBeVisible();
  await ui.page.getByRole('button', { name: 'End', exact: true }).click();
  await start.click();
  await expect(ui.page.getByText('192.0.2.24:443')).toBeVisible();
  await open(ui, 'Clips');
  await expect
    .poll(() => ui.calls('endLiveView'))
    .toEqual([
      { name: 'endLiveView', arg: deviceId },
      { name: 'endLiveView', arg: deviceId },
    ]);
});

test('motion detection shows what the cloud says after the click, not the click', async ({
  ui,
}) => {
  await openCamera(ui);
  await ui.answer('setMotionDetection', failed('command-failed'));
  const motion = ui.page.getByRole('switch', { name: 'Motion detection' });
  await motion.click();
  await expect(ui.page.getByRole('log')).toContainText('The system could not do it.');
  await expect(motion).toBeChecked();
  await ui.answer('setMotionDetection', accepted);
  await ui.answer('getDeviceConfig', {
    ok: true,
    value: { ...cameraConfig, isMotionEnabled: false },
  });
  await motion.click();
  await expect(motion).not.toBeChecked();
  const asked = await ui.calls('setMotionDetection');
  expect(asked.at(-1)?.arg).toEqual({ deviceId, value: false });
});

test('every other thing a camera can do asks for exactly that', async ({ ui }) => {
  await openCamera(ui);
  const clicks = [
    ['Record a clip', 'recordClip', deviceId],
    ['Ask the camera now', 'askCameraNow', deviceId],
    ['Light on', 'setLight', { deviceId, value: true }],
    ['4 hours', 'snoozeDevice', { deviceId, value: 240 }],
    ['End snooze', 'snoozeDevice', { deviceId, value: null }],
  ] as const;
  for (const [label, name, arg] of clicks) {
    await ui.answer(name, accepted);
    await ui.page.getByRole('button', { name: label, exact: true }).click();
    await expect.poll(async () => (await ui.calls(name)).at(-1)).toEqual({ name, arg });
  }
});

test('calibrating hands on what the thermometer says, with the limits as they are', async ({
  ui,
}) => {
  await openCamera(ui);
  await ui.answer('calibrateTemperature', accepted);
  await ui.page.getByText('Calibrate').first().click();
  await ui.page.getByLabel('True temperature now').fill('60');
  await ui.page.getByRole('button', { name: 'Calibrate' }).click();
  const value = { currentF: 60, minF: 41, maxF: 86 };
  await expect
    .poll(() => ui.calls('calibrateTemperature'))
    .toEqual([{ name: 'calibrateTemperature', arg: { deviceId, value } }]);
});

test('without a connection nothing can be clicked, and the reason stands beside it', async ({
  ui,
}) => {
  await openCamera(ui);
  await expect(ui.page.getByRole('button', { name: 'Record a clip' })).toBeEnabled();
  const connection = { ...livedIn.connection, status: 'trouble', problem: 'offline' } as const;
  await ui.change({ connection });
  await expect(ui.page.getByRole('button', { name: 'Record a clip' })).toBeDisabled();
  await expect(ui.page.getByRole('switch', { name: 'Record sound' })).toBeDisabled();
  await expect(
    ui.page.getByText('Not possible now: No connection to Blink.').first(),
  ).toBeVisible();
});
