import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../shared/errors.ts';
import { decodeCredentials } from '../../../../electron/services/account/credentials-store.ts';
import { settled } from '../../../fixtures/fake-clock.ts';
import { accountId, credentials, network } from '../../../fixtures/samples.ts';
import { setUpAccount as setUp } from './account-setup.ts';

describe('signing in', () => {
  it('keeps the tokens in the keyring and starts to ask', async () => {
    const { account, secrets, settings, state, store } = setUp();
    await account.start();
    expect(state()).toEqual({ phase: 'signed-out', problem: null });
    await account.signIn();
    await settled();
    expect(state()).toEqual({ phase: 'signed-in', accountId, keyringProblem: null });
    expect(decodeCredentials(secrets.entries.get('1000001') ?? '')).toEqual(credentials());
    expect(settings.get().accountIds).toEqual([accountId]);
    expect(store.get().home.isStale).toBe(false);
    expect(account.cloud().accountId).toBe(accountId);
  });

  it('shows the page once, however often it is asked for', async () => {
    const { account, page, state } = setUp();
    await account.start();
    const both = Promise.all([account.signIn(), account.signIn()]);
    expect(state()).toEqual({ phase: 'signing-in' });
    await both;
    await account.signIn();
    expect(page.shown).toBe(1);
  });

  it.each(['sign-in-cancelled', 'refused', 'too-old', 'offline', 'sign-in-expired'] as const)(
    'that ends with %s is signed out, with the reason',
    async (code) => {
      const { account, page, secrets, state } = setUp();
      await account.start();
      page.problem = new AppError(code);
      await expect(account.signIn()).rejects.toMatchObject({ code });
      expect(state()).toEqual({ phase: 'signed-out', problem: code });
      expect(secrets.entries.size).toBe(0);
      expect(() => account.cloud()).toThrow('not-signed-in');
      page.problem = null;
      await account.signIn();
      expect(state().phase).toBe('signed-in');
    },
  );

  it('on a page that ends elsewhere has failed', async () => {
    const { account, page, state } = setUp();
    page.redirect = 'https://elsewhere.invalid/';
    await expect(account.signIn()).rejects.toMatchObject({ code: 'sign-in-failed' });
    expect(state()).toEqual({ phase: 'signed-out', problem: 'sign-in-failed' });
  });

  it('to a real account is refused on an old runtime, but not to a simulator', async () => {
    const old = setUp({ isRealSignInAllowed: false });
    await expect(old.account.signIn()).rejects.toMatchObject({ code: 'runtime-too-old' });
    expect(old.page.shown).toBe(0);
    const simulated = setUp({ isRealSignInAllowed: false, hasLoopbackCloud: true });
    await simulated.account.signIn();
    expect(simulated.state().phase).toBe('signed-in');
  });

  it.each(['no-keyring', 'keyring-locked'] as const)(
    'with %s lasts for this run, and says so',
    async (code) => {
      const { account, secrets, settings, state } = setUp();
      secrets.problem = new AppError(code);
      await account.signIn();
      expect(state()).toEqual({ phase: 'signed-in', accountId, keyringProblem: code });
      expect(settings.get().accountIds).toEqual([]);
    },
  );
});

describe('a start', () => {
  it('signs in silently with what the keyring has', async () => {
    const first = setUp();
    await first.account.signIn();
    const { account, page, state } = setUp({ secrets: first.secrets, settings: first.settings });
    await account.start();
    expect(state().phase).toBe('signed-in');
    expect(page.shown).toBe(0);
  });

  it.each(['', 'nonsense', '{"accountId":1000001}', '{"accountId":7,"tier":"u001"}'])(
    'with a secret that reads %j needs a sign-in and keeps the archive and the last home',
    async (secret) => {
      const first = setUp();
      await first.account.signIn();
      await settled();
      await first.index.recordListing([], 0);
      first.secrets.entries.set('1000001', secret);
      const next = setUp(first);
      await next.account.start();
      expect(next.state()).toEqual({
        phase: 'needs-sign-in',
        accountId,
        problem: 'not-signed-in',
      });
      expect(next.store.get().home).toMatchObject({ isStale: true, networks: [network()] });
      expect(next.client.calls).toEqual([]);
    },
  );

  it('with a locked keyring can be mended without a new sign-in', async () => {
    const first = setUp();
    await first.account.signIn();
    first.secrets.problem = new AppError('keyring-locked');
    const { account, page, state } = setUp(first);
    await account.start();
    expect(state()).toMatchObject({ phase: 'needs-sign-in', problem: 'keyring-locked' });
    first.secrets.problem = null;
    await account.signIn();
    expect(state().phase).toBe('signed-in');
    expect(page.shown).toBe(0);
  });
});

