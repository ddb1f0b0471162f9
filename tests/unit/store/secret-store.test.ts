import { expect, test } from 'vitest';
import type { Clock } from '../../../electron/lib/timing.ts';
import { createCredentialsStore } from '../../../electron/store/credentials-store.ts';
import { nodeFileSystem } from '../../../electron/store/file-system.ts';
import { loadInstallationId } from '../../../electron/store/installation-id.ts';
import type { SecretStore } from '../../../electron/store/settings-port.ts';
import {
  createMemorySecretStore,
  createSecretStore,
  serviceName,
  type Keyring,
} from '../../../electron/store/secret-store.ts';
import { AppError } from '../../../shared/errors.ts';
import { temporaryFolder } from './support.ts';

/** A clock whose timers fire when told to. */
function createHandClock() {
  const timers = new Set<() => void>();
  const clock: Clock = {
    now: () => 0,
    after(_, callback) {
      timers.add(callback);
      return () => timers.delete(callback);
    },
  };
  return { clock, timers, fireAll: () => [...timers].forEach((fire) => fire()) };
}

function createFakeKeyring(change: Partial<Keyring> = {}) {
  const entries = new Map<string, string>();
  const keyring: Keyring = {
    getPassword: async (service, account) => entries.get(`${service}/${account}`) ?? null,
    setPassword: async (service, account, password) => {
      entries.set(`${service}/${account}`, password);
    },
    deletePassword: async (service, account) => entries.delete(`${service}/${account}`),
    ...change,
  };
  return { keyring, entries };
}

const { clock } = createHandClock();
const storeOver = (keyring: Keyring) =>
  createSecretStore({ service: 'Porchlight test', clock, load: async () => keyring });
const failing = (message: string) => () => Promise.reject(new Error(message));
const codec = {
  encode: (value: { token: string }) => JSON.stringify(value),
  decode: (secret: string) => (secret.startsWith('{') ? { token: secret.slice(10, -2) } : null),
};

test('a secret is kept under our service until it is deleted, and no other entry stays', async () => {
  const { keyring, entries } = createFakeKeyring();
  const secrets = storeOver(keyring);

  expect(await secrets.get('1')).toBeNull();
  await secrets.set('1', 'token');
  expect(await secrets.get('1')).toBe('token');
  expect([...entries]).toEqual([['Porchlight test/1', 'token']]);
  await secrets.delete('1');
  await secrets.delete('1');
  expect([...entries]).toEqual([]);
});

test.each([
  ['Cannot autolaunch D-Bus without X11 $DISPLAY', 'no-keyring'],
  ['The name org.freedesktop.secrets was not provided by any .service files', 'no-keyring'],
  ['Object does not exist at path “/org/freedesktop/secrets/collection/login”', 'no-keyring'],
  ['Cannot create an item in a locked collection', 'keyring-locked'],
  ['Prompt was dismissed', 'keyring-locked'],
])('%j is named', async (message, code) => {
  const { keyring } = createFakeKeyring({ setPassword: failing(message) });
  const secrets = storeOver(keyring);

  await expect(secrets.set('1', 'x')).rejects.toMatchObject({ code });
  // Such keyrings answer "not there" when asked: nothing may be concluded from it.
  await expect(secrets.get('1')).rejects.toMatchObject({ code });
  await expect(secrets.delete('1')).rejects.toMatchObject({ code });
});

test('a missing library is a computer without a keyring', async () => {
  const secrets = createSecretStore({ service: 's', clock, load: failing('libsecret-1.so.0') });

  await expect(secrets.get('1')).rejects.toMatchObject({ code: 'no-keyring' });
});

test('a keyring that does not answer counts as locked, is asked once, and is used again after it answered', async () => {
  const hand = createHandClock();
  let unlock = (): void => undefined;
  const unlocked = new Promise<null>((resolve) => (unlock = () => resolve(null)));
  let calls = 0;
  const { keyring, entries } = createFakeKeyring();
  const slow: Keyring = {
    ...keyring,
    getPassword: () => {
      calls += 1;
      return unlocked;
    },
  };
  const secrets = createSecretStore({ service: 's', clock: hand.clock, load: async () => slow });

  const answers = [secrets.get('1'), secrets.get('2'), secrets.set('3', 'late')].map((answer) =>
    expect(answer).rejects.toMatchObject({ code: 'keyring-locked' }),
  );
  await new Promise(setImmediate);
  hand.fireAll();
  await Promise.all(answers);
  expect(calls).toBe(1);

  unlock();
  await secrets.set('4', 'token');
  expect([...entries.keys()]).toEqual(['s/4']);
});

test('a secret too long for Windows is refused everywhere', async () => {
  const secrets = storeOver(createFakeKeyring().keyring);

  await expect(secrets.set('1', 'é'.repeat(1_250))).rejects.toMatchObject({ code: 'unexpected' });
  await secrets.set('1', 'é'.repeat(1_249));
});

test('another data folder, and a simulator, has another service', () => {
  expect(serviceName('/home/a/data', false)).toMatch(/^Porchlight [0-9a-f]{8}$/);
  expect(serviceName('/home/a/data', false)).not.toBe(serviceName('/tmp/demo', false));
  expect(serviceName('/home/a/data', true)).not.toBe(serviceName('/home/a/data', false));
});

test('credentials that cannot be read are kept aside until sign-out', async () => {
  const secrets = createMemorySecretStore();
  const credentials = createCredentialsStore(secrets, codec);
  expect(await credentials.load(1)).toBeNull();
  await credentials.save(1, { token: 'abc' });
  expect(await credentials.load(1)).toEqual({ token: 'abc' });

  await secrets.set('1', 'damaged');
  expect(await credentials.load(1)).toBeNull();
  expect(await secrets.get('1-unreadable')).toBe('damaged');

  await credentials.forget(1);
  expect([await secrets.get('1'), await secrets.get('1-unreadable')]).toEqual([null, null]);
});

const broken = (code: 'no-keyring' | 'keyring-locked'): SecretStore => ({
  get: () => Promise.reject(new AppError(code)),
  set: () => Promise.reject(new AppError(code)),
  delete: () => Promise.reject(new AppError(code)),
});

function createIds(folder: string) {
  let made = 0;
  const random = {
    number: () => 0,
    bytes: (count: number) => new Uint8Array(count),
    uuid: () => `0a1b2c3d-0000-4000-8000-00000000000${(made += 1)}`,
  };
  return (secrets: SecretStore) =>
    loadInstallationId({ secrets, fs: nodeFileSystem, folder, random });
}

test('the installation id is made once and lies in the keyring', async () => {
  const folder = await temporaryFolder();
  const load = createIds(folder);
  const secrets = createMemorySecretStore();

  const id = await load(secrets);

  expect(id).toBe('0A1B2C3D-0000-4000-8000-000000000001');
  expect(await load(secrets)).toBe(id);
  expect(await nodeFileSystem.list(folder)).toEqual([]);
});

test.each(['no-keyring', 'keyring-locked'] as const)(
  'with %s the installation id lies in a file and stays when a keyring comes',
  async (code) => {
    const folder = await temporaryFolder();
    const load = createIds(folder);

    const id = await load(broken(code));

    expect(await load(broken(code))).toBe(id);
    expect(await load(createMemorySecretStore())).toBe(id);
    expect(await nodeFileSystem.list(folder)).toEqual(['installation-id']);
  },
);
