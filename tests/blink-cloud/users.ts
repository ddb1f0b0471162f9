import { json, notFound, numberParam } from './exchange.ts';
import type { Route } from './router.ts';
import type { World } from './world.ts';

/** Who the token belongs to, where the account lives, and signing out. */
export function userRoutes(world: World): readonly Route[] {
  const { id: accountId, tier } = world.file.account;
  return [
    {
      method: 'GET',
      host: 'rest',
      pattern: '/api/v1/users/tier_info',
      handle: () => json({ tier, account_id: accountId }),
    },
    {
      method: 'POST',
      host: 'rest',
      pattern: '/api/v4/account/:a/client/:client/logout',
      // Real clients delete their tokens themselves; whether the cloud revokes anything is not known.
      handle: (ask) =>
        numberParam(ask, 'client') === ask.login?.blinkClientId
          ? json({ message: 'logout' })
          : notFound(),
    },
  ];
}
