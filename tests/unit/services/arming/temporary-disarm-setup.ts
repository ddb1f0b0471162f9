import type { RearmEvent } from '../../../../electron/services/notifications/notification-events.ts';
import { minutes } from '../../../../electron/lib/clock.ts';
import { createArmingService } from '../../../../electron/services/arming/arming-service.ts';
import { createTemporaryDisarmService } from '../../../../electron/services/arming/temporary-disarm-service.ts';
import { showSettings } from '../../../../electron/services/settings/settings-to-state.ts';
import type { Settings } from '../../../../electron/store/settings-schema.ts';
import { homeWith } from '../../../fixtures/fake-client.ts';
import { createMemorySettings } from '../../../fixtures/memory-stores.ts';
import { homeId, network } from '../../../fixtures/samples.ts';
import { setUpBelow } from '../setup.ts';

/** The service over real parts, with one armed system; `kept` is what an earlier run has left. */
export async function setUpTemporaryDisarms(kept: Partial<Settings> = {}) {
  const below = await setUpBelow();
  const { client, clock, store, sync } = below;
  client.home = homeWith({ networks: [network({ isArmed: true })] });
  await sync.home.refresh();
  const settings = createMemorySettings(kept);
  showSettings({ settings, store, hasTrayStyles: false });
  const news: RearmEvent[] = [];
  const service = createArmingService(below);
  const temporary = createTemporaryDisarmService({
    store,
    settings,
    clock,
    arming: service,
    onRearmEvent: (one) => news.push(one),
  });
  temporary.start();
  const shown = () => store.get().temporaryDisarms[homeId];
  const commands = () => client.calls.filter((call) => call.startsWith('setArmed')).length;
  const isArmed = () => client.home.networks[0]?.isArmed;
  const phone = (armed: boolean) => {
    client.home = homeWith({ networks: [network({ isArmed: armed })] });
    return sync.home.refresh();
  };
  const inMinutes = (count: number) => clock.now() + minutes(count);
  return {
    ...below,
    settings,
    news,
    service,
    temporary,
    shown,
    commands,
    isArmed,
    phone,
    inMinutes,
  };
}
