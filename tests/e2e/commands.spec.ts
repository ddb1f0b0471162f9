import { chmod, mkdir, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { expect } from '@playwright/test';
import { waitFor } from '../desktop/wait.ts';
import { setStage, test, type Stage } from './support/fixtures.ts';
import type { Porchlight } from './support/porchlight.ts';
import { runAgain, startAgain } from './support/second-start.ts';
import { signIn } from './support/sign-in.ts';

interface Status {
  readonly account: string;
  readonly systems: readonly { readonly name: string; readonly state: string }[];
  readonly mutedUntil: string | null;
}

// What follows the story has desktops and applications of its own: the workers may share it out.
test.describe.configure({ mode: 'parallel' });

test.describe.serial('words of the command line', () => {
  let stage: Stage & { strike(): Promise<void> };
  let porchlight: Porchlight;
  const status = async () => JSON.parse((await runAgain(stage, '--status')).stdout) as Status;

  test.beforeAll(async () => {
    stage = await setStage({ world: 'small', keyring: 'unlocked', era: 'today' });
  });
  test.afterAll(async () => {
    await stage.strike();
  });

  test('say that nothing runs, and what they do not understand', async () => {
    expect(await runAgain(stage, '--status')).toMatchObject({ code: 3 });
    expect(await runAgain(stage, '--mute', 'soon')).toMatchObject({ code: 2 });
    const help = await runAgain(stage, '--help');
    expect([help.code, help.stdout.includes('--disarm NAME')]).toEqual([0, true]);
  });

  test('nobody but this user can bring any in', async () => {
    porchlight = await stage.launch();
    const modeOf = async (file: string) => (await stat(file)).mode & 0o777;
    const socket = path.join(stage.dataFolder, 'porchlight.sock');
    // What keeps others out from the first moment is the folder.
    await waitFor(async () => (await modeOf(socket)) === 0o600, { what: 'the socket' });
    expect(await modeOf(stage.dataFolder)).toBe(0o700);
    expect(await runAgain(stage, '--arm', 'Studio')).toMatchObject({ code: 4 });
  });

  test('arm, disarm and mute, and answer when it is done', async () => {
    await signIn(porchlight);
    await stage.tray.waitForMenu(({ children }) =>
      children.some(({ label }) => label.startsWith('Studio: disarmed')),
    );
    expect(await runAgain(stage, '--arm', 'studio')).toMatchObject({
      code: 0,
      stdout: 'Studio is armed.\n',
    });
    expect((await stage.cloud.state()).networks[0]?.armed).toBe(true);
    expect(await status()).toMatchObject({
      account: 'signed-in',
      systems: [{ name: 'Studio', state: 'armed' }],
      mutedUntil: null,
    });
    expect(await runAgain(stage, '--mute', '5')).toMatchObject({ code: 0 });
    expect((await status()).mutedUntil).not.toBeNull();
    expect(await runAgain(stage, '--disarm', 'Studio')).toMatchObject({ code: 0 });
    expect((await stage.cloud.state()).networks[0]?.armed).toBe(false);
    const unknown = await runAgain(stage, '--arm', 'Garden');
    expect(unknown.code).toBe(2);
    // Chromium may have its own say there.
    expect(unknown.stderr.split('\n')).toContain(
      'No one system is called Garden. There is: Studio.',
    );
  });

  test('a command that comes with a link is refused', async () => {
    const smuggled = await runAgain(stage, 'porchlight://clips', '--arm', 'Studio');
    expect([smuggled.code, smuggled.stdout]).toEqual([2, '']);
    expect((await stage.cloud.state()).networks[0]?.armed).toBe(false);
  });

  test('a link opens a page, and can do nothing else', async () => {
    await runAgain(stage, 'porchlight://clips');
    const window = await porchlight.window();
    await expect(window.getByRole('heading', { name: 'Clips', level: 1 })).toBeVisible();
    await runAgain(stage, 'porchlight://arm/Studio');
    expect((await stage.cloud.state()).networks[0]?.armed).toBe(false);
  });

  test('started hidden it is in the tray only', async () => {
    await porchlight.close();
    porchlight = await stage.launch({ words: ['--hidden'] });
    await stage.tray.waitForMenu(({ children }) =>
      children.some(({ label }) => label.startsWith('Studio: disarmed')),
    );
    expect(porchlight.app.windows()).toEqual([]);
  });
});

test('hidden without a tray, the window comes up all the same, and closing it only makes it small', async ({
  stage,
}) => {
  await stage.tray.stop();
  const porchlight = await stage.launch({ words: ['--hidden'] });
  const window = await porchlight.window();
  await expect(window.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await porchlight.app.evaluate(({ BrowserWindow }) => {
    for (const one of BrowserWindow.getAllWindows()) one.close();
  });
  expect(
    await porchlight.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length),
  ).toBe(1);
  await stage.tray.restart();
});

test('ten starts at once are one application', async ({ stage }) => {
  const all = Array.from({ length: 10 }, () => stage.session.start('env', startAgain(stage)));
  await stage.tray.waitForItem({ timeoutMs: 30_000 });
  await waitFor(() => all.filter((one) => one.hasExited()).length === 9, {
    what: 'the end of nine of ten',
    timeoutMs: 30_000,
  });
  expect(stage.tray.itemCount()).toBe(1);
});

test('what a killed one left does not stand in the way', async ({ stage, porchlight }) => {
  await porchlight.window();
  porchlight.app.process().kill('SIGKILL');
  await waitFor(() => stage.tray.itemCount() === 0, { what: 'the end of the tray item' });
  const next = await stage.launch();
  await expect((await next.window()).getByRole('button', { name: 'Sign in' })).toBeVisible();
  expect(await runAgain(stage, '--status')).toMatchObject({ code: 0 });
});

test('a data folder with a long name has its socket elsewhere', async ({ stage }) => {
  const runtime = path.join(stage.dataFolder, 'run');
  await mkdir(runtime);
  await chmod(runtime, 0o700);
  const dataFolder = path.join(stage.dataFolder, 'x'.repeat(100));
  const env = { ...stage.session.env, XDG_RUNTIME_DIR: runtime };
  const far = { ...stage, dataFolder, session: { ...stage.session, env } };
  const porchlight = await stage.launch({ env, dataFolder });
  // The icon comes before the socket.
  await expect((await porchlight.window()).getByRole('button', { name: 'Sign in' })).toBeVisible();
  const answer = await stage.session.run('env', [
    `XDG_RUNTIME_DIR=${runtime}`,
    ...startAgain(far, '--status'),
  ]);
  expect(answer.code).toBe(0);
});

test('an answer from a folder that others may change is not believed', async ({ stage }) => {
  const stranger = createServer((socket) => {
    socket.write('{"exitCode":0,"text":"Studio is armed."}\n');
  });
  const place = path.join(stage.dataFolder, 'porchlight.sock');
  await new Promise<void>((resolve) => stranger.listen(place, resolve));
  await chmod(stage.dataFolder, 0o777);
  const answer = await runAgain(stage, '--arm', 'Studio');
  expect([answer.code, answer.stdout]).toEqual([3, '']);
  expect(answer.stderr).toContain('nothing was sent');
  stranger.close();
});
