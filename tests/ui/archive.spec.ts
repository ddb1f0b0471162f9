import { expect } from '@playwright/test';
import type { ArchiveState } from '../../shared/app-state.ts';
import type { RequestName } from '../../shared/ipc/types.ts';
import { accepted, failed, test, type Ui } from './support/window.ts';
import { livedIn } from './support/worlds.ts';

test.beforeEach(({ ui }) => ui.resize(1280, 860));

const withArchive = (change: Partial<ArchiveState>) => ({
  ...livedIn,
  archive: { ...livedIn.archive, ...change },
});

const openSettings = async (ui: Ui, change: Partial<ArchiveState> = {}) => {
  await ui.show(withArchive(change));
  await ui.page.getByRole('navigation').getByRole('button', { name: 'Settings' }).click();
};
const panel = (ui: Ui, name: string) => ui.page.getByRole('region', { name });
const button = (ui: Ui, name: string) => ui.page.getByRole('button', { name, exact: true });
const asked = async (ui: Ui, name: RequestName) => (await ui.calls(name)).map(({ arg }) => arg);

const preview = { clips: 120, bytes: 340_000_000, onlyHere: 0, oldestAt: 1, newestAt: 2 };

test('the page shows what is kept, its size and what is free, measured when it is opened', async ({
  ui,
}) => {
  await openSettings(ui);
  await expect(panel(ui, 'Archive')).toContainText('128');
  await expect(panel(ui, 'Archive')).toContainText('340 MB');
  await expect(panel(ui, 'Archive')).toContainText('212 GB');
  await expect(panel(ui, 'Archive')).toContainText('Videos › Porchlight');
  expect(await ui.calls('measureArchive')).toHaveLength(1);
  await ui.change({ archive: { ...livedIn.archive, freeBytes: null } });
  await expect(panel(ui, 'Archive')).toContainText('Not known');
});

test('fetching tells what is left, how fast and how long, and can be paused', async ({ ui }) => {
  await openSettings(ui, { waiting: 312, bytesPerSecond: 1_240_000 });
  await ui.answer('setArchivePaused', accepted);
  await expect(ui.page.getByText('312 to fetch · 1.2 MB/s · about 3 hours')).toBeVisible();
  await button(ui, 'Pause').click();
  await expect.poll(() => asked(ui, 'setArchivePaused')).toEqual([true]);
  await ui.change(withArchive({ waiting: 312, isPaused: true }));
  await expect(ui.page.getByText('312 to fetch · paused')).toBeVisible();
  await expect(ui.page.getByRole('status', { name: 'Notices' })).toBeEmpty();
  await button(ui, 'Resume').click();
  await expect.poll(() => asked(ui, 'setArchivePaused')).toEqual([true, false]);
});

test('the pace of the past is the person’s choice', async ({ ui }) => {
  await openSettings(ui);
  await ui.answer('setHistoryPace', accepted);
  await ui.page.getByLabel('Older clips').selectOption('Normal, 600 an hour');
  await expect.poll(() => asked(ui, 'setHistoryPace')).toEqual(['normal']);
  const gentleUntil = Date.now() + 20 * 3_600_000;
  await ui.change(withArchive({ gentleUntil }));
  await expect(ui.page.getByText(/Blink has refused a request\. Until .+ gently/)).toBeVisible();
});

test('the first run asks for the pace, with the time it takes', async ({ ui }) => {
  await ui.show(withArchive({ policy: null, waiting: 2_400 }));
  const pace = ui.page.getByLabel('Older clips');
  await expect(pace.getByRole('option')).toHaveText([
    'Gently, 120 an hour: about 20 hours',
    'Normal, 600 an hour: about 4 hours',
    'Fast, as many as your line takes',
  ]);
  await expect(pace).toHaveValue('gentle');
  await ui.answer('setHistoryPace', accepted);
  await pace.selectOption('fast');
  await expect.poll(() => asked(ui, 'setHistoryPace')).toEqual(['fast']);
});

