import { describe, expect, it } from 'vitest';
import { asked, ids, setUpServices } from './setup.ts';
import { demoPerson } from '../blink/walk-sign-in.ts';

const { studio, gate } = ids;

describe('a sign-in without Blink’s page', () => {
  const form = { email: demoPerson.email, password: demoPerson.password };

  it('goes through the form, with every wrong turn', async () => {
    const all = await setUpServices();
    const { account, store } = all;
    const wrong = { way: 'form', ...form, password: 'wrong' } as const;
    expect(await account.signInOtherWay(wrong)).toEqual({ kind: 'wrong-password' });
    expect(await account.signInOtherWay({ way: 'form', ...form })).toMatchObject({
      kind: 'needs-code',
    });
    expect(await account.giveSignInCode('000000')).toEqual({ kind: 'wrong-code' });
    expect(await account.giveSignInCode(demoPerson.code)).toEqual({ kind: 'signed-in' });
    expect(store.get().account.phase).toBe('signed-in');
  });

  it('goes with the login and the PIN of 2020, and arms', async () => {
    const all = await setUpServices({ era: '2020' });
    const { account, arming, store, secrets } = all;
    const first = await account.signInOtherWay({ way: 'login-2020', ...form });
    expect(first).toMatchObject({ kind: 'needs-code' });
    expect(await account.giveSignInCode(demoPerson.code)).toEqual({ kind: 'signed-in' });
    await account.cloud().home.refresh();
    await arming.arm(studio);
    expect(store.get().home.networks[0]?.isArmed).toBe(true);
    expect(asked(all, 'POST', '/state/arm')[0]?.headers).toHaveProperty('token-auth');
    expect(JSON.stringify([...secrets.entries])).not.toContain(form.password);
    await expect(all.snooze.device(gate, 60)).rejects.toMatchObject({ code: 'not-supported' });
  });
});
