import type { Timeline } from './clock.ts';
import {
  failure,
  notAcceptable,
  notFound,
  tooOld,
  unauthorized,
  type Answer,
  type Ask,
} from './http/exchange.ts';
import type { Faults } from './faults/faults.ts';
import type { Journal } from './http/journal.ts';
import { inPart } from './http/ranges.ts';
import { createRouter, type Era, type Route } from './http/router.ts';
import type { Login, Tokens } from './auth/tokens.ts';
import type { AccountFile } from './worlds/world-file.ts';

export interface CloudDeps {
  readonly account: AccountFile;
  readonly era: Era;
  readonly timeline: Timeline;
  readonly tokens: Tokens;
  readonly faults: Faults;
  readonly journal: Journal;
  readonly routes: readonly Route[];
  /** Every answer waits at least so long. */
  readonly latencyMs: number;
  /** Waits in real time, for answers that are held back. */
  readonly wait: (ms: number) => Promise<void>;
}

/** The tier that answers for an account before its own is known. */
const FIRST_TIER = 'prod';
/** Those that answer in its place where the first one does not know the account. */
const OTHER_FIRST_TIERS = ['prde', 'prsg'];

/** From a request to its answer: what is due happens, faults, then the route behind its host, token and account. */
export function createCloud(deps: CloudDeps): (ask: Ask) => Promise<Answer> {
  const { timeline, faults, journal, era } = deps;
  const find = createRouter(deps.routes.filter((route) => (route.era ?? era) === era));

  function ownAnswer(ask: Ask): Answer {
    const match = find(ask.method, ask.path);
    if (!match || !isAt(match.route, ask) || isGone(faults, match.route, ask)) return notFound();
    const { route, params } = match;
    if (route.open) return route.handle({ ...ask, params });
    const login = loginOf(deps, ask);
    if (!login) return nobody(deps, ask);
    if (!route.unverified && isInDoubt(deps, ask, login)) return forbidden();
    if (!answersHere(deps, ask)) return notAcceptable();
    if (params.a !== undefined && Number(params.a) !== deps.account.id) return forbidden();
    return route.handle({ ...ask, params, login });
  }

  return async (asked) => {
    timeline.settle();
    const noted = journal.note(asked, timeline.now());
    const ask = faults.heard(asked);
    const delayMs = deps.latencyMs + faults.delayMs(ask);
    if (delayMs > 0) await deps.wait(delayMs);
    timeline.settle();
    const answer = faults.before(ask) ?? faults.after(ask, inPart(ask, ownAnswer(ask)));
    noted.answered(answer.status);
    const date = new Date(timeline.now()).toUTCString();
    return { ...answer, headers: { date, ...answer.headers }, onSent: noted.sent };
  };
}

/** Of 2020 until the PIN was typed; today only where a fault wants it so. */
const isInDoubt = ({ tokens, faults }: CloudDeps, ask: Ask, login: Login) =>
  !tokens.isVerified(login) ||
  (!tokens.hasGivenPin(login) && faults.take('client-not-verified', ask) !== undefined);

const forbidden = () => failure(403, 'Forbidden', 403);

const isAt = (route: Route, { host }: Ask) => host.kind === 'any' || host.kind === route.host;

/** Whether this form of the call has been taken away. */
function isGone(faults: Faults, route: Route, ask: Ask) {
  if (route.host === 'oauth') return false;
  if (route.era === 'today') return faults.take('new-forms-gone', ask) !== undefined;
  return route.isOlderForm === true && faults.take('old-forms-gone', ask) !== undefined;
}

/** In 2020 a token came in a header of its own. */
function loginOf({ tokens, era }: CloudDeps, { headers }: Ask): Login | undefined {
  const token =
    era === '2020' ? headers['token-auth'] : /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
  return typeof token === 'string' ? tokens.ownerOfAccess(token) : undefined;
}

const nobody = ({ era }: CloudDeps, { headers }: Ask) =>
  era === 'today' && headers['token-auth'] ? tooOld() : unauthorized();

function answersHere({ account, faults }: CloudDeps, ask: Ask) {
  const { host, path } = ask;
  if (host.kind !== 'rest' || host.tier === account.tier) return true;
  if (!/\/tier_info\/?$/.test(path)) return false;
  const isElsewhere = faults.take('wrong-region', ask) !== undefined;
  return isElsewhere ? OTHER_FIRST_TIERS.includes(host.tier) : host.tier === FIRST_TIER;
}