test('USB storage is looked at when the person asks for it', async ({ ui }) => {
  const { home } = livedIn;
  const syncModules = home.syncModules.map((hub) => ({ ...hub, hasLocalStorage: true }));
  await ui.show({ ...livedIn, home: { ...home, syncModules } });
  await ui.page.getByRole('navigation').getByRole('button', { name: 'Settings' }).click();
  await ui.answer('checkLocalStorage', accepted);
  await button(ui, 'Check USB storage now').click();
  await expect(ui.page.getByText('USB storage checked.')).toBeVisible();
  expect(await ui.calls('checkLocalStorage')).toHaveLength(1);
});

test('limits say what they would remove before anybody can apply them', async ({ ui }) => {
  await openSettings(ui);
  await ui.answer('previewLimits', { ok: true, value: { ...preview, onlyHere: 12 } });
  await ui.answer('setLimits', accepted);
  await expect(button(ui, 'Apply')).toHaveCount(0);
  await ui.page.getByLabel('Use at most').fill('5');
  await expect(
    ui.page.getByText(/Would remove 120 clips now, 340 MB\. 12 of them are only here/),
  ).toBeVisible();
  const limits = { maxBytes: 5_000_000_000, maxAgeDays: null };
  expect(await asked(ui, 'previewLimits')).toEqual([limits]);
  expect(await ui.calls('setLimits')).toEqual([]);
  await button(ui, 'Apply').click();
  await expect.poll(() => asked(ui, 'setLimits')).toEqual([limits]);
  await ui.change(withArchive({ limits }));
  await expect(button(ui, 'Apply')).toHaveCount(0);
  await expect(ui.page.getByLabel('Use at most')).toHaveValue('5');
});

test('while a new dry run is under way the old one cannot be applied', async ({ ui }) => {
  await openSettings(ui);
  await ui.answer('previewLimits', { ok: true, value: preview });
  await ui.page.getByLabel('Keep clips for').fill('90');
  await expect(button(ui, 'Apply')).toBeVisible();
  await ui.hold('previewLimits');
  await ui.page.getByLabel('Keep clips for').fill('9');
  await expect(ui.page.getByText('Looking what would go…')).toBeVisible();
  await expect(button(ui, 'Apply')).toHaveCount(0);
  await button(ui, 'Discard').click();
  await expect(ui.page.getByLabel('Keep clips for')).toHaveValue('');
});

test.describe('limits that make no sense', () => {
  for (const typed of ['0', '-3', 'ten', '1.5', '9999999']) {
    test(`${typed} is refused on the spot`, async ({ ui }) => {
      await openSettings(ui);
      await ui.page.getByLabel('Use at most').fill(typed);
      await expect(ui.page.getByText(/^A whole number from 1 up to/)).toBeVisible();
      await expect(button(ui, 'Apply')).toHaveCount(0);
      expect(await ui.calls('previewLimits')).toEqual([]);
    });
  }
});

test('a dry run that fails says why and offers nothing to apply', async ({ ui }) => {
  await openSettings(ui);
  await ui.answer('previewLimits', failed('disk-error'));
  await ui.page.getByLabel('Use at most').fill('5');
  await expect(ui.page.getByText('A file could not be read or written.')).toBeVisible();
  await expect(button(ui, 'Apply')).toHaveCount(0);
});

test('verifying shows how far it is, can be called off, and reports', async ({ ui }) => {
  await openSettings(ui);
  await ui.answer('verifyArchive', accepted);
  await ui.answer('cancelArchiveJob', accepted);
  await button(ui, 'Verify').click();
  await expect.poll(() => ui.calls('verifyArchive')).toHaveLength(1);
  await ui.change(withArchive({ job: { kind: 'verify', done: 120, total: 500 } }));
  await expect(ui.page.getByRole('progressbar')).toHaveAttribute('value', '120');
  for (const name of ['Verify', 'Rebuild', 'Move…']) await expect(button(ui, name)).toBeDisabled();
  await panel(ui, 'Archive').getByRole('button', { name: 'Cancel' }).click();
  await expect.poll(() => ui.calls('cancelArchiveJob')).toHaveLength(1);
  const found = { clips: 500, missing: 2, damaged: 1, unlisted: 0, unknownFiles: 0, problem: null };
  await ui.change(
    withArchive({ missing: 2, lastReport: { kind: 'verify', at: Date.now(), ...found } }),
  );
  await expect(ui.page.getByText('500 clips verified: 2 missing and 1 damaged.')).toBeVisible();
  await expect(ui.page.getByText('2 clips are missing from the archive')).toBeVisible();
});

