import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../shared/errors.ts';
import { settled } from '../../../fixtures/fake-clock.ts';
import type { MemorySecrets } from '../../../fixtures/memory-secrets.ts';
import { mediaItem } from '../../../fixtures/samples.ts';
import { setUpAccount as setUp } from './account-setup.ts';

describe('signing out', () => {
  it('removes the tokens and tells the cloud; clips stay', async () => {
    const { account, client, secrets, settings, index, state, store } = setUp();
    client.recordings = [mediaItem(1, 1)];
    await account.signIn();
    await settled();
    await account.signOut({ clips: 'keep' });
    expect(client.count('account.logout')).toBe(1);
    expect(secrets.entries.size).toBe(0);
    expect(settings.get().accountIds).toEqual([]);
    expect(index.rows.size).toBe(1);
    expect(state()).toEqual({ phase: 'signed-out', problem: null });
    expect(store.get().home.networks).toEqual([]);
  });

  it('with delete removes files, rows and pictures', async () => {
    const { account, client, clock, files, index, pictures } = setUp({ policy: 'every' });
    client.recordings = [mediaItem(1, 1), mediaItem(2, 2)];
    await account.signIn();
    await clock.advance(0);
    await pictures.write('still c1', new Uint8Array([1]));
    expect(files.paths.size).toBe(2);
    await account.signOut({ clips: 'delete' });
    expect([files.paths.size, index.rows.size, pictures.stored.size]).toEqual([0, 0, 0]);
    await clock.advance(3_600_000);
    expect([files.paths.size, index.rows.size, index.marks.size]).toEqual([0, 0, 0]);
  });

  const keptTwo = async () => {
    const all = setUp({ policy: 'every' });
    all.client.recordings = [mediaItem(1, 1), mediaItem(2, 2)];
    await all.account.signIn();
    await all.clock.advance(0);
    return all;
  };

  it.each([
    ['archive-busy', 'move'],
    ['archive-busy', 'rebuild'],
    ['archive-away', null],
  ] as const)('with delete is refused with %s (%s), and changes nothing', async (code, kind) => {
    const { account, files, index, secrets, state, store } = await keptTwo();
    const job = kind === null ? null : { kind, done: 0, total: null };
    store.update('archive', (before) => ({ ...before, job }));
    files.isAway = kind === null;
    await expect(account.signOut({ clips: 'delete' })).rejects.toMatchObject({ code });
    expect([files.paths.size, index.rows.size, secrets.entries.size]).toEqual([2, 2, 1]);
    expect(state().phase).toBe('signed-in');
    await account.signOut({ clips: 'keep' });
    expect(state().phase).toBe('signed-out');
  });

  it('with delete removes what lies in the bin', async () => {
    const { account, clock, files, index } = await keptTwo();
    await index.bin(['c1'], clock.now());
    for (const { id, file } of await index.toBin(clock.now(), 9)) {
      await index.setInBin(id, await files.toBin(file));
    }
    await account.signOut({ clips: 'delete' });
    expect([files.paths.size, index.rows.size]).toEqual([0, 0]);
  });

  it('forgets no clip whose file is still there, and calls the others missing', async () => {
    const { account, files, index } = await keptTwo();
    const { remove } = files;
    files.remove = (kept) =>
      kept.some(({ path }) => path === 'c2.mp4')
        ? Promise.reject(new AppError('disk-error'))
        : remove(kept);
    await expect(account.signOut({ clips: 'delete' })).rejects.toMatchObject({
      code: 'disk-error',
    });
    expect([...files.paths]).toEqual(['c2.mp4']);
    expect((await index.get('c1'))?.place).toBe('missing');
    expect((await index.get('c2'))?.place).toBe('kept');
    files.remove = remove;
    await account.signIn();
    await account.signOut({ clips: 'delete' });
    expect([files.paths.size, index.rows.size]).toEqual([0, 0]);
  });

  it('does not wait longer than three seconds for the cloud', async () => {
    const { account, client, clock, state } = setUp();
    await account.signIn();
    client.hold('account.logout');
    const done = account.signOut({ clips: 'keep' });
    await clock.advance(3_000);
    await done;
    expect(state().phase).toBe('signed-out');
  });

  it('works offline, and asks nothing afterwards', async () => {
    const { account, client, clock } = setUp();
    await account.signIn();
    client.fail('account.logout', new AppError('offline'));
    await account.signOut({ clips: 'keep' });
    const asked = client.calls.length;
    await clock.advance(3_600_000);
    expect(client.calls).toHaveLength(asked);
    await expect(account.signOut({ clips: 'keep' })).rejects.toMatchObject({
      code: 'not-signed-in',
    });
  });

  it('says so when a locked keyring still holds the tokens', async () => {
    const { account, secrets, state } = setUp();
    await account.signIn();
    secrets.problem = new AppError('keyring-locked');
    await expect(account.signOut({ clips: 'keep' })).rejects.toMatchObject({
      code: 'keyring-locked',
    });
    expect(state().phase).toBe('signed-out');
  });

  it('is not undone by a keyring that answers only afterwards', async () => {
    const first = setUp();
    await first.account.signIn();
    const { secrets } = first;
    const answers: (() => void)[] = [];
    const slow: MemorySecrets = {
      ...secrets,
      async get(account) {
        const secret = await secrets.get(account);
        await new Promise<void>((resolve) => answers.push(resolve));
        return secret;
      },
    };
    secrets.problem = new AppError('keyring-locked');
    const next = setUp({ ...first, secrets: slow });
    await next.account.start();
    secrets.problem = null;
    const signingIn = next.account.signIn();
    await settled();
    await next.account.signOut({ clips: 'keep' });
    for (const answer of answers) answer();
    await signingIn;
    expect(next.state()).toEqual({ phase: 'signed-out', problem: null });
    expect(next.client.calls).toEqual([]);
    expect(secrets.entries.size).toBe(0);
  });
});
