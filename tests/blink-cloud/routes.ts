import { accessoryRoutes } from './devices/accessories.ts';
import { accountRoutes } from './account/account.ts';
import { clientOptionRoutes } from './account/client-options.ts';
import { deviceRoutes } from './devices/devices.ts';
import { homescreenRoutes } from './networks/homescreen.ts';
import { liveViewRoutes } from './live-view/routes.ts';
import { localStorageRoutes } from './local-storage/routes.ts';
import { mediaFileRoutes } from './media/media-files.ts';
import { mediaV4Routes } from './media/media-v4.ts';
import { mediaRoutes } from './media/media.ts';
import { networkRoutes } from './networks/networks.ts';
import { authorizeRoute } from './auth/authorize.ts';
import { signInRoutes } from './auth/sign-in.ts';
import { tokenRoute } from './auth/token.ts';
import type { Parts } from './parts.ts';
import { programRoutes } from './networks/programs.ts';
import { recordingRoutes } from './commands/recording.ts';
import type { RoutedAsk } from './http/exchange.ts';
import type { Route } from './http/router.ts';
import { serviceRoutes } from './service.ts';
import { signIn2020Routes } from './auth/sign-in-2020.ts';
import { sirenRoutes } from './devices/sirens.ts';
import { snoozeRoutes } from './devices/snooze.ts';
import { systemRoutes } from './networks/systems.ts';
import { temperatureRoutes } from './devices/temperature.ts';
import { pictureRoutes } from './devices/thumbnails.ts';
import { userRoutes } from './account/users.ts';
import { zoneRoutes } from './devices/zones.ts';

export interface RouteDeps extends Parts {
  /** Where a live view asked for now is streamed: `host:port`. */
  readonly addressFor: (ask: RoutedAsk) => string;
}

/** The whole cloud, one line per subject; where two patterns fit, the first counts. */
export function routesOf(deps: RouteDeps): readonly Route[] {
  const { world } = deps;
  const { account } = world.file;
  return [
    authorizeRoute(deps.flows),
    ...signInRoutes({ ...deps, account }),
    tokenRoute(deps),
    ...signIn2020Routes({ ...deps, account }),
    ...serviceRoutes,
    ...userRoutes(deps),
    ...accountRoutes(deps),
    ...clientOptionRoutes(world),
    ...homescreenRoutes(deps),
    ...systemRoutes(deps),
    ...networkRoutes(deps),
    ...deviceRoutes(deps),
    ...zoneRoutes(deps),
    ...temperatureRoutes(deps),
    ...snoozeRoutes(deps),
    ...pictureRoutes(deps),
    ...recordingRoutes(deps),
    ...accessoryRoutes(deps),
    ...sirenRoutes(deps),
    ...programRoutes(deps),
    ...deps.commands.routes,
    ...mediaRoutes(deps),
    ...mediaV4Routes(deps),
    ...mediaFileRoutes(deps),
    ...localStorageRoutes(deps),
    ...liveViewRoutes(deps),
  ];
}
