import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect } from '@playwright/test';
import { listSecrets } from '../desktop/keyring.ts';
import { waitFor } from '../desktop/wait.ts';
import { test } from './support/fixtures.ts';
import { typeSignIn } from './support/porchlight.ts';
import { startAgain } from './support/second-start.ts';
import { keepEveryClip, signIn } from './support/sign-in.ts';

// Each has a desktop and an application of its own, so that the workers may share them out.
test.describe.configure({ mode: 'parallel' });

test.describe('a sign-in that does not end well has a name and a way on', () => {
  test('closing the page cancels, and the button is back', async ({ porchlight }) => {
    const window = await porchlight.window();
    await window.getByRole('button', { name: 'Sign in' }).click();
    const page = await porchlight.signInWindow();
    await page.close();
    await expect(window.getByText('You closed the sign-in window.')).toBeVisible();
    await expect(window.getByRole('button', { name: 'Sign in' })).toBeEnabled();
  });

  test.describe('refusals', () => {
    const refusals = [
      { fault: { name: 'oauth-406' }, words: /Blink refused the sign-in/ },
      { fault: { name: 'oauth-426' }, words: /no longer speaks with this version/ },
      {
        fault: { name: 'status', match: '/oauth/token', status: 500 },
        words: /has trouble on its side/,
      },
    ];
    for (const { fault, words } of refusals) {
      test(`${fault.name} is named, and a second try works once it is over`, async ({
        stage,
        porchlight,
      }) => {
        const window = await porchlight.window();
        await stage.cloud.breakDown(fault);
        await window.getByRole('button', { name: 'Sign in' }).click();
        if (fault.name === 'status') await typeSignIn(await porchlight.signInWindow());
        await expect(window.getByText(words)).toBeVisible();
        await stage.cloud.heal();
        await signIn(porchlight);
        await expect(window.getByRole('heading', { name: 'Studio' })).toBeVisible();
      });
    }
  });

  test('without a connection it says so', async ({ stage, porchlight }) => {
    const window = await porchlight.window();
    await stage.cloud.kill();
    await window.getByRole('button', { name: 'Sign in' }).click();
    await expect(window.getByText('No connection to Blink.')).toBeVisible();
    await expect(window.getByRole('button', { name: 'Sign in' })).toBeEnabled();
  });

  test('a hardened page: no preload, no permissions, gone after the redirect', async ({
    porchlight,
  }) => {
    const window = await porchlight.window();
    await window.getByRole('button', { name: 'Sign in' }).click();
    const page = await porchlight.signInWindow();
    expect(
      await page.evaluate(
        '[typeof window.api, typeof require, window.open("https://example.com")]',
      ),
    ).toEqual(['undefined', 'undefined', null]);
    await typeSignIn(page);
    await expect.poll(() => page.isClosed()).toBe(true);
  });
});

test.describe('without a keyring', () => {
  test.use({ keyring: 'none' });

  test('the sign-in holds for this run only, and the window says so', async ({
    stage,
    porchlight,
  }) => {
    await signIn(porchlight);
    const window = await porchlight.window();
    await expect(window.getByRole('heading', { name: 'Studio' })).toBeVisible();
    await expect(window.getByText('You are signed in until you quit')).toBeVisible();
    await porchlight.close();
    const again = await (await stage.launch()).window();
    await expect(again.getByRole('button', { name: 'Sign in' })).toBeVisible();
  });
});

test('a real account is refused on an Electron without security fixes', async ({ stage }) => {
  const porchlight = await stage.launch({ cloudUrl: null });
  const electron = await porchlight.app.evaluate(() =>
    Number.parseInt(process.versions.electron, 10),
  );
  const window = await porchlight.window();
  const button = window.getByRole('button', { name: 'Sign in' });
  if (electron >= 43) {
    await expect(button).toBeEnabled();
    return;
  }
  await expect(window.getByText('A copy for trying out')).toBeVisible();
  await button.click();
  await expect(window.getByText('This copy is too old for a real account.')).toBeVisible();
  expect(porchlight.app.windows().length).toBe(1);
  expect((await stage.tray.properties()).toolTip.title).toContain('for trying out');
});

test('a restart stays signed in, without asking anything', async ({ stage, porchlight }) => {
  await signIn(porchlight);
  await expect((await porchlight.window()).getByRole('heading', { name: 'Studio' })).toBeVisible();
  await porchlight.close();
  const again = await (await stage.launch()).window();
  await expect(again.getByText('Disarmed', { exact: true })).toBeVisible();
  expect((await listSecrets(stage.session.env)).length).toBe(2);
});

test('signing out can take the clips along', async ({ stage, porchlight }) => {
  await signIn(porchlight);
  const window = await porchlight.window();
  await keepEveryClip(porchlight);
  const clips = async () => {
    const names = await readdir(path.join(stage.dataFolder, 'archive'), { recursive: true });
    return names.filter((name) => name.endsWith('.mp4'));
  };
  await expect.poll(async () => (await clips()).length).toBe(3);
  await window.getByRole('navigation').getByRole('button', { name: 'Settings' }).click();
  await window.getByRole('button', { name: 'Sign out…' }).click();
  await window.getByRole('radio', { name: /Delete the clips/ }).check();
  await window.getByRole('button', { name: 'Sign out and delete' }).click();
  await expect(window.getByRole('heading', { name: 'Sign in to begin' })).toBeVisible();
  await expect.poll(clips).toEqual([]);
});

test('a second start shows the first and ends', async ({ stage, porchlight }) => {
  const window = await porchlight.window();
  await window.close();
  const second = stage.session.start('env', startAgain(stage));
  await waitFor(() => second.hasExited(), { what: 'the end of the second start' });
  await expect((await porchlight.window()).getByRole('button', { name: 'Sign in' })).toBeVisible();
  expect(stage.tray.itemCount()).toBe(1);
});
