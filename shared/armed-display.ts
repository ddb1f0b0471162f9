import type { AppState, HomeState } from './app-state.ts';
import type { NetworkId } from './ids.ts';
import type { Device, Network, SyncModule } from './models.ts';

/** What may be shown of one system. Unknown is never shown as armed, and neither is one that cannot see. */
export type ArmedDisplay =
  'armed' | 'armed-blind' | 'disarmed' | 'arming' | 'disarming' | 'unknown';

/** What may be shown of all systems together. */
export type ArmedSummary =
  'armed' | 'blind' | 'disarmed' | 'mixed' | 'busy' | 'unknown' | 'sign-in-needed';

/** Why an armed system would miss what happens. */
export type Blindness =
  | 'sync-module-offline'
  /** Nobody knows whether it is online. */
  | 'sync-module-unknown'
  | 'no-motion-cameras'
  | 'cameras-offline'
  /** No camera is surely seeing, and of one at least nothing is known. */
  | 'cameras-unknown';

type Truth = Pick<AppState, 'home' | 'arming'>;

/** The only rule by which any surface shows a system as armed: a fresh answer of the cloud said so. */
export function armedDisplay({ home, arming }: Truth, network: Network): ArmedDisplay {
  const asked = arming[network.id];
  if (asked?.phase === 'asking') return asked.targetState === 'armed' ? 'arming' : 'disarming';
  if (home.isStale || network.doubt !== undefined) return 'unknown';
  if (!network.isArmed) return 'disarmed';
  return blindness(home, network.id) === null ? 'armed' : 'armed-blind';
}

/** What keeps a system from seeing, armed or not; null when nothing is known to. */
export function blindness(home: HomeState, id: NetworkId): Blindness | null {
  const isHere = ({ networkId }: { readonly networkId: NetworkId }) => networkId === id;
  const modules = home.syncModules.filter(isHere);
  // What was offline when it was last heard of stays so until it is heard of again.
  if (modules.some((module) => !module.isOnline && !isNeverHeard(module))) {
    return 'sync-module-offline';
  }
  if (modules.some(({ doubt }) => doubt !== undefined)) return 'sync-module-unknown';
  return blindCameras(home.devices.filter(isHere));
}

const isNeverHeard = ({ doubt }: SyncModule): boolean => doubt?.heardAt === null;

function blindCameras(devices: readonly Device[]): Blindness | null {
  const watching = devices.filter(({ isMotionEnabled }) => isMotionEnabled);
  if (watching.some(({ isOnline, doubt }) => isOnline && doubt === undefined)) return null;
  if (devices.some(({ doubt }) => doubt !== undefined)) return 'cameras-unknown';
  return watching.length === 0 ? 'no-motion-cameras' : 'cameras-offline';
}

/** One word for the tray icon: what needs attention first. */
export function armedSummary(state: Pick<AppState, 'account' | 'home' | 'arming'>): ArmedSummary {
  if (state.account.phase === 'starting') return 'unknown';
  if (state.account.phase !== 'signed-in') return 'sign-in-needed';
  const shown = new Set(state.home.networks.map((network) => armedDisplay(state, network)));
  if (shown.has('arming') || shown.has('disarming')) return 'busy';
  const isOneNameless = (state.home.namelessNetworks ?? 0) > 0;
  if (shown.size === 0 || shown.has('unknown') || isOneNameless) return 'unknown';
  if (shown.has('armed-blind')) return 'blind';
  if (shown.size > 1) return 'mixed';
  return shown.has('armed') ? 'armed' : 'disarmed';
}
