import { expect, type Page } from '@playwright/test';
import type { ReceivedNotification } from '../desktop/notification-service.ts';
import { waitFor } from '../desktop/wait.ts';
import { setStage, test, type Stage } from './support/fixtures.ts';
import { signIn } from './support/sign-in.ts';

test.describe.serial('a banner', () => {
  let stage: Stage & { strike(): Promise<void> };
  let window: Page;

  /** Something moves in front of a camera; answers its banner, once that has its picture. */
  async function motion(cameraName: string): Promise<ReceivedNotification> {
    const before = stage.notifications.received().length;
    const newest = () => stage.notifications.received().slice(before).at(-1);
    await stage.cloud.motion(cameraName);
    const look = async () => {
      await window.getByRole('button', { name: 'Check now' }).click();
      return newest()?.image;
    };
    await waitFor(look, { what: 'a banner with its picture', timeoutMs: 60_000 });
    const banner = newest();
    if (banner === undefined) throw new Error('the banner is gone');
    return banner;
  }

  test.beforeAll(async () => {
    stage = await setStage({ world: 'small', keyring: 'unlocked', era: 'today', speed: 20 });
    const porchlight = await stage.launch();
    await signIn(porchlight);
    window = await porchlight.window();
    await window.getByRole('button', { name: 'Keep every clip' }).click();
    await window.getByRole('button', { name: 'Arm Studio' }).click();
    await expect(window.getByRole('button', { name: 'Disarm Studio', exact: true })).toBeVisible();
  });
  test.afterAll(() => stage.strike());

  test('one that was waved away is not opened again', async () => {
    const banner = await motion('Gate');
    expect(banner.body).toMatch(/^Motion at Studio/);
    stage.notifications.close(banner.id);
    const next = await motion('Gate');
    // Opened again it would be "2 clips from Gate".
    expect([next.summary, next.body]).toEqual(['Gate', expect.stringMatching(/^Motion at /)]);
  });

  test('a name with markup stays text', async () => {
    const name = '<b>x</b> & <img>';
    await stage.cloud.rename('Gate', name);
    await motion(name);
    const several = await motion(name);
    expect(several.body).toMatch(/^\d clips from .*&lt;b&gt;x&lt;\/b&gt; &amp; &lt;img&gt;,/);
    expect(several.body).not.toContain('<');
  });
});
