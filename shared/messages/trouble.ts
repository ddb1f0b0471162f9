import type { AppState } from '../app-state.ts';
import { m } from './compiled/messages.js';
import { report } from './failures.ts';
import { timeOfDay } from './time.ts';

type Told = Pick<AppState, 'account' | 'connection'>;

/** What keeps the program from doing its work, most pressing first, in a sentence each; empty when nothing does. */
export function troubleLines({ account, connection }: Told): readonly string[] {
  if (account.phase === 'needs-sign-in') return [report(account.problem).sentence];
  if (account.phase !== 'signed-in') return [];
  const keyring = account.keyringProblem === null ? [] : [report(account.keyringProblem).sentence];
  const { status, problem, pausedUntil } = connection;
  if (status !== 'trouble' && status !== 'paused') return keyring;
  const { sentence } = report(problem ?? 'cloud-trouble');
  const until = pausedUntil === null ? '' : ` ${m.trouble_until({ time: timeOfDay(pausedUntil) })}`;
  return [`${sentence}${until}`, ...keyring];
}
