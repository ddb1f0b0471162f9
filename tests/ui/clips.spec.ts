import { expect } from '@playwright/test';
import type { ClipQuery } from '../../shared/models.ts';
import { accepted, failed, test, type Ui } from './support/window.ts';
import { clip, clipsOf, frontYard, livedIn } from './support/worlds.ts';

test.beforeEach(({ ui }) => ui.resize(1280, 860));

const openClips = async (ui: Ui, count: number) => {
  await ui.show(livedIn, clipsOf(count));
  await ui.page.getByRole('navigation').getByRole('button', { name: 'Clips' }).click();
};
const cards = (ui: Ui) => ui.page.getByRole('main').getByRole('listitem').getByRole('button');
const player = (ui: Ui) => ui.page.getByRole('region', { name: 'Player' });
const openCard = (ui: Ui) => ui.page.locator('[aria-current="true"]');

test('the list grows page by page until every clip is there', async ({ ui }) => {
  await openClips(ui, 150);
  await expect(ui.page.getByRole('heading', { name: /^Today/ })).toBeVisible();
  await expect(ui.page.getByRole('heading', { name: /^Yesterday/ })).toBeVisible();
  await expect(async () => {
    await ui.page.getByRole('main').evaluate((main) => main.scrollTo(0, main.scrollHeight));
    expect(await cards(ui).count()).toBe(150);
  }).toPass();
  await expect(ui.page.getByText('That is every clip Porchlight knows.')).toBeVisible();
  const asked = (await ui.calls('listClips')).map(({ arg }) => arg as ClipQuery);
  const later = asked.filter(({ before }) => before !== null);
  expect(later).toHaveLength(2);
  expect(later[0]).toMatchObject({ limit: 60, before: { id: clip(59).id } });
});

test('a new clip appears on top when the index changes', async ({ ui }) => {
  await openClips(ui, 10);
  await expect(cards(ui)).toHaveCount(10);
  const fresh = clip(0, { id: 'c7999999', deviceName: 'Back Gate', recordedAt: Date.now() });
  await ui.setClips([fresh, ...clipsOf(10)]);
  await expect(cards(ui).first()).toContainText('Back Gate');
});

test('one camera can be looked at alone', async ({ ui }) => {
  await openClips(ui, 30);
  await ui.page.getByLabel('Camera').selectOption(frontYard.id);
  await expect(cards(ui)).toHaveCount(5);
  const asked = await ui.calls('listClips');
  expect(asked.at(-1)?.arg).toMatchObject({ deviceId: frontYard.id });
});

test('a list that cannot be read says so and can be asked again', async ({ ui }) => {
  await ui.show(livedIn, clipsOf(3));
  await ui.answer('listClips', failed('disk-error'));
  await ui.page.getByRole('navigation').getByRole('button', { name: 'Clips' }).click();
  await expect(ui.page.getByText('The clips could not be listed')).toBeVisible();
  await ui.answer('listClips', { ok: true, value: { clips: clipsOf(3), next: null } });
  await ui.page.getByRole('button', { name: 'Try again' }).click();
  await expect(cards(ui)).toHaveCount(3);
});

test('the clip of a notification plays at once and is marked as seen', async ({ ui }) => {
  await ui.show(livedIn, clipsOf(10));
  await ui.push('showClip', clip(1).id);
  const video = player(ui).locator('video');
  await expect
    .poll(() => video.evaluate((element: HTMLVideoElement) => element.currentTime))
    .toBeGreaterThan(0.2);
  expect(await ui.calls('keepClip')).toEqual([]);
  await expect
    .poll(() => ui.calls('markClipSeen'))
    .toEqual([{ name: 'markClipSeen', arg: clip(1).id }]);
});

test('a clip that is older than the loaded pages is found by its id', async ({ ui }) => {
  await ui.show(livedIn, clipsOf(150));
  await ui.push('showClip', clip(143).id);
  await expect(player(ui).getByRole('heading')).toHaveText(clip(143).deviceName);
});

test('a clip that is gone from the index is named as such', async ({ ui }) => {
  await ui.show(livedIn, clipsOf(3));
  await ui.push('showClip', 'c1');
  await expect(ui.page.getByText('This clip is not here any more')).toBeVisible();
});

