import { expect, test } from 'vitest';
import { nodeFileSystem } from '../../../electron/store/file-system.ts';
import { loadInstallationId } from '../../../electron/store/installation-id.ts';
import { createMemorySecretStore } from '../../../electron/store/secret-store.ts';
import type { SecretStore } from '../../../electron/store/settings-schema.ts';
import { AppError } from '../../../shared/errors.ts';
import { temporaryFolder } from './support.ts';

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

test('without a keyring the installation id lies in a file and stays when a keyring comes', async () => {
  const folder = await temporaryFolder();
  const load = createIds(folder);

  const id = await load(broken('no-keyring'));

  expect(await load(broken('no-keyring'))).toBe(id);
  expect(await load(createMemorySecretStore())).toBe(id);
  expect(await load(broken('keyring-locked'))).toBe(id);
  expect(await nodeFileSystem.list(folder)).toEqual(['installation-id']);
});

test('with a locked keyring no installation id is made: the one in it would be lost', async () => {
  const folder = await temporaryFolder();
  const load = createIds(folder);
  const secrets = createMemorySecretStore();
  const id = await load(secrets);

  await expect(load(broken('keyring-locked'))).rejects.toMatchObject({ code: 'keyring-locked' });

  expect(await nodeFileSystem.list(folder)).toEqual([]);
  expect(await load(secrets)).toBe(id);
});
