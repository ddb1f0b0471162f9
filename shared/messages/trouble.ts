import type { AccountState, AppState } from '../app-state.ts';
import { m } from './compiled/messages.js';
import { report } from './failures.ts';
import { timeOfDay } from './time.ts';

type Told = Pick<AppState, 'account' | 'connection'>;

/** Where the account stands, most pressing first, for places without room for more; empty when signed in. */
export function accountLines(account: AccountState): readonly string[] {
  if (account.phase === 'signed-in') return [];
  if (account.phase === 'starting') return [m.tray_starting()];
  // The window may be behind others, waiting for a password or a code.
  if (account.phase === 'signing-in') return [m.tray_signing_in()];
  const reason = account.problem === null ? [] : [report(account.problem).sentence];
  return [m.tray_sign_in_needed(), ...reason];
}

/** What keeps a signed-in program from doing its work, most pressing first, in a sentence each; empty when nothing does. */
export function troubleLines({ account, connection }: Told): readonly string[] {
  if (account.phase !== 'signed-in') return [];
  const keyring = account.keyringProblem === null ? [] : [report(account.keyringProblem).sentence];
  const { status, problem, pausedUntil } = connection;
  if (status !== 'trouble' && status !== 'paused') return keyring;
  const { sentence } = report(problem ?? 'cloud-trouble');
  const until = pausedUntil === null ? '' : ` ${m.trouble_until({ time: timeOfDay(pausedUntil) })}`;
  return [`${sentence}${until}`, ...keyring];
}
