import { createHash } from 'node:crypto';
import { formOf, json, notAcceptable, type Answer, type RoutedAsk } from '../http/exchange.ts';
import type { Faults } from '../faults/faults.ts';
import type { Route } from '../http/router.ts';
import type { Tokens } from './tokens.ts';
import type { Flows } from './flows.ts';
import { isRefusedId } from './profiles.ts';

interface TokenDeps {
  readonly faults: Faults;
  readonly flows: Flows;
  readonly tokens: Tokens;
}

/** Exchanging a code and refreshing; nothing else is granted any more. */
export function tokenRoute(deps: TokenDeps): Route {
  return {
    method: 'POST',
    host: 'oauth',
    era: 'today',
    pattern: '/oauth/token',
    open: true,
    handle(ask) {
      const form = formOf(ask);
      const header = ask.headers.hardware_id;
      if (isRefusedId(form.get('hardware_id')) || isRefusedId(String(header))) {
        return notAcceptable();
      }
      if (!isForm(ask)) return refused('invalid_request', 'The body must be a form.');
      if (form.get('grant_type') === 'authorization_code') return exchange(deps, form);
      if (form.get('grant_type') === 'refresh_token') return refresh(deps, ask, form);
      return refused('unsupported_grant_type', 'This grant is not supported.', 401);
    },
  };
}

const isForm = (ask: RoutedAsk) =>
  (ask.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');

const refused = (error: string, words: string, status = 400) =>
  json({ error, error_description: words }, status);

const granted = (value: object): Answer => json(value, 200, { 'cache-control': 'no-store' });

function exchange({ flows, tokens }: TokenDeps, form: URLSearchParams): Answer {
  const flow = flows.redeem(form.get('code') ?? '')?.flow;
  if (!flow) return refused('invalid_grant', 'The code is unknown, used or expired.');
  if (form.get('client_id') !== flow.clientId) return wrongClient();
  if (form.get('redirect_uri') !== flow.redirectUri) {
    return refused('invalid_grant', 'redirect_uri differs.');
  }
  if (!sameHardware(form, flow.hardwareId)) return refused('invalid_grant', 'hardware_id differs.');
  const proof = challengeOf(form.get('code_verifier') ?? '');
  if (proof !== flow.challenge) return refused('invalid_grant', 'code_verifier does not fit.');
  return granted(tokens.issue(flow.clientId, flow.hardwareId));
}

function refresh({ tokens, faults }: TokenDeps, ask: RoutedAsk, form: URLSearchParams): Answer {
  const refreshToken = form.get('refresh_token') ?? '';
  const owner = tokens.ownerOfRefresh(refreshToken);
  if (!owner) return refused('invalid_grant', 'The refresh token is unknown or used.');
  const clientId = form.get('client_id');
  // Seen on the real cloud: a token of the iOS profile may be refreshed as Android.
  const mixed = owner.clientId === 'ios' && clientId === 'android';
  const isRight = clientId === owner.clientId || mixed;
  if (!isRight && !faults.take('any-client-refresh', ask)) return wrongClient();
  if (!sameHardware(form, owner.hardwareId))
    return refused('invalid_grant', 'hardware_id differs.');
  return granted(tokens.rotate(refreshToken) ?? {});
}

const wrongClient = () => refused('invalid_client', 'Client is not authorized.', 401);

/** The Android profile sends none; who sends one sends the right one. */
const sameHardware = (form: URLSearchParams, hardwareId: string) =>
  (form.get('hardware_id') ?? hardwareId) === hardwareId;

/** The PKCE challenge (S256) of a verifier. */
export const challengeOf = (verifier: string) =>
  createHash('sha256').update(verifier).digest('base64url');
