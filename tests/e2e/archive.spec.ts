import { mkdir, rename, rm, truncate } from 'node:fs/promises';
import path from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import { waitFor } from '../desktop/wait.ts';
import { asInCloud, binnedIn, isOfCloud, keptIn } from './support/archive-folder.ts';
import { setStage, test, type Stage } from './support/fixtures.ts';
import type { Porchlight } from './support/porchlight.ts';
import { runAgain } from './support/second-start.ts';
import { keepEveryClip, signIn } from './support/sign-in.ts';

/** The cloud's number of the system with USB storage. */
const home = 2001;

/** Every clip kept, never lost: what a person does with the archive, on the real disk. */
test.describe.serial('the archive', () => {
  test.setTimeout(240_000);
  let stage: Stage & { strike(): Promise<void> };
  let porchlight: Porchlight;
  let window: Page;
  let archive: string;

  const go = (name: string) =>
    window.getByRole('navigation').getByRole('button', { name }).first().click();
  const panel = (name: string): Locator => window.getByRole('region', { name });
  const button = (name: string) => window.getByRole('button', { name, exact: true });
  const shelf = (name: string) => window.getByRole('radio', { name }).check({ force: true });
  const cards = () => window.locator('main li button');
  const clipsInCloud = async () => (await stage.cloud.state()).media.listed;
  async function clipsOnSticks(): Promise<number> {
    const { networks } = await stage.cloud.state();
    const lists = await Promise.all(networks.map(({ id }) => stage.cloud.localClips(id)));
    return lists.flat().length;
  }
  const count = async () => (await keptIn(archive)).length;
  const fetched = async () =>
    (await stage.cloud.requests()).filter((one) => one.path.endsWith('.mp4')).length;
  const deleted = async () =>
    (await stage.cloud.requests()).filter(({ path: asked }) => asked.endsWith('/media/delete'));

  test.beforeAll(async () => {
    stage = await setStage({ world: 'lived-in', keyring: 'unlocked', era: 'today' });
    // Slow enough to be paused in the middle.
    await stage.cloud.breakDown({ name: 'trickle', rate: 300_000 });
    archive = path.join(stage.dataFolder, 'archive');
    porchlight = await stage.launch();
    await signIn(porchlight);
    window = await porchlight.window();
    await keepEveryClip(porchlight);
  });
  test.afterAll(() => stage.strike());

  test('it pauses and goes on, and then every clip is here, of the cloud and of the stick', async () => {
    await go('Settings');
    await button('Pause').click();
    const paused = panel('Keeping clips').getByText(/\d+ to fetch · paused/);
    await expect(paused).toBeVisible();
    // What is on its way still arrives, and the page says so; then nothing comes any more, not even what is new.
    const isKnown = async () => {
      const waiting = (await clipsInCloud()) + (await clipsOnSticks()) - (await count());
      return (await paused.textContent()) === `${waiting} to fetch · paused`;
    };
    await waitFor(isKnown, { what: 'the list of what is to fetch', timeoutMs: 60_000 });
    const before = [await count(), await fetched()];
    expect(await count()).toBeLessThan(await clipsInCloud());
    await stage.cloud.record('Front Yard');
    await stage.tray.click(['Check for new clips now']);
    await waitFor(isKnown, { what: 'the new clip in the list', timeoutMs: 30_000 });
    expect([await count(), await fetched()]).toEqual(before);
    await stage.cloud.heal();
    await button('Resume').click();
    await expect(window.getByText('Nothing left to fetch')).toBeVisible({ timeout: 120_000 });
    const kept = await keptIn(archive);
    expect(kept.filter(isOfCloud)).toHaveLength(await clipsInCloud());
    expect(kept.filter((one) => !isOfCloud(one))).toHaveLength(await clipsOnSticks());
  });

  test('every file is the cloud’s own, byte by byte', async () => {
    const kept = (await keptIn(archive)).filter(isOfCloud);
    expect(kept).toEqual(await asInCloud(stage.cloud, kept));
  });

  test('a starred clip is on a shelf of its own', async () => {
    await go('Clips');
    await cards().nth(1).click();
    await window.keyboard.press('s');
    await expect(button('Remove the star')).toBeVisible();
    await button('Close the player').click();
    await shelf('Starred');
    await expect(cards()).toHaveCount(1);
    await shelf('All');
  });

  test('a deleted clip is hidden at once, and an undo brings it back untouched', async () => {
    const before = await keptIn(archive);
    await cards().first().click();
    await button('Delete').click();
    await expect(window.getByText('Clip deleted.')).toBeVisible();
    await button('Undo').click();
    await expect(window.getByText('The clip is back.')).toBeVisible();
    expect(await keptIn(archive)).toEqual(before);
    expect(await deleted()).toEqual([]);
    await button('Close the player').click();
  });

  test('without an undo the cloud deletes it too; here it lies in the bin and can be restored', async () => {
    const before = await keptIn(archive);
    await cards().first().click();
    await window.keyboard.press('Delete');
    await expect(window.getByText('Clip deleted.')).toBeVisible();
    expect(await keptIn(archive)).toEqual(before);
    await waitFor(async () => (await deleted()).length === 1, {
      what: 'the deletion in the cloud',
      timeoutMs: 60_000,
    });
    await expect.poll(async () => (await binnedIn(archive)).length, { timeout: 60_000 }).toBe(1);
    await button('Close the player').click();
    await shelf('Recently deleted');
    await cards().first().click();
    await button('Restore').click();
    await expect(window.getByText('The clip is back.')).toBeVisible();
    await expect.poll(() => keptIn(archive)).toEqual(before);
    await shelf('All');
  });

  test('a clip that is on USB storage is deleted there too, the right one, and the app says so', async () => {
    const before = await keptIn(archive);
    const onUsb = before.find((one) => !isOfCloud(one) && one.path.includes('/Front Yard/'));
    const id = /(l[0-9a-f]+)\.mp4$/.exec(onUsb?.path ?? '')?.[1] ?? '';
    const storage = async () => (await stage.cloud.localClips(home)).map(({ device }) => device);
    const devices = await storage();
    await stage.cloud.renumberLocalClips(home);
    await runAgain(stage, `porchlight://clip/${id}`);
    await button('Delete').click();
    const word = window.getByText(
      'Clip deleted. On this computer: moved to the bin. On USB storage:',
    );
    await expect(word).toContainText('deleted after 30 seconds');
    expect(await storage()).toEqual(devices);
    const others = devices.filter((name) => name !== 'Front Yard');
    expect(others).toHaveLength(devices.length - 1);
    await expect.poll(storage, { timeout: 120_000 }).toEqual(others);
    await go('Clips');
    await shelf('Recently deleted');
    await cards().first().click();
    await button('Restore').click();
    await expect.poll(() => keptIn(archive)).toEqual(before);
    await shelf('All');
  });

  test('verify finds a damaged and a missing file; the damaged one is fetched again by itself', async () => {
    const before = await keptIn(archive);
    const [gone, cut] = before.slice(-2).map(({ path: name }) => path.join(archive, name));
    if (gone === undefined || cut === undefined) throw new Error('too few clips');
    await rm(gone);
    await truncate(cut, 1_000);
    await go('Settings');
    await button('Verify').click();
    await expect(window.getByText(/clips verified: 1 missing and 1 damaged/)).toBeVisible();
    await expect(window.getByText('1 clip is missing from the archive')).toBeVisible();
    await button('Fetch again').click();
    await expect
      .poll(async () => {
        const paths = new Map((await keptIn(archive)).map((one) => [one.path, one.sha256]));
        return before.every((one) => paths.get(one.path) === one.sha256);
      })
      .toBe(true);
  });

  test('the archive moves to another folder, whole, and goes on there', async () => {
    const before = await keptIn(archive);
    const chosen = path.join(stage.dataFolder, 'other disk');
    await mkdir(chosen);
    await choose(chosen);
    await go('Settings');
    await button('Move…').click();
    await expect(window.getByText(/\d+ clips moved\./)).toBeVisible({ timeout: 30_000 });
    const moved = path.join(chosen, 'Porchlight');
    expect(await keptIn(moved)).toEqual(before);
    expect(await keptIn(archive)).toEqual([]);
    archive = moved;
    await go('Clips');
    await cards().first().click();
    const playing = () =>
      window.locator('video').evaluate((video: HTMLVideoElement) => video.currentTime);
    await expect.poll(playing).toBeGreaterThan(0.2);
  });

  const notices = () => window.getByRole('status', { name: 'Notices' });
  const choose = (folder: string) =>
    porchlight.app.evaluate(({ dialog }, filePath) => {
      const answer = async () => ({ canceled: false, filePaths: [filePath] });
      Object.assign(dialog, { showOpenDialog: answer });
    }, folder);

  test('without its folder it says so, loses nothing, and goes on when it is back', async () => {
    const before = await keptIn(archive);
    await rename(archive, `${archive} away`);
    await go('Settings');
    await button('Verify').click();
    await expect(notices()).toContainText('The folder with your clips is not there.');
    await rename(`${archive} away`, archive);
    await button('Verify').click();
    // What was damaged before lies beside its clip, under another name.
    await expect(window.getByText(/clips verified: 1 file of another kind/)).toBeVisible();
    await expect(notices()).toBeEmpty();
    expect(await keptIn(archive)).toEqual(before);
  });

  test('moved by hand, it is found where the person shows it', async () => {
    const before = await keptIn(archive);
    const byHand = path.join(stage.dataFolder, 'by hand');
    await rename(archive, byHand);
    archive = byHand;
    await button('Verify').click();
    await choose(byHand);
    await button('Find it…').click();
    await expect(notices()).toBeEmpty();
    await expect(window.getByText('› by hand')).toBeVisible();
    expect(await keptIn(archive)).toEqual(before);
  });

  test('with the index lost, the list comes back from the files, star and all', async () => {
    const before = await keptIn(archive);
    await porchlight.close();
    for (const end of ['', '-wal', '-shm']) {
      await rm(path.join(stage.dataFolder, `clips.db${end}`), { force: true });
    }
    const asked = await fetched();
    porchlight = await stage.launch();
    window = await porchlight.window();
    await go('Clips');
    await shelf('Starred');
    await expect(cards()).toHaveCount(1);
    await go('Settings');
    await expect(window.getByText('Nothing left to fetch')).toBeVisible();
    expect(await fetched()).toBe(asked);
    expect(await keptIn(archive)).toEqual(before);
  });

  test('offline, what is here still plays', async () => {
    await stage.cloud.kill();
    await go('Clips');
    await cards().first().click();
    const playing = () =>
      window.locator('video').evaluate((video: HTMLVideoElement) => video.currentTime);
    await expect.poll(playing).toBeGreaterThan(0.2);
  });
});