test('clips that the list lacks are taken in the way a rebuild does it', async ({ ui }) => {
  const found = { clips: 500, missing: 0, damaged: 0, unlisted: 2, unknownFiles: 0, problem: null };
  await openSettings(ui, { lastReport: { kind: 'verify', at: Date.now(), ...found } });
  await expect(ui.page.getByText('500 clips verified: 2 not on the list of clips.')).toBeVisible();
  await ui.answer('rebuildIndex', accepted);
  await button(ui, 'Take them in').click();
  await expect.poll(() => ui.calls('rebuildIndex')).toHaveLength(1);
  await ui.change(withArchive({ lastReport: { kind: 'rebuild', at: Date.now(), ...found } }));
  await expect(button(ui, 'Take them in')).toHaveCount(0);
});

test('what is missing or damaged is fetched again on demand', async ({ ui }) => {
  await openSettings(ui, { missing: 3, damaged: 1 });
  await ui.answer('fetchAgain', accepted);
  await button(ui, 'Fetch again').click();
  await button(ui, 'Try again').click();
  await expect.poll(() => asked(ui, 'fetchAgain')).toEqual(['missing', 'damaged']);
});

test('who keeps only opened clips is told to open the missing one', async ({ ui }) => {
  await openSettings(ui, { missing: 1, policy: 'opened', waiting: 40 });
  await expect(ui.page.getByText('Open one to fetch it again.')).toBeVisible();
  await expect(button(ui, 'Fetch again')).toHaveCount(0);
  await expect(ui.page.getByText('40 to fetch')).toHaveCount(0);
});

test('the folder is shown and moved without the page naming it', async ({ ui }) => {
  await openSettings(ui);
  await ui.answer('showArchive', accepted);
  await ui.answer('moveArchive', { ok: true, value: { isMoving: true } });
  await button(ui, 'Show').click();
  await button(ui, 'Move…').click();
  await expect.poll(() => asked(ui, 'moveArchive')).toHaveLength(1);
  expect(await asked(ui, 'showArchive')).toHaveLength(1);
  await ui.change(withArchive({ job: { kind: 'move', done: 0, total: null } }));
  await expect(ui.page.getByText('Your clips are moving to another folder')).toBeVisible();
});

test('an archive of a newer version is looked at only', async ({ ui }) => {
  await openSettings(ui, { isReadOnly: true });
  await expect(
    ui.page.getByText('A newer Porchlight has used this archive.').first(),
  ).toBeVisible();
  for (const name of ['Verify', 'Rebuild', 'Move…']) await expect(button(ui, name)).toBeDisabled();
  await expect(ui.page.getByLabel('Use at most')).toBeDisabled();
  await expect(ui.page.getByLabel('Can be brought back for')).toBeDisabled();
  await expect(button(ui, 'Show')).toBeEnabled();
});

test('an archive whose disk is away says so on every page, with the way on', async ({ ui }) => {
  await ui.show(withArchive({ problem: 'archive-away' }));
  const notices = ui.page.getByRole('status', { name: 'Notices' });
  await expect(notices).toContainText('The folder with your clips is not there.');
  await expect(notices).toContainText('Connect its disk again, or show where the folder is now.');
});

test('deleted clips stay as long as the person wants', async ({ ui }) => {
  await openSettings(ui);
  await ui.answer('setBinDays', accepted);
  await ui.page.getByLabel('Can be brought back for').selectOption('90 days');
  await expect.poll(() => asked(ui, 'setBinDays')).toEqual([90]);
});

test('an archive that is away can be shown where it is now', async ({ ui }) => {
  await ui.show(withArchive({ problem: 'archive-away' }));
  await ui.answer('findArchive', { ok: true, value: { isFound: true } });
  await button(ui, 'Find it…').click();
  await expect.poll(() => ui.calls('findArchive')).toHaveLength(1);
  await ui.answer('findArchive', failed('archive-away'));
  await button(ui, 'Find it…').click();
  await expect(ui.page.getByText(/^Not found there\./)).toBeVisible();
});
