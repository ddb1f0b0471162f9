import { objectBody } from '../http/bodies.ts';
import { call, newer, same } from '../http/calls.ts';
import { json, notFound, numberParam, type RoutedAsk } from '../http/exchange.ts';
import type { Route } from '../http/router.ts';
import type { Tokens } from '../auth/tokens.ts';
import type { World } from '../world.ts';

interface UserDeps {
  readonly world: World;
  readonly tokens: Tokens;
}

/** Who the token belongs to, where the account lives, and signing out. */
export function userRoutes({ world, tokens }: UserDeps): readonly Route[] {
  const { id: accountId, tier } = world.file.account;
  const preferences: Record<string, unknown> = {
    temp_units: world.file.account.temperatureUnits ?? 'f',
    time_format: '24h',
  };
  return [
    ...newer('GET', '/api/v1/users/tier_info', () => json({ tier, account_id: accountId })),
    // An installation in doubt has to learn here which one it is.
    ...newer('GET', '/api/v2/users/info', (ask) => json(info(world, ask))).map((route) => ({
      ...route,
      unverified: true as const,
    })),
    ...same('GET', '/api/v1/accounts/:a/info', (ask) => json(info(world, ask))),
    ...same('GET', '/user', () => json(owner(world))),
    ...newer('GET', '/api/v1/users/preferences', () => json(preferences)),
    ...newer('POST', '/api/v1/users/preferences', (ask) => {
      Object.assign(preferences, objectBody(ask));
      return json(preferences);
    }),
    ...call(
      'GET',
      {
        old: ['/api/v1/accounts/:a/clients/:client/control_panel/clients'],
        today: ['/api/v1/clients/:client/control_panel/clients'],
      },
      () => json({ clients: tokens.logins().map((login) => clientJson(login)) }),
    ),
    ...signOut(),
  ];
}

/** Real clients delete their tokens themselves; whether the cloud revokes anything is not known. */
const signOut = () =>
  call(
    'POST',
    {
      old: ['/api/v4/account/:a/client/:client/logout'],
      today: ['/api/v4/clients/:client/logout'],
    },
    (ask) =>
      numberParam(ask, 'client') === ask.login?.blinkClientId
        ? json({ message: 'logout' })
        : notFound(),
  );

function info({ file: { account } }: World, ask: RoutedAsk) {
  return {
    account_id: account.id,
    client_id: ask.login?.blinkClientId,
    email: account.email,
    region: 'us',
    tier: account.tier,
    user: { user_id: account.userId, country: 'DE' },
    account_verification_required: false,
    phone_verification_required: false,
    client_verification_required: false,
    trust_device_enabled: true,
    allow_pin_resend_seconds: 60,
    verification_channel: 'phone',
  };
}

const owner = ({ file: { account }, systems }: World) => ({
  id: account.id,
  email: account.email,
  temp_units: account.temperatureUnits ?? 'f',
  time_zone: systems[0]?.timeZone ?? 'UTC',
  force_password_reset: false,
});

const clientJson = (login: ReturnType<Tokens['logins']>[number]) => ({
  id: login.blinkClientId,
  name: login.clientId,
  type: login.clientId,
  app_version: '50.1',
});
