import { once } from 'node:events';
import { expect } from '@playwright/test';
import { freezeKeyring } from '../desktop/keyring.ts';
import { waitFor } from '../desktop/wait.ts';
import { test } from './support/fixtures.ts';
import type { Porchlight } from './support/porchlight.ts';
import { signIn } from './support/sign-in.ts';

/** Asks it to quit as a desktop does, and says how long that took. */
async function timeToQuit({ app }: Porchlight): Promise<number> {
  const child = app.process();
  const ended = once(child, 'exit');
  const startedAt = performance.now();
  child.kill('SIGTERM');
  await ended;
  const quitMs = performance.now() - startedAt;
  test.info().annotations.push({ type: 'quit ms', description: quitMs.toFixed(0) });
  return quitMs;
}

test('a cloud that hangs does not hold up the end for more than 5 s, and a renewed token is kept', async ({
  stage,
  porchlight,
}) => {
  await signIn(porchlight);
  await expect((await porchlight.window()).getByRole('heading', { name: 'Studio' })).toBeVisible();
  // The next call is refused, its token is renewed with a late answer, and nothing else is answered at all.
  await stage.cloud.breakDown({ name: 'slow', match: '/api/', ms: 60_000 });
  await stage.cloud.breakDown({ name: 'slow', match: '/oauth/token', ms: 1_500 });
  await stage.cloud.breakDown({ name: 'unauthorized', match: 'homescreen', times: 1 });
  await stage.cloud.breakDown({ name: 'slow', match: 'homescreen', ms: 0, times: 1 });
  const isRenewing = async () => {
    await stage.tray.click(['Check for new clips now']);
    const { path } = (await stage.cloud.requests()).at(-1) ?? { path: '' };
    return path.startsWith('/oauth/token');
  };
  await waitFor(isRenewing, { what: 'the renewal of the token', timeoutMs: 60_000 });

  const quitMs = await timeToQuit(porchlight);
  expect(quitMs).toBeLessThan(6_500);

  await stage.cloud.heal();
  const again = await (await stage.launch()).window();
  await expect(again.getByText('Disarmed', { exact: true })).toBeVisible();
});

test('a live view whose end the cloud does not hear at a quit is ended at the next start', async ({
  stage,
  porchlight,
}) => {
  await signIn(porchlight);
  const window = await porchlight.window();
  await expect(window.getByRole('heading', { name: 'Studio' })).toBeVisible();
  await window.getByRole('button', { name: 'Settings of Gate' }).click();
  await window.getByRole('button', { name: 'Open live view' }).click();
  await expect(window.getByText('The live session is open')).toBeVisible();
  await stage.cloud.breakDown({ name: 'slow', match: '/done', ms: 60_000 });

  const quitMs = await timeToQuit(porchlight);
  expect(quitMs).toBeLessThan(6_500);
  const before = (await stage.cloud.requests()).length;
  await stage.cloud.heal();
  await stage.launch();

  const ends = async () =>
    (await stage.cloud.requests())
      .slice(before)
      .filter(({ method, path }) => method === 'POST' && path.includes('/done'))
      .map(({ status }) => status);
  await expect.poll(ends).toEqual([200]);
});

test('a keyring that hangs while a token is kept does not hold up the end for more than 5 s', async ({
  stage,
  porchlight,
}) => {
  await signIn(porchlight);
  await expect((await porchlight.window()).getByRole('heading', { name: 'Studio' })).toBeVisible();
  const goOn = await freezeKeyring(stage.session.busAddress);
  try {
    await stage.cloud.breakDown({ name: 'unauthorized', match: 'homescreen', times: 1 });
    const isRenewed = async () => {
      await stage.tray.click(['Check for new clips now']);
      const requests = await stage.cloud.requests();
      return requests.some(({ path, status }, at) => {
        const isLater = at > requests.findIndex((each) => each.path.startsWith('/oauth/token'));
        return isLater && path.startsWith('/oauth/token') && status === 200;
      });
    };
    await waitFor(isRenewed, { what: 'the renewal of the token', timeoutMs: 60_000 });

    const quitMs = await timeToQuit(porchlight);
    expect(quitMs).toBeLessThan(6_500);
  } finally {
    goOn();
  }
});
