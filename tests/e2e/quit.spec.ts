import { once } from 'node:events';
import { expect } from '@playwright/test';
import { waitFor } from '../desktop/wait.ts';
import { test } from './support/fixtures.ts';
import { signIn } from './support/sign-in.ts';

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

  const child = porchlight.app.process();
  const ended = once(child, 'exit');
  const startedAt = performance.now();
  child.kill('SIGTERM');
  await ended;
  const quitMs = performance.now() - startedAt;
  test.info().annotations.push({ type: 'quit ms', description: quitMs.toFixed(0) });
  expect(quitMs).toBeLessThan(6_500);

  await stage.cloud.heal();
  const again = await (await stage.launch()).window();
  await expect(again.getByText('Disarmed', { exact: true })).toBeVisible();
});
