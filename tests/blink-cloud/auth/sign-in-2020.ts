import * as v from 'valibot';
import { bodyAs, jsonOf } from '../http/bodies.ts';
import {
  failure,
  json,
  numberParam,
  tooOld,
  type Answer,
  type RoutedAsk,
} from '../http/exchange.ts';
import type { LockOut } from './lock-out.ts';
import type { Route } from '../http/router.ts';
import type { Tokens } from './tokens.ts';
import type { AccountFile } from '../worlds/world-file.ts';

interface LoginDeps {
  readonly account: AccountFile;
  readonly tokens: Tokens;
  readonly lockOut: LockOut;
}

const LoginBody = jsonOf(
  v.object({ email: v.string(), password: v.string(), unique_id: v.string() }),
);
const PinBody = jsonOf(v.object({ pin: v.union([v.string(), v.number()]) }));
const DAY_SECONDS = 86_400;
const RESEND_SECONDS = 90;

/** The sign-in of 2020: a password, then a PIN for a device that is new. Today it is told to update. */
export function signIn2020Routes(deps: LoginDeps): readonly Route[] {
  const login = { method: 'POST', host: 'rest', open: true, anyTier: true } as const;
  const old = { method: 'POST', host: 'rest', era: '2020', unverified: true } as const;
  const today = { ...old, era: 'today' } as const;
  const client = '/api/v4/account/:a/client/:client/pin';
  const todaysClient = '/api/v5/clients/:client/client_verification/pin';
  return [
    { ...login, pattern: '/api/v4/account/login', era: '2020', handle: (ask) => signIn(deps, ask) },
    { ...login, pattern: '/api/v4/account/login', era: 'today', handle: tooOld },
    { ...login, pattern: '/api/v5/account/login', era: 'today', handle: tooOld },
    { ...old, pattern: `${client}/verify`, handle: (ask) => verifyPin(deps, ask) },
    { ...old, pattern: `${client}/resend`, handle: pinSent },
    { ...today, pattern: `${todaysClient}/verify`, handle: (ask) => verifyPin(deps, ask) },
    { ...today, pattern: `${todaysClient}/resend`, handle: pinSent },
  ];
}

const pinSent = () =>
  json({
    allow_pin_resend_seconds: RESEND_SECONDS,
    code: 211,
    message: 'Verification Email Sent',
  });

function signIn({ account, tokens, lockOut }: LoginDeps, ask: RoutedAsk): Answer {
  const refused = lockOut.refusal(ask);
  if (refused) return refused;
  const form = bodyAs(LoginBody, ask);
  const isRight = form?.email.toLowerCase() === account.email && form.password === account.password;
  if (!form || !isRight) return failure(401, 'Invalid credentials', 200);
  const { token, login } = tokens.issueAt2020(form.unique_id, DAY_SECONDS);
  return json({
    account: { id: account.id, verification_required: false, new_account: false },
    client: { id: login.blinkClientId, verification_required: !tokens.isVerified(login) },
    authtoken: { authtoken: token, message: 'auth' },
    region: { tier: account.tier, description: 'Simulated', code: account.tier.slice(0, 2) },
    lockout_time_remaining: 0,
    force_password_reset: false,
    allow_pin_resend_seconds: 60,
  });
}

function verifyPin({ account, tokens }: LoginDeps, ask: RoutedAsk): Answer {
  const pin = bodyAs(PinBody, ask)?.pin;
  const { login } = ask;
  const isOwn = login?.blinkClientId === numberParam(ask, 'client');
  if (!login || !isOwn || String(pin) !== account.twoFactorCode) {
    return json({ valid: false, require_new_pin: false, message: 'Invalid PIN', code: 1621 });
  }
  tokens.verify(login);
  return json({
    valid: true,
    require_new_pin: false,
    message: 'Client has been successfully verified',
    code: 1626,
  });
}
