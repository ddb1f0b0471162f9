import {
  lockedOut,
  type Password,
  type SignInStrategy,
  type SignInResult,
} from './sign-in-strategy.ts';
import { AppError } from '../../../shared/errors.ts';
import { minutes } from '../../lib/clock.ts';
import { blinkCode, wrongPinCode } from '../http/http-errors.ts';
import { blinkUrl, restHost } from '../http/hosts.ts';
import type { OauthDeps } from './oauth.ts';
import type { Credentials } from './tokens.ts';
import { loginSchema, pinSchema } from './sign-in-responses.ts';
import { parseAnswer } from '../wire/schema-helpers.ts';

/**
 * The login of 2020, with a PIN for a new installation. Blink itself answers `too-old` to it; it is for servers that
 * still work as in 2020. Its sessions last a day and cannot be renewed.
 */
export function createPinSignIn(deps: OauthDeps): SignInStrategy<Password> {
  const { http, clock } = deps;
  let pending: Credentials | null = null;

  return {
    async start({ email, password }, signal) {
      const body = { json: { ...identity, unique_id: deps.hardwareId, email, password } };
      const request = {
        kind: 'sign-in',
        name: loginName,
        method: 'POST',
        url: blinkUrl(restHost('prod'), '/api/v4/account/login'),
        body,
        isAnswer: (status: number, body: unknown) =>
          status === 401 || blinkCode(body) === invalidCredentials,
        signal,
      } as const;
      const { value, status } = await http.json(request).catch((error: unknown) => {
        throw lockedOut(error);
      });
      if (status >= 400 || blinkCode(value) === invalidCredentials)
        return { kind: 'wrong-password' };
      const login = readLogin(value);
      pending = credentialsOf(login, clock.now() + lifeMs);
      if (!login.account.verification_required && !login.client.verification_required) {
        return { kind: 'signed-in', credentials: pending };
      }
      return {
        kind: 'needs-two-factor',
        sentTo: null,
        nextCodeAfterMs: toMs(login.allow_pin_resend_seconds),
      };
    },
    async confirm(pin, signal): Promise<SignInResult> {
      if (pending === null) throw new AppError('invalid-argument', 'sign-in: no PIN was asked for');
      const { accountId, tier, tokens } = pending;
      const path = `/api/v4/account/${accountId}/client/${tokens.clientId}/pin/verify`;
      const request = {
        kind: 'sign-in',
        name: pinName,
        method: 'POST',
        url: blinkUrl(restHost(tier), path),
        tokenAuth: tokens.accessToken,
        body: { json: { pin } },
        isAnswer: (status: number, body: unknown) =>
          status < 500 && blinkCode(body) === wrongPinCode,
        signal,
      } as const;
      const { value } = await http.json(request).catch((error: unknown) => {
        throw lockedOut(error);
      });
      const { valid } = parseAnswer(pinName, pinSchema, value);
      return valid === true ? { kind: 'signed-in', credentials: pending } : { kind: 'wrong-code' };
    },
  };
}

const loginName = 'login';
const pinName = 'PIN';
const invalidCredentials = 200;
const lifeMs = minutes(24 * 60);

/** What a login of 2020 has to send about the program. */
const identity = {
  app_version: '0.1.0',
  client_name: 'Porchlight',
  client_type: 'ios',
  device_identifier: 'Porchlight',
  notification_key: '',
  os_version: '0',
};

type Login = ReturnType<typeof readLogin>;

function readLogin(value: unknown) {
  const login = parseAnswer(loginName, loginSchema, value);
  if ((login.lockout_time_remaining ?? 0) > 0 || login.force_password_reset === true) {
    throw new AppError('account-locked', loginName);
  }
  return login;
}

const credentialsOf = ({ account, client, authtoken, region }: Login, endsAt: number) => ({
  accountId: account.id,
  tier: region.tier,
  tokens: {
    accessToken: authtoken.authtoken,
    refreshToken: '',
    renewAt: endsAt,
    clientId: String(client.id),
    era: '2020' as const,
  },
});

const toMs = (length: number | null): number | null => (length === null ? null : length * 1_000);
