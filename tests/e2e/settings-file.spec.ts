import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from '@playwright/test';
import { setStage, test, type Stage } from './support/fixtures.ts';
import { killHard, type Porchlight } from './support/porchlight.ts';
import { signIn } from './support/sign-in.ts';

/** A settings file that somebody, or a newer version, has written differently. */
test.describe.serial('one field that cannot be read', () => {
  let stage: Stage & { strike(): Promise<void> };
  let porchlight: Porchlight;

  const notice = async () =>
    (await porchlight.window())
      .getByRole('status')
      .filter({ hasText: 'Some settings could not be read' });
  const inFile = async (): Promise<Record<string, unknown>> =>
    JSON.parse(await readFile(path.join(stage.dataFolder, 'settings.json'), 'utf8')) as Record<
      string,
      unknown
    >;

  test.beforeAll(async () => {
    stage = await setStage({ world: 'small', keyring: 'unlocked', era: 'today' });
    porchlight = await stage.launch();
    await signIn(porchlight);
    await stage.tray.waitForMenu((menu) => JSON.stringify(menu).includes('Studio: disarmed'), {
      what: 'Studio in the menu',
    });
    await killHard(porchlight);
    const broken = { ...(await inFile()), binDays: 'ever', shortcuts: { dance: 'F8' } };
    await writeFile(path.join(stage.dataFolder, 'settings.json'), JSON.stringify(broken));
    porchlight = await stage.launch();
  });
  test.afterAll(() => stage.strike());

  test('is said in the window, and nobody is signed out by it', async () => {
    const shown = await notice();
    await expect(shown).toContainText('how and where clips are kept, keyboard shortcuts');
    const page = await porchlight.window();
    await expect(page.getByText('Studio').first()).toBeVisible();
    await page.screenshot({ path: test.info().outputPath('reset-notice.png') });
    expect(await inFile()).toMatchObject({ binDays: 365, shortcuts: {} });
  });

  test('is said until the person has seen it', async () => {
    await (await notice()).getByRole('button', { name: 'OK', exact: true }).click();
    await expect(await notice()).toHaveCount(0);
    expect(await inFile()).toMatchObject({ resetTopics: [] });
  });
});
