import type { DeviceId, NetworkId } from '../../../shared/ids.ts';
import { seconds } from '../../lib/clock.ts';
import { findDevice, findNetwork } from '../../store/app-store.ts';
import type { CloudAccess } from '../account/account-service.ts';

/** Commands to devices and networks. Each resolves when it is done. */
export interface DeviceCommandService {
  /** The recording appears among the clips soon after. */
  record(id: DeviceId): Promise<void>;
  /** Has a battery camera report how it is; `not-supported` for the others. */
  requestStatus(id: DeviceId): Promise<void>;
  /** `not-supported` for a device without a light. */
  setLight(id: DeviceId, isOn: boolean): Promise<void>;
  /** All sirens of a network, for half a minute or until they are switched off. */
  soundSiren(id: NetworkId, isOn: boolean): Promise<void>;
  /** Whether Blink saves a recording of every live view of a network. */
  setLiveViewSaving(id: NetworkId, isOn: boolean): Promise<void>;
}

/** How long sirens sound. */
export const sirenMs = seconds(30);

export function createDeviceCommandService({ store, cloud }: CloudAccess): DeviceCommandService {
  return {
    async record(id) {
      const device = findDevice(store, id);
      const session = cloud();
      await session.api.ask((client, signal) => client.cameras.record(device, signal));
      session.pollFaster();
    },
    async requestStatus(id) {
      const device = findDevice(store, id);
      const session = cloud();
      await session.api.ask((client, signal) => client.cameras.askNow(device, signal));
      await session.home.refresh();
    },
    async setLight(id, isOn) {
      const device = findDevice(store, id);
      await cloud().api.ask((client, signal) => client.cameras.setLamp(device, isOn, signal));
    },
    async soundSiren(id, isOn) {
      findNetwork(store, id);
      await cloud().api.ask(({ sirens }, signal) =>
        isOn ? sirens.sound(id, { forMs: sirenMs }, signal) : sirens.silence(id, signal),
      );
    },
    async setLiveViewSaving(id, isOn) {
      findNetwork(store, id);
      const session = cloud();
      await session.api.ask(({ networks }, signal) =>
        networks.update(id, { savesLiveViews: isOn }, signal),
      );
      // The state comes from the homescreen alone; a failed refresh does not undo what Blink has accepted.
      await session.home.refresh().catch(() => undefined);
    },
  };
}
