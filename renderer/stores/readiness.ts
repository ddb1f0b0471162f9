import { derived, type Readable } from 'svelte/store';
import type { AccountState, ConnectionState } from '../../shared/app-state.ts';
import type { AppErrorCode } from '../../shared/errors.ts';
import { account, connection } from './state.ts';

/** Why nothing can be asked of the cloud right now; null when it can. Other trouble may pass: asking is worth a try. */
export function holdOf(
  { phase }: AccountState,
  { status, problem }: ConnectionState,
): AppErrorCode | null {
  if (phase !== 'signed-in') return 'not-signed-in';
  if (status === 'paused') return problem ?? 'rate-limited';
  return status === 'trouble' && (problem === 'offline' || problem === 'captive-portal')
    ? problem
    : null;
}

/** The same, of this window's state. */
export const hold: Readable<AppErrorCode | null> = derived(
  [account, connection],
  ([accountState, connectionState]) => holdOf(accountState, connectionState),
);
