import type { AccountState } from '../../shared/app-state.ts';
import type { AppErrorCode } from '../../shared/errors.ts';
import type { AccountId } from '../../shared/ids.ts';

/** What is shown after a sign-in that did not work out: a known account stays known. */
export function afterFailedSignIn(before: AccountState, problem: AppErrorCode): AccountState {
  if (before.phase !== 'needs-sign-in') return { phase: 'signed-out', problem };
  return problem === 'sign-in-cancelled' ? before : { ...before, problem };
}

/** The account the window is about, signed in or not. */
export const accountOf = (state: AccountState): AccountId | null =>
  'accountId' in state ? state.accountId : null;

/** The keyring cannot be used just now, which the person can mend. */
export const isKeyringProblem = (code: AppErrorCode): boolean =>
  code === 'no-keyring' || code === 'keyring-locked';
