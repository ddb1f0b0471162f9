import { expect, test } from 'vitest';
import { createCredentialsStore } from '../../../../electron/services/account/credentials-store.ts';
import { createMemorySecrets } from '../../../fixtures/memory-secrets.ts';
import { createMemorySettings } from '../../../fixtures/memory-stores.ts';
import { accountId, credentials } from '../../../fixtures/samples.ts';

test('credentials that cannot be read are kept aside until sign-out', async () => {
  const secrets = createMemorySecrets();
  const store = createCredentialsStore({ secrets, settings: createMemorySettings() });
  expect(await store.load(accountId)).toBeNull();
  await store.save(credentials());
  expect(await store.load(accountId)).toEqual(credentials());

  await secrets.set(String(accountId), 'damaged');
  expect(await store.load(accountId)).toBeNull();
  expect(await secrets.get(`${accountId}-unreadable`)).toBe('damaged');

  await store.forget(accountId);
  expect(await secrets.get(String(accountId))).toBeNull();
  expect(await secrets.get(`${accountId}-unreadable`)).toBeNull();
});
