import type { OtherWay, SignInStep } from '../../shared/sign-in.ts';
import type { AppErrorCode, Result } from '../../shared/errors.ts';
import { api } from '../api.ts';
import { attempt, settle } from './attempt.ts';

/** What a person types where the sign-in goes without Blink's page. */
export interface OtherWayForm {
  readonly way: OtherWay;
  readonly email: string;
  readonly password: string;
}

/** Opens Blink's page in its own window; answers why it did not work, or null. */
export async function signIn(): Promise<AppErrorCode | null> {
  const result = await settle(api.signIn());
  return result.ok ? null : result.error.code;
}

/** The same, where the page has no room for the reason. */
export async function signInAgain(): Promise<void> {
  await attempt(api.signIn());
}

/** Forgets the sign-in; answers whether it worked. */
export async function signOut(clips: 'keep' | 'delete'): Promise<boolean> {
  const result = await attempt(api.signOut({ clips }));
  return result.ok;
}

/** One step of a sign-in without Blink's page; the password is handed on and not kept. */
export const signInOtherWay = (form: OtherWayForm): Promise<Result<SignInStep>> =>
  settle(api.signInOtherWay(form));

export const giveSignInCode = (code: string): Promise<Result<SignInStep>> =>
  settle(api.giveSignInCode(code));

/** Has Blink send a code; answers whether it did. */
export async function sendVerificationCode(): Promise<boolean> {
  return (await attempt(api.sendVerificationCode())).ok;
}

/** Null when it could not be asked; the reason has been said. */
export async function verifyInstallation(code: string): Promise<'verified' | 'wrong-code' | null> {
  const result = await attempt(api.verifyInstallation(code));
  return result.ok ? result.value : null;
}
