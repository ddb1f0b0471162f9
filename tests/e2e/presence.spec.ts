import { expect } from '@playwright/test';
import { startSystemServices, type SystemServices } from '../desktop/system-services.ts';
import { waitFor } from '../desktop/wait.ts';
import { setStage, test, type Stage } from './support/fixtures.ts';
import type { Porchlight } from './support/porchlight.ts';
import { runAgain } from './support/second-start.ts';
import { keepEveryClip, signIn } from './support/sign-in.ts';

/** What the computer tells of itself over a private system bus, and what comes of it. */
test.describe.serial('sleep, lock and power', () => {
  let stage: Stage & { strike(): Promise<void> };
  let system: SystemServices;
  let porchlight: Porchlight;

  const asked = async (part: string) =>
    (await stage.cloud.requests()).filter(({ path }) => path.includes(part)).length;
  const waitForMenu = (words: string) =>
    stage.tray.waitForMenu(
      ({ children }) => children.some(({ label }) => label.startsWith(words)),
      { what: `"${words}" in the menu`, timeoutMs: 45_000 },
    );

  test.beforeAll(async () => {
    stage = await setStage({ world: 'small', keyring: 'unlocked', era: 'today' });
    system = await startSystemServices(stage.session);
    porchlight = await stage.launch({ env: { ...stage.session.env, ...system.env } });
    await signIn(porchlight);
    await waitForMenu('Studio: disarmed');
  });
  test.afterAll(async () => {
    await stage.strike();
  });

  test('chosen, the lock of the screen arms, and the unlock only asks', async () => {
    test.setTimeout(120_000);
    const window = await porchlight.window();
    await keepEveryClip(porchlight);
    await window.getByRole('navigation').getByRole('button', { name: 'Settings' }).click();
    await window.getByRole('switch', { name: 'Arm when the screen locks' }).click();
    system.lock(true);
    await waitForMenu('Studio: armed');
    system.lock(false);
    const question = await stage.notifications.waitForNotification(
      ({ summary }) => summary === 'Welcome back',
    );
    expect(question.body).toMatch(/^Studio: armed when the screen was locked/);
    expect((await stage.cloud.state()).networks[0]?.armed).toBe(true);
    stage.notifications.invoke(question.id, 'disarm');
    await expect.poll(async () => (await stage.cloud.state()).networks[0]?.armed).toBe(false);
  });

  // From here on by the tray only: a computer that sleeps drops the connection this test has to the pages.
  test('asleep it knows nothing and asks nothing; awake it asks at once, and once', async () => {
    system.sleep(true);
    await waitForMenu('Studio: not known right now');
    const before = await asked('homescreen');
    await stage.tray.click(['Check for new clips now']);
    // A question to the running application, answered long after the click.
    expect(await runAgain(stage, '--status')).toMatchObject({ code: 0 });
    expect(await asked('homescreen')).toBe(before);
    const wokenAt = Date.now();
    system.sleep(false);
    await waitForMenu('Studio: disarmed');
    expect(Date.now() - wokenAt).toBeLessThan(5_000);
    expect(await asked('homescreen')).toBe(before + 1);
  });

  test('nothing of the night is told clip by clip', async () => {
    await stage.tray.click(['Arm Studio']);
    await waitForMenu('Studio: armed');
    const listed = async () => (await stage.cloud.state()).media.listed;
    const before = await listed();
    system.sleep(true);
    await waitForMenu('Studio: not known right now');
    await stage.cloud.motion('Gate');
    await stage.cloud.motion('Desk');
    await waitFor(async () => (await listed()) === before + 2, { what: 'both clips in the cloud' });
    system.sleep(false);
    const away = await waitFor(
      async () => {
        await stage.tray.click(['Check for new clips now']);
        return stage.notifications
          .received()
          .find(({ summary, body }) => summary === 'While you were away' && body.startsWith('2 '));
      },
      { what: 'the summary', timeoutMs: 45_000, everyMs: 250 },
    );
    expect(away.body).toMatch(/^2 clips from (Gate and Desk|Desk and Gate), the newest \d+ s ago/);
    const single = stage.notifications
      .received()
      .filter(({ summary }) => ['Gate', 'Desk', 'Studio'].includes(summary));
    expect(single).toEqual([]);
  });
});
