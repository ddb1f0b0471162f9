import type { DeviceId, NetworkId } from '../../../shared/ids.ts';
import { minutes } from '../../lib/clock.ts';
import { findDevice, findNetwork } from '../../store/app-store.ts';
import type { CloudSession } from '../../sync/cloud-session.ts';
import type { CloudAccess } from '../account/account-service.ts';

/** Blink's own snooze, for the phone too; recording goes on. Minutes from 1 to 1439; null ends it. */
export interface SnoozeService {
  device(id: DeviceId, forMinutes: number | null): Promise<void>;
  network(id: NetworkId, forMinutes: number | null): Promise<void>;
}

/** The state comes from the homescreen alone; a failed refresh does not undo what Blink has accepted. */
const refreshQuietly = (session: CloudSession): Promise<void> =>
  session.home.refresh().catch(() => undefined);

export function createSnoozeService({ store, cloud }: CloudAccess): SnoozeService {
  return {
    async device(id, forMinutes) {
      const device = findDevice(store, id);
      const session = cloud();
      await session.api.ask(({ cameras }, signal) =>
        forMinutes === null
          ? cameras.unsnooze(device, signal)
          : cameras.snooze(device, minutes(forMinutes), signal),
      );
      await refreshQuietly(session);
    },
    async network(id, forMinutes) {
      findNetwork(store, id);
      const session = cloud();
      await session.api.ask(({ networks }, signal) =>
        forMinutes === null
          ? networks.unsnooze(id, signal)
          : networks.snooze(id, minutes(forMinutes), signal),
      );
      await refreshQuietly(session);
    },
  };
}
