import type { Timeline } from './clock.ts';
import { failure, notAcceptable, notFound, tooOld, unauthorized } from './exchange.ts';
import type { Answer, Ask } from './exchange.ts';
import type { Faults } from './faults.ts';
import type { Journal } from './journal.ts';
import { createRouter, type Route } from './router.ts';
import type { Login, Tokens } from './tokens.ts';
import type { AccountFile } from './worlds/world-file.ts';

export interface CloudDeps {
  readonly account: AccountFile;
  readonly timeline: Timeline;
  readonly tokens: Tokens;
  readonly faults: Faults;
  readonly journal: Journal;
  readonly routes: readonly Route[];
  /** Waits in real time, for answers that are held back. */
  readonly wait: (ms: number) => Promise<void>;
}

/** The tier that answers for an account before its own is known. */
const FIRST_TIER = 'prod';

/** From a request to its answer: what is due happens, faults, then the route behind its host, token and account. */
export function createCloud(deps: CloudDeps): (ask: Ask) => Promise<Answer> {
  const { timeline, faults, journal } = deps;
  const find = createRouter(deps.routes);

  function ownAnswer(ask: Ask): Answer {
    const match = find(ask.method, ask.path);
    if (!match || !isAt(match.route, ask)) return notFound();
    const { route, params } = match;
    if (route.open) return route.handle({ ...ask, params });
    const login = loginOf(deps.tokens, ask);
    if (!login) return ask.headers['token-auth'] ? tooOld() : unauthorized();
    if (!answersHere(ask, deps.account.tier)) return notAcceptable();
    if (params.a !== undefined && Number(params.a) !== deps.account.id) return notYours();
    return route.handle({ ...ask, params, login });
  }

  return async (ask) => {
    timeline.settle();
    const answered = journal.note(ask, timeline.now());
    const delayMs = faults.delayMs(ask);
    if (delayMs > 0) await deps.wait(delayMs);
    timeline.settle();
    const answer = faults.before(ask) ?? faults.after(ask, ownAnswer(ask));
    answered(answer.status);
    return answer;
  };
}

const notYours = () => failure(403, 'Forbidden', 403);

const isAt = (route: Route, { host }: Ask) => host.kind === 'any' || host.kind === route.host;

function loginOf(tokens: Tokens, ask: Ask): Login | undefined {
  const bearer = /^Bearer (.+)$/.exec(ask.headers.authorization ?? '')?.[1];
  return bearer === undefined ? undefined : tokens.ownerOfAccess(bearer);
}

function answersHere({ host, path }: Ask, ownTier: string) {
  if (host.kind !== 'rest' || host.tier === ownTier) return true;
  return host.tier === FIRST_TIER && path.endsWith('/tier_info');
}
