import { json, notAcceptable, redirect, type Answer, type RoutedAsk } from '../http/exchange.ts';
import type { Route } from '../http/router.ts';
import type { Flow, Flows } from './flows.ts';
import { authorizeProblem, isRefusedId } from './profiles.ts';

const SIGN_IN = '/oauth/v2/signin';

/** With parameters a sign-in begins; bare, and signed in, it ends at the app's redirect address. */
export function authorizeRoute(flows: Flows): Route {
  return {
    method: 'GET',
    host: 'oauth',
    era: 'today',
    pattern: '/oauth/v2/authorize',
    open: true,
    handle: (ask) => (ask.query.size > 0 ? begin(flows, ask) : finish(flows, ask)),
  };
}

function begin(flows: Flows, { query }: RoutedAsk): Answer {
  if (isRefusedId(query.get('hardware_id'))) return notAcceptable();
  const problem = authorizeProblem(query);
  if (problem) return json({ error: 'invalid_request', error_description: problem }, 400);
  const cookie = flows.begin({
    clientId: query.get('client_id') ?? '',
    redirectUri: query.get('redirect_uri') ?? '',
    challenge: query.get('code_challenge') ?? '',
    hardwareId: query.get('hardware_id') ?? '',
    state: query.get('state') ?? undefined,
  });
  return redirect(SIGN_IN, { 'set-cookie': [cookie] });
}

function finish(flows: Flows, ask: RoutedAsk): Answer {
  const flow = flows.of(ask, 'all');
  if (flow?.stage !== 'signed-in') return redirect(SIGN_IN);
  return redirect(callback(flow, flows.grant(flow)));
}

function callback(flow: Flow, code: string) {
  const answer = new URLSearchParams({ code });
  if (flow.state !== undefined) answer.set('state', flow.state);
  return `${flow.redirectUri}?${answer}`;
}
