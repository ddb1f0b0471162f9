import { formOf, html, json, redirect, type Answer, type RoutedAsk } from '../http/exchange.ts';
import type { Faults } from '../faults/faults.ts';
import type { LockOut } from './lock-out.ts';
import type { Route } from '../http/router.ts';
import { secretText } from './tokens.ts';
import type { AccountFile } from '../worlds/world-file.ts';
import type { Flow, Flows } from './flows.ts';
import { contentPolicy, signInPage } from './sign-in-page.ts';

interface SignInDeps {
  readonly account: AccountFile;
  readonly flows: Flows;
  readonly faults: Faults;
  readonly lockOut: LockOut;
}

/** How long a person has to wait for another code. */
const NEXT_CODE_SECONDS = 60;
const TWO_FACTOR_STATUS = 202;

/** The hosted page and what it posts: password first, then the code. */
export function signInRoutes(deps: SignInDeps): readonly Route[] {
  const oauth = { host: 'oauth', era: 'today', open: true } as const;
  return [
    {
      ...oauth,
      method: 'GET',
      pattern: '/oauth/v2/signin',
      handle: (ask) => withFlow(deps, ask, 'first', (flow) => page(deps.flows, flow)),
    },
    {
      ...oauth,
      method: 'POST',
      pattern: '/oauth/v2/signin',
      handle: (ask) => withFlow(deps, ask, 'all', (flow) => checkPassword(deps, ask, flow)),
    },
    {
      ...oauth,
      method: 'POST',
      pattern: '/oauth/v2/2fa/verify',
      handle: (ask) => withFlow(deps, ask, 'all', (flow) => checkCode(deps, ask, flow)),
    },
  ];
}

function withFlow(
  { flows, faults }: SignInDeps,
  ask: RoutedAsk,
  cookies: 'first' | 'all',
  then: (flow: Flow) => Answer,
): Answer {
  const isLost = ask.method === 'POST' && faults.take('empty-cookies', ask) !== undefined;
  const flow = isLost ? undefined : flows.of(ask, cookies);
  if (!flow) return problem(400, 'bad_request', 'Empty Cookies.', 'empty_cookies');
  const csrf = formOf(ask).get('csrf-token');
  if (ask.method === 'POST' && csrf !== flow.csrf)
    return problem(403, 'forbidden', 'Bad csrf-token');
  return then(flow);
}

const problem = (status: number, error: string, words: string, cause?: string) =>
  json({ error, ...(cause ? { error_cause: cause } : {}), error_description: words }, status);

function page(flows: Flows, flow: Flow): Answer {
  const nonce = secretText(12);
  return html(signInPage(flow.csrf, nonce), 200, {
    'content-security-policy': contentPolicy(nonce),
    'cache-control': 'no-store',
    'set-cookie': [flows.pageCookieOf(flow)],
  });
}

function checkPassword(deps: SignInDeps, ask: RoutedAsk, flow: Flow): Answer {
  const { account, faults } = deps;
  const refused = deps.lockOut.refusal(ask);
  if (refused) return refused;
  const form = formOf(ask);
  const known = form.get('username')?.trim().toLowerCase() === account.email;
  if (!known || form.get('password') !== account.password) {
    return problem(401, 'invalid_credentials', 'The e-mail address or the password is wrong.');
  }
  if (faults.take('no-2fa', ask) ?? isRemembered(deps, ask, flow)) {
    flow.stage = 'signed-in';
    return redirect('/oauth/v2/authorize');
  }
  flow.stage = 'code-wanted';
  const status = faults.take('two-factor-status', ask)?.status ?? TWO_FACTOR_STATUS;
  return json(codeSent(account), status);
}

/** Whether a device that asked to be remembered is known again, which nobody has seen for sure. */
const isRemembered = ({ flows, faults }: SignInDeps, ask: RoutedAsk, flow: Flow) =>
  flows.isRemembered(flow) ? faults.take('remembered-device', ask) : undefined;

const codeSent = (account: AccountFile) => ({
  next_time_in_secs: NEXT_CODE_SECONDS,
  phone: account.phone,
  tsv_methods: ['sms', 'whatsapp', 'voice'],
  tsv_state: 'sms',
  user_id: account.userId,
});

function checkCode(deps: SignInDeps, ask: RoutedAsk, flow: Flow): Answer {
  if (flow.stage === 'signed-out') return problem(401, 'unauthorized', 'Sign in first.');
  const form = formOf(ask);
  const isRight = form.get('2fa_code') === deps.account.twoFactorCode;
  if (!isRight || deps.faults.take('wrong-code', ask)) {
    return problem(412, 'invalid_2fa_code', 'The verification code is wrong.');
  }
  flow.stage = 'signed-in';
  if (form.get('remember_me') === 'true') deps.flows.remember(flow);
  return json({ status: 'auth-completed' }, 201);
}