describe('a rotation of the tokens', () => {
  const rotated = credentials({ tokens: { ...credentials().tokens, refreshToken: 'refresh-2' } });

  it('is in the keyring before it is used', async () => {
    const { account, secrets, rotate } = setUp();
    await account.signIn();
    await rotate(rotated);
    expect(secrets.entries.get('1000001')).toContain('refresh-2');
  });

  it('goes on for this run when the keyring is locked, and is saved at the next chance', async () => {
    const { account, secrets, rotate, state } = setUp();
    await account.signIn();
    secrets.problem = new AppError('keyring-locked');
    await rotate(rotated);
    expect(state()).toMatchObject({ phase: 'signed-in', keyringProblem: 'keyring-locked' });
    secrets.problem = null;
    await rotate(rotated);
    expect(state()).toMatchObject({ phase: 'signed-in', keyringProblem: null });
  });

  it('after a sign-out does not come back into the keyring', async () => {
    const { account, secrets, rotate } = setUp();
    await account.signIn();
    await account.signOut({ clips: 'keep' });
    await rotate(rotated);
    expect(secrets.entries.size).toBe(0);
  });
});

describe('a session the cloud has ended', () => {
  it('asks the person, keeps what is known, and stops asking the cloud', async () => {
    const { account, client, clock, secrets, state, store } = setUp();
    await account.signIn();
    await settled();
    client.fail('homescreen', new AppError('signed-out-by-blink'));
    account.cloud().checkNow();
    await clock.advance(10_000);
    const problem = 'signed-out-by-blink';
    expect(state()).toEqual({ phase: 'needs-sign-in', accountId, problem });
    expect(store.get().home.networks).toHaveLength(1);
    expect(secrets.entries.size).toBe(0);
    const asked = client.calls.length;
    await clock.advance(3_600_000);
    expect(client.calls).toHaveLength(asked);
    await account.signIn();
    expect(state().phase).toBe('signed-in');
  });

  it('does not take away the tokens of a sign-in that comes while it ends', async () => {
    const { account, client, clock, secrets, state } = setUp();
    await account.signIn();
    await settled();
    // Ending the session takes its 2 seconds.
    account.cloud().onShutdown(() => new Promise(() => undefined));
    client.fail('homescreen', new AppError('signed-out-by-blink'));
    account.cloud().checkNow();
    for (let step = 0; state().phase === 'signed-in' && step < 200; step += 1) {
      await clock.advance(100);
    }
    expect(state().phase).toBe('needs-sign-in');
    const again = account.signIn();
    await clock.advance(10_000);
    await again;
    expect(state().phase).toBe('signed-in');
    expect(secrets.entries.get('1000001')).toContain('refresh');
  });

  it('keeps its tokens when it was refused for another reason', async () => {
    const { account, client, clock, secrets, state } = setUp();
    client.fail('homescreen', new AppError('refused'));
    await account.signIn();
    await clock.advance(10_000);
    expect(state()).toMatchObject({ phase: 'needs-sign-in', problem: 'refused' });
    expect(secrets.entries.size).toBe(1);
  });

  it('stays known when the person gives up signing in again', async () => {
    const { account, client, clock, page, state } = setUp();
    client.fail('homescreen', new AppError('too-old'));
    await account.signIn();
    await clock.advance(10_000);
    page.problem = new AppError('sign-in-cancelled');
    await expect(account.signIn()).rejects.toMatchObject({ code: 'sign-in-cancelled' });
    expect(state()).toEqual({ phase: 'needs-sign-in', accountId, problem: 'too-old' });
  });
});
