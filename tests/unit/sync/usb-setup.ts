import type { BlinkClient } from '../../../electron/blink/blink-client.ts';
import type { LocalClip } from '../../../electron/blink/endpoints/local-storage.ts';
import { minutes } from '../../../electron/lib/clock.ts';
import { createAppStore } from '../../../electron/store/app-store.ts';
import { createRequestGate } from '../../../electron/sync/polling/request-gate.ts';
import { createRefusals } from '../../../electron/sync/polling/refusals.ts';
import { initialState } from '../../../shared/app-state.ts';
import type { Network } from '../../../shared/models.ts';
import { createFakeClock, startOfTests } from '../../fixtures/fake-clock.ts';
import { createFakeRandom } from '../../fixtures/fake-random.ts';
import { device, homeId, network } from '../../fixtures/samples.ts';
import { openIndex } from '../store/support.ts';

/** A clip as the sync module lists it; `minute` counts from the start of the tests. */
export const usbClip = (number: number, minute: number): LocalClip => ({
  clipId: String(number),
  cameraName: 'FrontYard',
  recordedAt: startOfTests + minutes(minute),
  sizeKb: 380,
});

const syncModule = { networkId: homeId, name: 'Hall', isOnline: true, hasLocalStorage: true };

/** A network whose sync module has USB storage, an index over a real file, and a gate to this client. */
export async function setUpUsb(client: BlinkClient, change: Partial<Network> = {}) {
  const clock = createFakeClock();
  const index = await openIndex();
  const networks = [network(change)];
  const home = { ...initialState.home, networks, devices: [device()], syncModules: [syncModule] };
  const store = createAppStore({ ...initialState, home });
  const setOnline = (isOnline: boolean) =>
    store.update('home', (before) => ({ ...before, syncModules: [{ ...syncModule, isOnline }] }));
  const nothing = () => undefined;
  const random = createFakeRandom();
  const refusals = createRefusals({ clock, random, onBegin: nothing, onEnd: nothing });
  const gate = createRequestGate({ client, refusals });
  return { clock, index, store, gate, setOnline };
}
