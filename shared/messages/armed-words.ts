import type { AppState } from '../app-state.ts';
import { armedDisplay, blindness, type Blindness } from '../armed-display.ts';
import type { Network, Timestamp } from '../models.ts';
import { m } from './compiled/messages.js';
import { ago, isOverdue, timeWithDay } from './time.ts';

type Told = Pick<AppState, 'home' | 'arming' | 'temporaryDisarms'>;

/** What is to be said of one system, in a few words: `armed 12 min ago`. */
export function armedWords(state: Told, network: Network, now: Timestamp): string {
  const shown = armedDisplay(state, network);
  if (shown === 'arming') return m.words_arming();
  if (shown === 'disarming') return m.words_disarming();
  if (shown === 'unknown') return m.words_unknown();
  if (shown === 'armed-blind') return m.words_armed_blind({ reason: blindReason(state, network) });
  const temporary = state.temporaryDisarms[network.id];
  const since = state.home.changedAt[network.id];
  if (shown === 'disarmed' && temporary?.phase === 'counting') {
    const time = timeWithDay(temporary.rearmAt, now);
    return isOverdue(temporary, now)
      ? m.words_rearm_overdue({ time })
      : m.words_disarmed_until({ time });
  }
  if (shown === 'disarmed' && temporary?.phase === 'asking') {
    return m.words_rearm_overdue({ time: timeWithDay(temporary.rearmAt, now) });
  }
  if (since === undefined) return shown === 'armed' ? m.words_armed() : m.words_disarmed();
  const age = ago(since, now);
  return shown === 'armed' ? m.words_armed_since({ age }) : m.words_disarmed_since({ age });
}

/** Why a system that is armed would miss what happens; empty when nothing is known to be wrong. */
export function blindReason({ home }: Told, { id }: Network): string {
  const reason = blindness(home, id);
  return reason === null ? '' : blindWords[reason]();
}

const blindWords: Record<Blindness, () => string> = {
  'sync-module-offline': m.blind_sync_module_offline,
  'sync-module-unknown': m.blind_sync_module_unknown,
  'no-motion-cameras': m.blind_no_motion_cameras,
  'cameras-offline': m.blind_cameras_offline,
  'cameras-unknown': m.blind_cameras_unknown,
};
