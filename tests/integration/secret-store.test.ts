import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { lockKeyring, listSecrets, lookupSecret } from '../desktop/keyring.ts';
import {
  startDesktopSession,
  type DesktopSession,
  type DesktopSessionOptions,
} from '../desktop/session.ts';

const client = fileURLToPath(new URL('keyring-client.ts', import.meta.url));
const tsx = import.meta.resolve('tsx');
const service = 'Porchlight 0a1b2c3d';

async function startSession(keyring: DesktopSessionOptions['keyring']): Promise<DesktopSession> {
  const session = await startDesktopSession(keyring === undefined ? {} : { keyring });
  onTestFinished(() => session.stop());
  return session;
}

async function ask(session: DesktopSession, ...steps: readonly string[]): Promise<unknown> {
  const args = ['--import', tsx, client, service, ...steps];
  const { code, stdout, stderr } = await session.run(process.execPath, args);
  if (code !== 0) throw new Error(stderr);
  const answers: unknown = JSON.parse(stdout);
  return answers;
}

test('a secret lies in the keyring of the desktop, outlives the program and is gone when deleted', async () => {
  const session = await startSession('unlocked');

  expect(await ask(session, 'get:1', 'set:1:token')).toEqual([null, 'done']);
  expect(await lookupSecret(session.env, service, '1')).toBe('token');
  expect(await ask(session, 'get:1', 'get:2')).toEqual(['token', null]);
  expect(await ask(session, 'delete:1', 'delete:1', 'get:1')).toEqual(['done', 'done', null]);
  expect(await listSecrets(session.env)).toEqual([]);
});

test('a locked keyring is named, never taken for an empty one', async () => {
  const session = await startSession('unlocked');
  await ask(session, 'set:1:token');
  await lockKeyring(session.busAddress);

  expect(await ask(session, 'get:1', 'set:1:other', 'delete:1')).toEqual([
    'keyring-locked',
    'keyring-locked',
    'keyring-locked',
  ]);
});

test('a desktop without a keyring is named', async () => {
  const session = await startSession('none');

  expect(await ask(session, 'get:1', 'set:1:token', 'delete:1')).toEqual([
    'no-keyring',
    'no-keyring',
    'no-keyring',
  ]);
});
