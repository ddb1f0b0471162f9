import type { AppState, HomeState } from './app-state.ts';
import type { NetworkId } from './ids.ts';
import type { Network } from './models.ts';

/** What may be shown of one system. Unknown is never shown as armed, and neither is one that cannot see. */
export type ArmedDisplay =
  'armed' | 'armed-blind' | 'disarmed' | 'arming' | 'disarming' | 'unknown';

/** What may be shown of all systems together. */
export type ArmedSummary =
  'armed' | 'blind' | 'disarmed' | 'mixed' | 'busy' | 'unknown' | 'sign-in-needed';

/** Why an armed system would miss what happens. */
export type Blindness = 'sync-module-offline' | 'no-motion-cameras' | 'cameras-offline';

type Truth = Pick<AppState, 'home' | 'arming'>;

/** The only rule by which any surface shows a system as armed: a fresh answer of the cloud said so. */
export function armedDisplay({ home, arming }: Truth, network: Network): ArmedDisplay {
  const asked = arming[network.id];
  if (asked?.phase === 'asking') return asked.wish === 'armed' ? 'arming' : 'disarming';
  if (home.isStale) return 'unknown';
  if (!network.isArmed) return 'disarmed';
  return blindness(home, network.id) === null ? 'armed' : 'armed-blind';
}

/** What keeps a system from seeing, armed or not; null when nothing is known to. */
export function blindness(home: HomeState, id: NetworkId): Blindness | null {
  const isHere = ({ networkId }: { readonly networkId: NetworkId }) => networkId === id;
  if (home.syncModules.some((module) => isHere(module) && !module.isOnline)) {
    return 'sync-module-offline';
  }
  const watching = home.devices.filter((device) => isHere(device) && device.isMotionEnabled);
  if (watching.length === 0) return 'no-motion-cameras';
  return watching.some(({ isOnline }) => isOnline) ? null : 'cameras-offline';
}

/** One word for the tray icon: what needs attention first. */
export function armedSummary(state: Pick<AppState, 'account' | 'home' | 'arming'>): ArmedSummary {
  if (state.account.phase === 'starting') return 'unknown';
  if (state.account.phase !== 'signed-in') return 'sign-in-needed';
  const shown = new Set(state.home.networks.map((network) => armedDisplay(state, network)));
  if (shown.has('arming') || shown.has('disarming')) return 'busy';
  if (shown.size === 0 || shown.has('unknown')) return 'unknown';
  if (shown.has('armed-blind')) return 'blind';
  if (shown.size > 1) return 'mixed';
  return shown.has('armed') ? 'armed' : 'disarmed';
}
