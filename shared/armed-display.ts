import type { AppState } from './app-state.ts';
import type { Network } from './models.ts';

/** What may be shown of one system. Unknown is never shown as armed. */
export type ArmedDisplay = 'armed' | 'disarmed' | 'arming' | 'disarming' | 'unknown';

/** What may be shown of all systems together. */
export type ArmedSummary = 'armed' | 'disarmed' | 'mixed' | 'busy' | 'unknown' | 'sign-in-needed';

type Truth = Pick<AppState, 'home' | 'arming'>;

/** The only rule by which any surface shows a system as armed: a fresh answer of the cloud said so. */
export function armedDisplay({ home, arming }: Truth, network: Network): ArmedDisplay {
  const asked = arming[network.id];
  if (asked?.phase === 'asking') return asked.wish === 'armed' ? 'arming' : 'disarming';
  if (home.isStale) return 'unknown';
  return network.isArmed ? 'armed' : 'disarmed';
}

/** One word for the tray icon. */
export function armedSummary(state: Pick<AppState, 'account' | 'home' | 'arming'>): ArmedSummary {
  if (state.account.phase === 'starting') return 'unknown';
  if (state.account.phase !== 'signed-in') return 'sign-in-needed';
  const shown = new Set(state.home.networks.map((network) => armedDisplay(state, network)));
  if (shown.has('arming') || shown.has('disarming')) return 'busy';
  if (shown.size === 0 || shown.has('unknown')) return 'unknown';
  if (shown.size > 1) return 'mixed';
  return shown.has('armed') ? 'armed' : 'disarmed';
}
