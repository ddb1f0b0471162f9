import { expect } from '@playwright/test';
import type { DeletionPlaces } from '../../shared/models.ts';
import { accepted, failed, test, type Ui } from './support/window.ts';
import { binned, clip, clipsOf, livedIn } from './support/worlds.ts';

test.beforeEach(({ ui }) => ui.resize(1280, 860));

const cards = (ui: Ui) => ui.page.getByRole('main').getByRole('listitem').getByRole('button');
const player = (ui: Ui) => ui.page.getByRole('region', { name: 'Player' });
const openCard = (ui: Ui) => ui.page.locator('[aria-current="true"]');
const press = (ui: Ui, name: string) =>
  ui.page.getByRole('button', { name, exact: true }).first().click();
const asked = async (ui: Ui, name: 'deleteClips' | 'restoreClips' | 'starClip') =>
  (await ui.calls(name)).map(({ arg }) => arg);

const deletedFrom = (places: Partial<DeletionPlaces>) => ({
  ok: true as const,
  value: { isInBin: false, isInCloud: false, isOnUsb: false, ...places },
});

const openKept = async (ui: Ui, number: number) => {
  const kept = clipsOf(20).map((one) => ({ ...one, place: 'kept' as const }));
  await ui.show(livedIn, kept);
  await ui.answer('deleteClips', deletedFrom({ isInBin: true }));
  await ui.answer('restoreClips', accepted);
  await ui.answer('starClip', accepted);
  await ui.push('showClip', clip(number).id);
  await expect(player(ui).locator('video')).toBeVisible();
};

const openBin = async (ui: Ui) => {
  await ui.show({ ...livedIn, archive: { ...livedIn.archive, binned: 2 } }, [
    binned(2, 0),
    binned(3, 9),
    ...clipsOf(2),
  ]);
  await ui.page.getByRole('navigation').getByRole('button', { name: 'Clips' }).click();
  await ui.page.getByRole('radio', { name: 'Recently deleted' }).check({ force: true });
};

test('a star is given by its button and by S, and shows on the card', async ({ ui }) => {
  await openKept(ui, 0);
  await press(ui, 'Star');
  await ui.page.keyboard.press('s');
  const wish = { id: clip(0).id, isStarred: true };
  await expect.poll(() => asked(ui, 'starClip')).toEqual([wish, wish]);
  await expect(openCard(ui).getByRole('img', { name: 'Starred' })).toHaveCount(0);
  await ui.setClips([clip(0, { isStarred: true })]);
  await expect(openCard(ui).getByRole('img', { name: 'Starred' })).toBeVisible();
  await press(ui, 'Remove the star');
  await expect.poll(() => asked(ui, 'starClip')).toContainEqual({ ...wish, isStarred: false });
});

test('a star that could not be given says so', async ({ ui }) => {
  await openKept(ui, 0);
  await ui.answer('starClip', failed('archive-away'));
  await press(ui, 'Star');
  await expect(ui.page.getByText(/^The star was not changed\. The folder with/)).toBeVisible();
});

test('starred clips have a shelf of their own', async ({ ui }) => {
  await ui.show(livedIn, clipsOf(20));
  await ui.page.getByRole('navigation').getByRole('button', { name: 'Clips' }).click();
  await expect(cards(ui)).toHaveCount(20);
  await ui.page.getByRole('radio', { name: 'All' }).focus();
  await ui.page.keyboard.press('ArrowRight');
  await expect(cards(ui)).toHaveCount(2);
});

test('a kept clip is deleted at once, the next takes its place, and Undo brings it back', async ({
  ui,
}) => {
  await openKept(ui, 1);
  await press(ui, 'Delete');
  await expect(openCard(ui)).toContainText(clip(2).deviceName);
  await expect.poll(() => asked(ui, 'deleteClips')).toEqual([[clip(1).id]]);
  await press(ui, 'Undo');
  await expect.poll(() => asked(ui, 'restoreClips')).toEqual([[clip(1).id]]);
  await expect(ui.page.getByText('The clip is back.')).toBeVisible();
  await expect(ui.page.getByRole('button', { name: 'Undo' })).toHaveCount(0);
});

