import path from 'node:path';
import { expect } from '@playwright/test';
import LibSql from 'libsql';
import { waitFor } from '../desktop/wait.ts';
import { test } from './support/fixtures.ts';

// Each has a desktop and an application of its own, so that the workers may share them out.
test.describe.configure({ mode: 'parallel' });

test('a tray host that appears only later gets the icon, and the window says so meanwhile', async ({
  stage,
}) => {
  await stage.tray.stop();
  const window = await (await stage.launch()).window();
  await expect(window.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await stage.tray.restart();
  await stage.tray.waitForItem();
  const { children } = await stage.tray.menu();
  expect(children.map(({ label }) => label)).toContain('Quit Porchlight');
});

test('the icon is there before anything is opened, and says so', async ({ stage }) => {
  await (await stage.launch()).close();
  const index = new LibSql(path.join(stage.dataFolder, 'clips.db'));
  // Nobody else can open it as long as we do not let go.
  index.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  const launching = stage.launch();
  const menu = await stage.tray.waitForMenu(() => true, { timeoutMs: 30_000 });
  index.close();
  const labels = menu.children.map(({ label }) => label).filter((label) => label !== '');
  expect(labels).toEqual(['Starting…', 'Open Porchlight', 'Quit Porchlight']);
  const window = await (await launching).window();
  await expect(window.getByRole('button', { name: 'Sign in' })).toBeVisible();
});

test('a desktop without an answering message bus still gets the window', async ({ stage }) => {
  const env = { ...stage.session.env, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' };
  const window = await (await stage.launch({ env })).window();
  await expect(window.getByRole('button', { name: 'Sign in' })).toBeVisible();
});

test('a polite request to end ends everything, window open or not', async ({ porchlight }) => {
  await (await porchlight.window()).getByRole('button', { name: 'Sign in' }).waitFor();
  const child = porchlight.app.process();
  child.kill('SIGTERM');
  await waitFor(() => child.exitCode !== null || child.signalCode !== null, {
    what: 'the end of the application',
  });
});
