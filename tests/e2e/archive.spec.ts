import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import { setStage, test, type Stage } from './support/fixtures.ts';
import type { Porchlight } from './support/porchlight.ts';
import { signIn } from './support/sign-in.ts';

/** What a person does with the archive: one account, three clips, one data folder. */
test.describe.serial('the archive', () => {
  let stage: Stage & { strike(): Promise<void> };
  let porchlight: Porchlight;
  let window: Page;
  let folder: string;

  const open = (name: string) =>
    window.getByRole('navigation').getByRole('button', { name }).click();
  const press = (name: string) => window.getByRole('button', { name, exact: true }).first().click();
  const cards = () => window.getByRole('main').getByRole('listitem').getByRole('button');
  const showShelf = (name: string) => window.getByText(name, { exact: true }).click();
  const files = () => clipsIn(folder);
  const deletions = async () =>
    (await stage.cloud.requests()).filter(({ path: asked }) => asked.includes('/media/delete'));
  const plays = () =>
    expect
      .poll(() => window.locator('video').evaluate((video: HTMLVideoElement) => video.currentTime))
      .toBeGreaterThan(0.2);

  test.beforeAll(async () => {
    stage = await setStage({ world: 'small', keyring: 'unlocked', era: 'today' });
    folder = path.join(stage.dataFolder, 'archive');
    porchlight = await stage.launch();
    window = await porchlight.window();
    await signIn(porchlight);
  });
  test.afterAll(() => stage.strike());

  test('keeps every clip, and says so', async () => {
    await window.getByRole('button', { name: 'Keep every clip' }).click();
    await expect.poll(files).toHaveLength(3);
    await open('Settings');
    await expect(window.getByText('Nothing left to fetch')).toBeVisible();
    await expect(window.getByText(folder)).toBeVisible();
  });

  test('fetches nothing while it is paused, and goes on afterwards', async () => {
    await open('Home');
    await press('Arm Studio');
    await expect(window.getByText('Armed', { exact: true })).toBeVisible();
    await open('Settings');
    await press('Pause');
    await expect(window.getByRole('button', { name: 'Resume' })).toBeVisible();
    await stage.cloud.motion('Gate');
    await expect(async () => {
      await press('Check now');
      await expect(window.getByText('1 to fetch · paused')).toBeVisible({ timeout: 2_000 });
    }).toPass({ timeout: 60_000 });
    expect(await files()).toHaveLength(3);
    await press('Resume');
    await expect.poll(files).toHaveLength(4);
  });

  test('keeps a star', async () => {
    await open('Clips');
    await cards().first().click();
    await plays();
    await window.keyboard.press('s');
    await expect(cards().first().getByRole('img', { name: 'Starred' })).toBeVisible();
  });

  test('deletes at once, and undoes it as if nothing had been', async () => {
    await press('Delete');
    await expect(cards()).toHaveCount(3);
    await press('Undo');
    await expect(cards()).toHaveCount(4);
    await expect(window.getByText('The clip is back.')).toBeVisible();
    expect(await deletions()).toEqual([]);
  });

  test('asks the cloud only when it cannot be undone any more, and puts the file into the bin', async () => {
    await cards().nth(1).click();
    await press('Delete');
    await expect(cards()).toHaveCount(3);
    expect(await deletions()).toEqual([]);
    await expect.poll(deletions, { timeout: 60_000 }).toHaveLength(1);
    await expect.poll(files, { timeout: 30_000 }).toHaveLength(3);
    expect(await clipsIn(folder, true)).toHaveLength(1);
  });

  test('shows what was deleted, and brings it back', async () => {
    await press('Close the player');
    await showShelf('Recently deleted');
    await expect(cards()).toHaveCount(1);
    await cards().first().click();
    await plays();
    await press('Restore');
    await expect.poll(files).toHaveLength(4);
    await press('Close the player');
    await showShelf('All');
    await expect(cards()).toHaveCount(4);
  });

  test('moves to another folder, and plays from there', async () => {
    const chosen = path.join(stage.dataFolder, 'elsewhere');
    await porchlight.app.evaluate(({ dialog }, filePath) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [filePath] });
    }, chosen);
    await open('Settings');
    await press('Move…');
    const moved = path.join(chosen, 'Porchlight');
    await expect(window.getByText(moved)).toBeVisible();
    await expect(window.getByText('4 clips moved.')).toBeVisible();
    expect(await clipsIn(folder)).toEqual([]);
    folder = moved;
    expect(await files()).toHaveLength(4);
    await open('Clips');
    await cards().first().click();
    await plays();
  });

  test('finds what is missing and what was changed, and mends both', async () => {
    // The two oldest: the cloud still has them.
    const [missing = '', changed = ''] = await files();
    await rm(missing);
    const bytes = await readFile(changed);
    await writeFile(changed, bytes.with(-1, (bytes.at(-1) ?? 0) ^ 1));
    await open('Settings');
    await press('Verify');
    await expect(window.getByText(/^4 clips verified: 1 missing and 1 damaged/)).toBeVisible();
    await press('Fetch again');
    await expect.poll(async () => (await files()).includes(missing)).toBe(true);
    await expect.poll(async () => (await readFile(changed)).equals(bytes)).toBe(true);
    await press('Verify');
    await expect(window.getByText(/^4 clips verified/)).toBeVisible();
    await expect(window.getByText(/missing|damaged/)).toHaveCount(0);
  });

  test('knows every clip and its star again when the index was lost', async () => {
    await porchlight.close();
    await stage.cloud.kill();
    for (const name of ['clips.db', 'clips.db-wal', 'clips.db-shm']) {
      await rm(path.join(stage.dataFolder, name), { force: true });
    }
    await writeFile(path.join(stage.dataFolder, 'clips.db'), 'no database any more');
    porchlight = await stage.launch();
    window = await porchlight.window();
    await open('Clips');
    await expect(cards()).toHaveCount(4, { timeout: 30_000 });
    await expect(cards().first().getByRole('img', { name: 'Starred' })).toBeVisible();
    await cards().first().click();
    await plays();
  });
});

/** The clips that lie in an archive, or in its bins, by their absolute paths, oldest first. */
async function clipsIn(folder: string, isBinned = false): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter(({ name, parentPath }) => {
      const isInBin = parentPath.split(path.sep).includes('.bin');
      return name.endsWith('.mp4') && isInBin === isBinned;
    })
    .map(({ name, parentPath }) => path.join(parentPath, name))
    .sort((one, other) => numberOf(one) - numberOf(other));
}

const numberOf = (file: string): number => Number(/(\d+)\.mp4$/.exec(file)?.[1] ?? 0);