test('the word about a deleted clip says each place where it is deleted', async ({ ui }) => {
  await openKept(ui, 1);
  await ui.answer('deleteClips', deletedFrom({ isInBin: true, isInCloud: true, isOnUsb: true }));
  await press(ui, 'Delete');
  const word = ui.page.getByText('Clip deleted.');
  await expect(word).toContainText('On this computer: moved to the bin.');
  await expect(word).toContainText('In Blink’s cloud: deleted after 30 seconds.');
  await expect(word).toContainText('On USB storage: deleted after 30 seconds, or when');
  await expect(ui.page.getByRole('button', { name: 'Undo' })).toBeInViewport();
  await press(ui, 'Undo');
  await ui.answer('deleteClips', deletedFrom({ isInBin: true }));
  await press(ui, 'Delete');
  await expect(word).toHaveText('Clip deleted. On this computer: moved to the bin.');
});

test('several clips deleted one after the other are undone together', async ({ ui }) => {
  await openKept(ui, 1);
  await ui.page.keyboard.press('Delete');
  await expect(openCard(ui)).toContainText(clip(2).deviceName);
  await ui.page.keyboard.press('Delete');
  await expect(ui.page.getByText(/^2 clips deleted\./)).toBeVisible();
  await press(ui, 'Undo');
  await expect.poll(() => asked(ui, 'restoreClips')).toEqual([[clip(1).id, clip(2).id]]);
});

test('a clip that was not deleted stays open', async ({ ui }) => {
  await openKept(ui, 1);
  await ui.answer('deleteClips', failed('index-newer'));
  await ui.page.keyboard.press('Delete');
  await expect(ui.page.getByText(/^Not deleted\./)).toBeVisible();
  await expect(openCard(ui)).toContainText(clip(1).deviceName);
});

test('a clip that is not here is deleted only after a warning', async ({ ui }) => {
  await ui.show(livedIn, [clip(0, { place: 'listed' })]);
  await ui.hold('keepClip');
  await ui.answer('deleteClips', deletedFrom({ isInCloud: true }));
  await ui.push('showClip', clip(0).id);
  await player(ui).getByRole('button', { name: 'Delete', exact: true }).focus();
  await ui.page.keyboard.press('Delete');
  const dialog = ui.page.getByRole('dialog', { name: 'Delete this clip for good?' });
  await expect(dialog).toContainText('in Blink’s cloud, on USB storage, or both.');
  await expect(dialog).toContainText('After 30 seconds nobody can bring it back.');
  expect(await asked(ui, 'deleteClips')).toEqual([]);
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await expect.poll(() => asked(ui, 'deleteClips')).toEqual([[clip(0).id]]);
  await expect(player(ui)).toHaveCount(0);
});

test('a deleted clip can be looked at and restored, and tells when it is erased', async ({
  ui,
}) => {
  await openBin(ui);
  await ui.answer('restoreClips', accepted);
  await cards(ui).nth(1).click();
  await expect(player(ui).locator('video')).toBeVisible();
  await expect(player(ui)).toContainText('Erased from this computer in 21 days');
  await expect(player(ui).getByRole('button', { name: 'Delete' })).toHaveCount(0);
  await press(ui, 'Restore');
  await expect.poll(() => asked(ui, 'restoreClips')).toEqual([[clip(3).id]]);
});

test('the bin is emptied after a question', async ({ ui }) => {
  await openBin(ui);
  await ui.answer('emptyBin', accepted);
  await press(ui, 'Empty the bin…');
  await expect(ui.page.getByRole('dialog')).toContainText('All 2 clips in it are erased');
  expect(await ui.calls('emptyBin')).toEqual([]);
  await press(ui, 'Erase');
  await expect.poll(() => ui.calls('emptyBin')).toHaveLength(1);
});

test('a removed clip is fetched again once it is opened', async ({ ui }) => {
  await ui.show(livedIn, [clip(0, { place: 'pruned' }), clip(1, { place: 'missing' })]);
  await ui.hold('keepClip');
  await ui.push('showClip', clip(0).id);
  await expect.poll(() => ui.calls('keepClip')).toHaveLength(1);
  await expect(player(ui)).toContainText('Removed from this computer to save space');
});

test('a deleted clip that never was here is not fetched', async ({ ui }) => {
  const gone = clip(0, { place: 'listed', binnedAt: Date.now() });
  await ui.show(livedIn, [gone]);
  await ui.push('showClip', gone.id);
  await expect(player(ui)).toContainText('This clip was deleted');
  await expect(player(ui).getByRole('button', { name: 'Restore' })).toBeVisible();
  expect(await ui.calls('keepClip')).toEqual([]);
});
