import { same } from '../http/calls.ts';
import { json } from '../http/exchange.ts';
import type { Route } from '../http/router.ts';
import type { System } from '../world.ts';
import { idsOf, STORAGE, withStorage, type LocalStorageDeps } from './parts.ts';

/** What a full storage would hold. */
const CAPACITY_BYTES = 64_000_000_000;

/** How full a storage is; taking it off, putting it back, emptying it. */
export function wholeStorageRoutes(deps: LocalStorageDeps): readonly Route[] {
  const { orders, localStorage } = deps;
  const order = (command: string, act: (networkId: number) => void) =>
    withStorage(deps, (system, ask) =>
      orders.atModule(ask, system, {
        command,
        onDone: () => act(system.id),
        answer: idsOf(system),
      }),
    );
  const mount = order('local_storage_mount', (id) => localStorage.setMounted(id, true));
  const eject = order('local_storage_eject', (id) => localStorage.setMounted(id, false));
  const empty = order('local_storage_format', (id) => localStorage.clear(id));
  return [
    ...same(
      'GET',
      `${STORAGE}/status`,
      withStorage(deps, (system) => json(status(deps, system))),
    ),
    ...same('POST', `${STORAGE}/mount`, mount),
    ...same('POST', `${STORAGE}/eject`, eject),
    ...same('POST', `${STORAGE}/format`, empty),
    ...same('DELETE', STORAGE, empty),
  ];
}

function status({ localStorage, clips }: LocalStorageDeps, { id, syncModule }: System) {
  const used = localStorage.clipsOf(id).reduce((sum, clip) => sum + clips.of(clip).size, 0);
  const isMounted = localStorage.isMounted(id);
  return {
    id: syncModule?.id,
    usb_state: isMounted ? 'mounted' : 'unmounted',
    usb_storage_used: Math.round((used / CAPACITY_BYTES) * 100),
    usb_storage_full: used >= CAPACITY_BYTES,
    sm_backup_enabled: false,
    last_backup_result: null,
    status: isMounted ? 'active' : 'unavailable',
  };
}
