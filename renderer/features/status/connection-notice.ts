import type {
  AccountState,
  ArchiveState,
  ConnectionState,
  HomeState,
} from '../../../shared/app-state.ts';
import { m } from '../../../shared/messages/compiled/messages.js';
import { report } from '../../../shared/messages/failures.ts';
import { moment } from '../../components/display/format.ts';
import { archiveNotices } from './archive-notice.ts';
import type { Notice } from './notice.ts';

interface Truth {
  readonly account: AccountState;
  readonly connection: ConnectionState;
  readonly home: HomeState;
  readonly archive: ArchiveState;
}

const sinceWhen = ({ checkedAt }: HomeState, now: number): string =>
  checkedAt === null
    ? m.banner_stale_never()
    : m.banner_stale_since({ time: moment(checkedAt, now) });

const join = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join(' ');

function signInNotice({ account, home }: Truth, now: number): Notice | null {
  if (account.phase !== 'needs-sign-in') return null;
  const { sentence, wayOn } = report(account.problem);
  const text = join(wayOn, sinceWhen(home, now));
  return { key: 'sign-in', tone: 'danger', title: sentence, text, way: 'sign-in' };
}

function connectionNotice({ connection, home }: Truth, now: number): Notice | null {
  const { status, problem, pausedUntil } = connection;
  if (status !== 'trouble' && status !== 'paused') return null;
  const { sentence, wayOn } = report(problem ?? 'cloud-trouble');
  const until =
    pausedUntil === null ? '' : m.banner_paused_until({ time: moment(pausedUntil, now) });
  const age = home.isStale ? sinceWhen(home, now) : '';
  return {
    key: 'connection',
    tone: 'warning',
    title: sentence,
    text: join(wayOn, until, age),
    way: problem === 'not-verified' ? 'verify' : null,
  };
}

function keyringNotice({ account }: Truth): Notice | null {
  if (account.phase !== 'signed-in' || account.keyringProblem === null) return null;
  const { sentence, wayOn } = report(account.keyringProblem);
  const title = m.banner_keyring_title();
  return {
    key: 'keyring',
    tone: 'info',
    title,
    text: join(sentence, wayOn),
    way: null,
  };
}

/** What to say above every page, the most pressing first. */
export function connectionNotices(truth: Truth, now: number): readonly Notice[] {
  const access = signInNotice(truth, now) ?? connectionNotice(truth, now);
  return [access, ...archiveNotices(truth.archive), keyringNotice(truth)].filter(
    (notice) => notice !== null,
  );
}
