import { accessoryRoutes } from './accessories.ts';
import { accountRoutes } from './account.ts';
import { clientOptionRoutes } from './client-options.ts';
import { deviceRoutes } from './devices.ts';
import { homescreenRoutes } from './homescreen.ts';
import { liveViewRoutes } from './live-view/routes.ts';
import { localStorageRoutes } from './local-storage/routes.ts';
import { mediaFileRoutes } from './media-files.ts';
import { mediaV4Routes } from './media-v4.ts';
import { mediaRoutes } from './media.ts';
import { networkRoutes } from './networks.ts';
import { authorizeRoute } from './oauth/authorize.ts';
import { signInRoutes } from './oauth/sign-in.ts';
import { tokenRoute } from './oauth/token.ts';
import type { Parts } from './parts.ts';
import { programRoutes } from './programs.ts';
import { recordingRoutes } from './recording.ts';
import type { RoutedAsk } from './exchange.ts';
import type { Route } from './router.ts';
import { serviceRoutes } from './service.ts';
import { signIn2020Routes } from './sign-in-2020.ts';
import { sirenRoutes } from './sirens.ts';
import { snoozeRoutes } from './snooze.ts';
import { systemRoutes } from './systems.ts';
import { temperatureRoutes } from './temperature.ts';
import { pictureRoutes } from './thumbnails.ts';
import { userRoutes } from './users.ts';
import { zoneRoutes } from './zones.ts';

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
