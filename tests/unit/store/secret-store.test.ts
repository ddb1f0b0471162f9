import { expect, test } from 'vitest';
import type { Clock } from '../../../electron/lib/clock.ts';
import {
  createSecretStore,
  serviceName,
  type Keyring,
} from '../../../electron/store/secret-store.ts';

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

/** Of a length, with letters that take two bytes. */
const long = (length: number, letter = 'é') => letter.repeat(length / 2);

test('a secret of any length comes back whole, and no entry is too long for Windows', async () => {
  const { keyring, entries } = createFakeKeyring();
  const secrets = storeOver(keyring);

  for (const length of [2_498, 2_500, 4_990, 60_000]) {
    await secrets.set('1', long(length));
    expect(await secrets.get('1')).toBe(long(length));
    const sizes = [...entries.values()].map((entry) => Buffer.byteLength(entry));
    expect(Math.max(...sizes)).toBeLessThan(2_500);
  }

  await secrets.set('1', 'short');
  expect([...entries]).toEqual([['Porchlight test/1', 'short']]);
});

test('a long secret is deleted with all its entries, and those of others stay', async () => {
  const { keyring, entries } = createFakeKeyring();
  const secrets = storeOver(keyring);
  await secrets.set('1', long(6_000));
  await secrets.set('11', 'other');

  await secrets.delete('1');

  expect([...entries]).toEqual([['Porchlight test/11', 'other']]);
});

test('a secret that reads like our own list of entries is kept all the same', async () => {
  const secrets = storeOver(createFakeKeyring().keyring);
  const list = `parts:a:2:${'0'.repeat(64)}`;
  await secrets.set('1', list);
  expect(await secrets.get('1')).toBe(list);
});

test.each([
  [long(6_000), long(9_000, 'ä')],
  ['short', long(6_000)],
  [long(6_000), 'short'],
])('a kill at any step leaves the old secret or the new one (%#)', async (before, after) => {
  for (let killAt = 1; ; killAt += 1) {
    const { keyring, entries } = createFakeKeyring();
    await storeOver(keyring).set('1', before);
    let steps = 0;
    const step = (): void => {
      steps += 1;
      if (steps >= killAt) throw new Error('killed');
    };
    const dying: Keyring = {
      ...keyring,
      async setPassword(...entry) {
        step();
        await keyring.setPassword(...entry);
      },
      async deletePassword(...entry) {
        step();
        return keyring.deletePassword(...entry);
      },
    };
    const isKilled = await storeOver(dying)
      .set('1', after)
      .then(
        () => false,
        () => true,
      );

    expect([before, after]).toContain(await storeOver(keyring).get('1'));
    if (!isKilled) break;

    // The next write takes away what the interrupted one has left.
    await storeOver(keyring).set('1', 'last');
    expect([...entries]).toEqual([['Porchlight test/1', 'last']]);
  }
});

test('a long secret that lost an entry is none, and never a mixture', async () => {
  const { keyring, entries } = createFakeKeyring();
  const secrets = storeOver(keyring);
  await secrets.set('1', long(6_000));
  entries.delete('Porchlight test/1.part-a1');
  expect(await secrets.get('1')).toBeNull();
});

test('a keyring that answers late says so, once it can be used', async () => {
  const hand = createHandClock();
  const { keyring } = createFakeKeyring();
  let unlock = (): void => undefined;
  const unlocked = new Promise<string>((resolve) => (unlock = () => resolve('token')));
  const slow: Keyring = { ...keyring, getPassword: () => unlocked };
  const secrets = createSecretStore({ service: 's', clock: hand.clock, load: async () => slow });
  let news = 0;
  secrets.onLateAnswer(() => (news += 1));

  const answer = expect(secrets.get('1')).rejects.toMatchObject({ code: 'keyring-locked' });
  await new Promise(setImmediate);
  hand.fireAll();
  await answer;
  expect(news).toBe(0);
  unlock();
  await new Promise(setImmediate);
  expect(news).toBe(1);
  expect(await secrets.get('1')).toBe('token');
  expect(news).toBe(1);
});

test('another data folder, and a simulator, has another service', () => {
  expect(serviceName('/home/a/data', false)).toMatch(/^Porchlight [0-9a-f]{8}$/);
  expect(serviceName('/home/a/data', false)).not.toBe(serviceName('/tmp/demo', false));
  expect(serviceName('/home/a/data', true)).not.toBe(serviceName('/home/a/data', false));
});
