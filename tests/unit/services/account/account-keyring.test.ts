import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../shared/errors.ts';
import { settled } from '../../../fixtures/fake-clock.ts';
import { accountId, credentials } from '../../../fixtures/samples.ts';
import { setUpAccount as setUp } from './account-setup.ts';

describe('a keyring that is unlocked while the program runs', () => {
  it('signs in with what it holds', async () => {
    const first = setUp();
    await first.account.signIn();
    first.secrets.problem = new AppError('keyring-locked');
    const { account, page, state } = setUp(first);
    await account.start();
    first.secrets.problem = null;
    await Promise.all([account.keyringMayBeUsable(), account.keyringMayBeUsable()]);
    expect(state()).toEqual({ phase: 'signed-in', accountId, keyringProblem: null });
    expect(page.shown).toBe(0);
  });

  it('keeps the newest tokens of a sign-in that it could not keep before', async () => {
    const { account, secrets, settings, rotate, state } = setUp();
    secrets.problem = new AppError('keyring-locked');
    await account.signIn();
    await rotate(credentials({ tokens: { ...credentials().tokens, refreshToken: 'refresh-2' } }));
    secrets.problem = null;
    await account.keyringMayBeUsable();
    expect(state()).toEqual({ phase: 'signed-in', accountId, keyringProblem: null });
    expect(secrets.entries.get('1000001')).toContain('refresh-2');
    expect(settings.get().accountIds).toEqual([accountId]);
  });

  it('leaves alone who has signed out, and a session that needs nothing', async () => {
    const { account, secrets, state } = setUp();
    await account.signIn();
    await account.keyringMayBeUsable();
    await account.signOut({ clips: 'keep' });
    await account.keyringMayBeUsable();
    expect(state()).toEqual({ phase: 'signed-out', problem: null });
    expect(secrets.entries.size).toBe(0);
  });
});

describe('two sign-ins at once', () => {
  it('end in one session, even while the keyring still keeps the first', async () => {
    let clients = 0;
    const { account, secrets, state } = setUp({ beforeSession: () => void (clients += 1) });
    await account.start();
    const release = secrets.hold();
    const form = { way: 'form', email: 'a@porchlight.test', password: 'x' } as const;
    const other = account.signInOtherWay(form);
    await settled();
    const page = account.signIn();
    await settled();
    release();
    await Promise.allSettled([other, page]);
    await settled();
    expect(clients).toBe(1);
    expect(state().phase).toBe('signed-in');
  });
});

describe('a session that is still being opened', () => {
  /** Signed in from the keyring as far as the opening of the session, which waits. */
  async function setUpOpening() {
    const first = setUp();
    await first.account.signIn();
    await first.account.stop();
    let open = (): void => undefined;
    const isOpen = new Promise<void>((resolve) => (open = resolve));
    first.secrets.problem = new AppError('keyring-locked');
    const parts = setUp({ ...first, beforeSession: () => isOpen });
    await parts.account.start();
    first.secrets.problem = null;
    const restored = parts.account.keyringMayBeUsable();
    await settled();
    return { ...parts, finish: () => (open(), restored) };
  }

  it('is not signed in any more when the person signs out meanwhile', async () => {
    const { account, client, secrets, state, finish } = await setUpOpening();
    await account.signOut({ clips: 'keep' });
    await finish();
    await settled();
    expect(state()).toEqual({ phase: 'signed-out', problem: null });
    expect(() => account.cloud()).toThrow('not-signed-in');
    expect(secrets.entries.size).toBe(0);
    expect(client.count('homescreen')).toBe(0);
  });

  it('asks nothing when the program ends meanwhile', async () => {
    const { account, client, finish } = await setUpOpening();
    await account.stop();
    await finish();
    await settled();
    expect(() => account.cloud()).toThrow('not-signed-in');
    expect(client.count('homescreen')).toBe(0);
  });
});

describe('the end of the program', () => {
  it('waits for a token that is being renewed before anything else, 2 s at most', async () => {
    const { account, client, clock } = setUp();
    await account.signIn();
    await settled();
    client.hold('flushTokens');
    let isOver = false;
    void account.stop().then(() => (isOver = true));
    await clock.advance(1_999);
    expect(isOver).toBe(false);
    await clock.advance(1);
    expect(isOver).toBe(true);
  });
});
