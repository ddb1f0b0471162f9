import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { expect } from '@playwright/test';
import { serviceName } from '../../electron/store/secret-store.ts';
import { lookupSecret } from '../desktop/keyring.ts';
import { test } from './support/fixtures.ts';
import { signIn } from './support/sign-in.ts';

test('a simulator never sees the token of a real account, whatever data folder is named', async ({
  stage,
}) => {
  const { env } = stage.session;
  const usual = path.join(env.XDG_CONFIG_HOME ?? '', 'Porchlight');
  await mkdir(usual, { recursive: true });
  const first = await stage.launch({ dataFolder: usual });
  await signIn(first);
  await expect((await first.window()).getByRole('heading', { name: 'Studio' })).toBeVisible();
  await first.close();
  // As if the sign-in had been one to Blink itself.
  const own = { service: serviceName(usual, true), account: '1000001' };
  const token = await lookupSecret(env, own.service, own.account);
  const real = ['service', serviceName(usual, false), 'account', own.account];
  await stage.session.run('secret-tool', ['store', '--label', 'real', ...real], token ?? '');
  await stage.session.run('secret-tool', ['clear', 'service', own.service]);
  const before = (await stage.cloud.requests()).length;

  const unnamed = await stage.launch({ dataFolder: null });
  await (await unnamed.window()).getByRole('button', { name: 'Sign in' }).waitFor();
  expect(await unnamed.app.evaluate(({ app }) => app.getPath('userData'))).toBe(
    `${usual}-simulator`,
  );
  await unnamed.close();
  const named = await stage.launch({ dataFolder: usual });
  await (await named.window()).getByRole('button', { name: 'Sign in' }).first().waitFor();
  expect((await stage.cloud.requests()).slice(before)).toEqual([]);
});

test('variables that weaken connections do not reach the application', async ({ stage }) => {
  const porchlight = await stage.launch({
    env: { ...stage.session.env, NODE_TLS_REJECT_UNAUTHORIZED: '0', SSLKEYLOGFILE: '/tmp/keys' },
  });
  const left = await porchlight.app.evaluate(() => [
    process.env.NODE_TLS_REJECT_UNAUTHORIZED,
    process.env.SSLKEYLOGFILE,
  ]);
  expect(left.map((value) => value ?? null)).toEqual([null, null]);
});