test('a clip in the cloud is fetched once it is opened, then plays', async ({ ui }) => {
  await openClips(ui, 10);
  await ui.hold('keepClip');
  await cards(ui).nth(2).click();
  await expect(player(ui).getByText('Fetching the clip from Blink…')).toBeVisible();
  await expect.poll(() => ui.calls('keepClip')).toEqual([{ name: 'keepClip', arg: clip(2).id }]);

  const kept = clip(2, { place: 'kept' });
  await ui.setClips(clipsOf(10).map((each) => (each.id === kept.id ? kept : each)));
  await ui.answer('keepClip', { ok: true, value: kept });
  await expect(player(ui).locator('video')).toHaveJSProperty('paused', false);
  expect(await ui.calls('keepClip')).toHaveLength(1);
});

test('a fetch that fails says why and can be tried again', async ({ ui }) => {
  await openClips(ui, 10);
  await ui.answer('keepClip', failed('offline'));
  await cards(ui).nth(2).click();
  await expect(player(ui).getByRole('alert')).toContainText('No connection to Blink.');
  await ui.answer('keepClip', failed('clip-gone'));
  await player(ui).getByRole('button', { name: 'Try again' }).click();
  await expect(player(ui).getByRole('alert')).toContainText('Blink has deleted this clip.');
});

test('arrow keys walk through the clips, escape closes the player', async ({ ui }) => {
  await openClips(ui, 10);
  await cards(ui).nth(0).click();
  await ui.page.keyboard.press('ArrowDown');
  await expect(openCard(ui)).toContainText(clip(1).deviceName);
  await ui.page.keyboard.press('ArrowRight');
  await expect(openCard(ui)).toContainText(clip(2).deviceName);
  await ui.page.keyboard.press('ArrowUp');
  await expect(openCard(ui)).toContainText(clip(1).deviceName);
  await ui.page.keyboard.press('Escape');
  await expect(player(ui)).toBeHidden();
});

test('flying past clips in the cloud asks for none of them', async ({ ui }) => {
  const listed = clipsOf(10).map((each) => ({ ...each, place: 'listed' as const }));
  await ui.show(livedIn, listed);
  await ui.answer('keepClip', failed('offline'));
  await ui.push('showClip', clip(0).id);
  await expect(player(ui).getByText('Fetching the clip from Blink…')).toBeVisible();
  // In one go: a person who holds the key down leaves no time between the steps.
  await ui.page.evaluate(() => {
    for (let step = 0; step < 6; step += 1) {
      dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown' }));
    }
  });
  await expect(player(ui).getByRole('alert')).toBeVisible();
  const asked = (await ui.calls('keepClip')).map(({ arg }) => arg);
  expect(asked.filter((id) => id !== clip(0).id)).toEqual([clip(6).id]);
});

test('a clip from another time zone tells the time at the camera too', async ({ ui }) => {
  await ui.show(livedIn, [clip(0, { timeZone: 'Pacific/Kiritimati' })]);
  await ui.push('showClip', clip(0).id);
  await expect(player(ui).getByText(/at the camera \(Pacific\/Kiritimati\)$/)).toBeVisible();
});

test('a kept clip can be shown in its folder', async ({ ui }) => {
  await openClips(ui, 10);
  await ui.answer('revealClip', accepted);
  await cards(ui).nth(0).click();
  await player(ui).getByRole('button', { name: 'Show in folder' }).click();
  await expect
    .poll(() => ui.calls('revealClip'))
    .toEqual([{ name: 'revealClip', arg: clip(0).id }]);
});

test('the decoder page answers with pixels, and with none for what is no picture', async ({
  ui,
}) => {
  await ui.show(livedIn);
  await ui.app.evaluate(() => globalThis.harness.openDecoder());
  await ui.push('decodePicture', { jobId: 7, url: `media://still/${clip(1).id}` });
  await ui.push('decodePicture', { jobId: 8, url: `media://still/${clip(0).id}` });
  await expect.poll(() => ui.calls('pictureDecoded')).toHaveLength(2);
  const answers = (await ui.calls('pictureDecoded')).map(({ arg }) => arg);
  expect(answers).toContainEqual({ jobId: 7, width: 512, height: 288, pixels: 512 * 288 * 4 });
  expect(answers).toContainEqual({ jobId: 8, width: 0, height: 0, pixels: null });
});
