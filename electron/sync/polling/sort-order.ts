import type { DisplayOrder } from '../../blink/models.ts';
import type { HomeState } from '../../../shared/app-state.ts';
import type { DeviceId, NetworkId } from '../../../shared/ids.ts';
import { minutes, type Clock } from '../../lib/clock.ts';
import type { RequestGate } from './request-gate.ts';

type Arranged = Pick<HomeState, 'networks' | 'devices'>;

/** The person's own order of networks and devices: requested after the sign-in and once a day. */
export interface SortOrderSync {
  /** Requests the order if it is due; true when there is a new one. Never rejects. */
  refreshIfDue(signal: AbortSignal): Promise<boolean>;
  /** Sorts by the cloud's order; without one, the order shown now stays. */
  arrange<T extends Arranged>(home: T, shown: Arranged): T;
}

export function createSortOrderSync({
  gate,
  clock,
  onWarning,
}: {
  readonly gate: Pick<RequestGate, 'ask'>;
  readonly clock: Clock;
  readonly onWarning: (message: string, error: unknown) => void;
}): SortOrderSync {
  let order: DisplayOrder | null = null;
  let dueAt = -Infinity;

  return {
    async refreshIfDue(signal) {
      const now = clock.now();
      if (now < dueAt) return false;
      dueAt = now + retryMs;
      try {
        const answer = await gate.ask((client, ending) => client.account.order(ending), signal);
        dueAt = now + periodMs;
        if (isEmpty(answer)) return false;
        order = answer;
        return true;
      } catch (error) {
        if (!signal.aborted) onWarning('sort order not readable', error);
        return false;
      }
    },
    arrange: (home, shown) => inSortOrder(home, order ?? orderOf(shown)),
  };
}

/** What the order names comes first; everything else follows as the cloud lists it. */
export function inSortOrder<T extends Arranged>(home: T, order: DisplayOrder): T {
  const named = [...order.devices.values()].flat();
  return {
    ...home,
    networks: inOrder<NetworkId, T['networks'][number]>(home.networks, order.networks),
    devices: inOrder<DeviceId, T['devices'][number]>(home.devices, named),
  };
}

/** The order of what is shown now. */
export const orderOf = ({ networks, devices }: Arranged): DisplayOrder => ({
  networks: networks.map(({ id }) => id),
  devices: new Map(
    networks.map((network) => [
      network.id,
      devices.filter(({ networkId }) => networkId === network.id).map(({ id }) => id),
    ]),
  ),
});

const periodMs = minutes(24 * 60);
const retryMs = minutes(60);

const isEmpty = ({ networks, devices }: DisplayOrder): boolean =>
  networks.length === 0 && devices.size === 0;

function inOrder<Id, Row extends { readonly id: Id }>(
  rows: readonly Row[],
  order: readonly Id[],
): readonly Row[] {
  const places = new Map(order.map((id, place) => [id, place]));
  const placeOf = ({ id }: Row) => places.get(id) ?? order.length;
  return [...rows].sort((one, other) => placeOf(one) - placeOf(other));
}
