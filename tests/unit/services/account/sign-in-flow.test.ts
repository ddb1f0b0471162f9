import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../shared/errors.ts';
import { decodeCredentials } from '../../../../electron/services/account/credentials-store.ts';
import { credentials } from '../../../fixtures/samples.ts';
import { setUpAccount } from './account-setup.ts';

const form = { way: 'form', email: 'demo@porchlight.test', password: 'hush-hush' } as const;
const needsCode = { kind: 'needs-two-factor', sentTo: '+49…42', nextCodeAfterMs: null } as const;

describe('a sign-in without Blink’s page', () => {
  it('signs in, and keeps the tokens like any other', async () => {
    const { account, state, otherWay, secrets } = setUpAccount();
    expect(await account.signInOtherWay(form)).toEqual({ kind: 'signed-in' });
    expect(state().phase).toBe('signed-in');
    expect(otherWay.asked).toEqual(['form']);
    expect(secrets.entries.size).toBe(1);
  });

  it('asks for the code as often as it takes, and the form stays where it is', async () => {
    const { account, state, otherWay } = setUpAccount();
    otherWay.steps.push(needsCode, { kind: 'wrong-code' });
    expect(await account.signInOtherWay(form)).toEqual({ kind: 'needs-code', hint: '+49…42' });
    expect(await account.giveSignInCode('0000')).toEqual({ kind: 'wrong-code' });
    expect(state()).toEqual({ phase: 'starting' });
    expect(await account.giveSignInCode('1234')).toEqual({ kind: 'signed-in' });
    const { way: _way, ...password } = form;
    expect(otherWay.typed).toEqual([password, '0000', '1234']);
  });

  it('answers a wrong password, and rejects what went wrong otherwise', async () => {
    const { account, state, otherWay } = setUpAccount();
    otherWay.steps.push({ kind: 'wrong-password' }, new AppError('account-locked'));
    expect(await account.signInOtherWay(form)).toEqual({ kind: 'wrong-password' });
    await expect(account.signInOtherWay(form)).rejects.toMatchObject({ code: 'account-locked' });
    expect(state()).toEqual({ phase: 'starting' });
  });

  it('waits for a code only after it has been asked for', async () => {
    const { account, otherWay } = setUpAccount();
    const early = account.giveSignInCode('1234');
    await expect(early).rejects.toMatchObject({ code: 'sign-in-expired' });
    otherWay.steps.push(needsCode, { kind: 'wrong-password' });
    await account.signInOtherWay(form);
    await account.signInOtherWay(form);
    const late = account.giveSignInCode('1234');
    await expect(late).rejects.toMatchObject({ code: 'sign-in-expired' });
  });

  it('is over once Blink’s page is asked for', async () => {
    const { account, otherWay, page } = setUpAccount();
    otherWay.steps.push(needsCode);
    await account.signInOtherWay(form);
    page.problem = new AppError('sign-in-cancelled');
    const onPage = account.signIn();
    const meanwhile = account.giveSignInCode('1234');
    await expect(meanwhile).rejects.toMatchObject({ code: 'not-allowed' });
    await expect(onPage).rejects.toMatchObject({ code: 'sign-in-cancelled' });
    const late = account.giveSignInCode('1234');
    await expect(late).rejects.toMatchObject({ code: 'sign-in-expired' });
  });

  it('writes the password nowhere', async () => {
    const { account, secrets, store, settings } = setUpAccount();
    await account.signInOtherWay(form);
    const written = [[...secrets.entries], store.get(), settings.get()];
    expect(JSON.stringify(written)).not.toContain(form.password);
  });

  it('does not go on a runtime too old for a real account', async () => {
    const { account, otherWay } = setUpAccount({ isRealSignInAllowed: false });
    await expect(account.signInOtherWay(form)).rejects.toMatchObject({ code: 'runtime-too-old' });
    expect(otherWay.typed).toEqual([]);
  });

  it('does nothing for somebody who is signed in', async () => {
    const { account, otherWay } = setUpAccount();
    await account.signIn();
    expect(await account.signInOtherWay(form)).toEqual({ kind: 'signed-in' });
    expect(otherWay.asked).toEqual([]);
  });
});

describe('a session of 2020', () => {
  it('comes out of the keyring as it went in, without anything to renew it', () => {
    const { tokens } = credentials();
    const old = credentials({ tokens: { ...tokens, refreshToken: '', era: '2020' } });
    expect(decodeCredentials(JSON.stringify(old))).toEqual(old);
  });
});
