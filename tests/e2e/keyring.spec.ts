import { expect } from '@playwright/test';
import { serviceName } from '../../electron/store/secret-store.ts';
import { freezeKeyring, lockKeyring, lookupSecret, unlockKeyring } from '../desktop/keyring.ts';
import { test, type Stage } from './support/fixtures.ts';
import { signIn } from './support/sign-in.ts';

const secretOf = ({ session, dataFolder }: Stage, account: string) =>
  lookupSecret(session.env, serviceName(dataFolder, true), account);

/** How long the tray icon takes to come, from the start of the program. */
async function launchAndTime(stage: Stage) {
  const startedAt = performance.now();
  const launching = stage.launch();
  await stage.tray.waitForItem();
  const trayMs = performance.now() - startedAt;
  return { porchlight: await launching, trayMs };
}

/** Signs in, quits, and answers the installation id that the keyring keeps from then on. */
async function signInAndQuit(stage: Stage) {
  const porchlight = await stage.launch();
  await signIn(porchlight);
  await expect((await porchlight.window()).getByRole('heading', { name: 'Studio' })).toBeVisible();
  await porchlight.close();
  return secretOf(stage, 'installation-id');
}

/** Starts while the keyring does not answer: the tray icon is there in time, and the window says why nobody is signed in. */
async function startWithoutKeyring(stage: Stage) {
  const { porchlight, trayMs } = await launchAndTime(stage);
  test.info().annotations.push({ type: 'tray ms', description: trayMs.toFixed(0) });
  expect(trayMs).toBeLessThan(5_000);
  const window = await porchlight.window();
  await expect(window.getByText('The keyring is locked.').first()).toBeVisible();
  return window;
}

test('a keyring that is locked at the start holds up nothing, and unlocked later it signs in', async ({
  stage,
}) => {
  const installationId = await signInAndQuit(stage);
  await lockKeyring(stage.session.busAddress);
  const before = (await stage.cloud.requests()).length;

  const window = await startWithoutKeyring(stage);
  await unlockKeyring(stage.session.busAddress);

  await expect(window.getByText('Disarmed', { exact: true })).toBeVisible();
  expect(await secretOf(stage, 'installation-id')).toBe(installationId);
  const asked = (await stage.cloud.requests()).slice(before).map(({ path }) => path);
  expect(asked.filter((path) => path.startsWith('/oauth/v2'))).toEqual([]);
});

test('a keyring that answers only after 8 s does not hold up the tray, and signs in by itself', async ({
  stage,
}) => {
  const installationId = await signInAndQuit(stage);
  const goOn = await freezeKeyring(stage.session.busAddress);

  const window = await startWithoutKeyring(stage);
  goOn();

  await expect(window.getByText('Disarmed', { exact: true })).toBeVisible();
  expect(await secretOf(stage, 'installation-id')).toBe(installationId);
});

test.describe('a first start with a locked keyring', () => {
  test.use({ keyring: 'locked' });

  test('asks to unlock it before anybody signs in, and then keeps the sign-in', async ({
    stage,
    porchlight,
  }) => {
    const window = await porchlight.window();
    await window.getByRole('button', { name: 'Sign in' }).click();
    await expect(window.getByText('The keyring is locked.').first()).toBeVisible();
    await unlockKeyring(stage.session.busAddress);
    await signIn(porchlight);
    await expect(window.getByRole('heading', { name: 'Studio' })).toBeVisible();
    await expect(window.getByText('You are signed in until you quit')).not.toBeVisible();
    expect(await secretOf(stage, 'installation-id')).toMatch(/^[0-9A-F-]{36}$/);
  });
});
