import type { Timeline } from '../clock.ts';
import type { Clips } from '../media/clips.ts';
import type { Commands } from '../commands/commands.ts';
import type { Faults } from '../faults/faults.ts';
import { failure, notFound, numberParam, type Answer, type RoutedAsk } from '../http/exchange.ts';
import type { Orders } from '../commands/orders.ts';
import type { System, World } from '../world.ts';
import type { Manifests } from './manifests.ts';
import type { LocalStorage } from './store.ts';
import type { Uploads } from './uploads.ts';

export interface LocalStorageDeps {
  readonly world: World;
  readonly orders: Orders;
  readonly commands: Commands;
  readonly timeline: Timeline;
  readonly clips: Clips;
  readonly localStorage: LocalStorage;
  readonly faults: Faults;
}

export interface LocalStorageParts extends LocalStorageDeps {
  readonly manifests: Manifests;
  readonly uploads: Uploads;
}

/** What all addresses of a storage begin with. */
export const STORAGE = '/api/v1/accounts/:a/networks/:n/sync_modules/:sm/local_storage';

export const mediaGone = () => failure(404, 'Media not found', 700);

/** What the cloud tells of a command to a storage. */
export const idsOf = (system: System) => (command: { readonly id: number }) => ({
  id: command.id,
  network_id: system.id,
});

/** The system whose module and storage the path names, or 404. */
export function withStorage(
  { world }: LocalStorageDeps,
  then: (system: System, ask: RoutedAsk) => Answer,
): (ask: RoutedAsk) => Answer {
  return (ask) => {
    const system = world.system(numberParam(ask, 'n'));
    const module = system?.syncModule;
    const isHere = module?.id === numberParam(ask, 'sm') && module.localStorage === 'active';
    return system && isHere ? then(system, ask) : notFound();
  };
}
