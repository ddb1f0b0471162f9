import type { AppState } from '../../../shared/app-state.ts';
import type { Network, Timestamp } from '../../../shared/models.ts';
import { armedWords } from '../../../shared/messages/armed-words.ts';
import { m } from '../../../shared/messages/compiled/messages.js';
import { report } from '../../../shared/messages/failures.ts';
import { oneLine } from '../../../shared/messages/text.ts';
import { timeOfDay } from '../../../shared/messages/time.ts';
import { accountLines, troubleLines } from '../../../shared/messages/trouble.ts';

/** `Home: armed 12 min ago · Cabin: disarmed · 3 new clips · updated 14:02`. Ages are those of the moment of drawing. */
export function trayTooltip(state: AppState, now: Timestamp): string {
  const unseen = state.clips.unseen > 0 ? [m.tray_unseen({ count: state.clips.unseen })] : [];
  const lines = statusLines(state, now);
  const age = hasAge(state) ? [lines.at(-1) ?? ''] : [];
  const rest = age.length === 0 ? lines : lines.slice(0, -1);
  return [...rest, ...unseen, ...age].map(oneLine).join(' · ');
}

/** What the head of the menu says, most important first. The age of the truth comes last, where there is one. */
export function statusLines(state: AppState, now: Timestamp): readonly string[] {
  if (!state.desktop.isRuntimeSupported) return [m.tray_runtime_old()];
  if (!hasAge(state)) return accountLines(state.account);
  const { networks } = state.home;
  return [
    ...accountLines(state.account),
    ...troubleLines(state),
    ...networks.map((network) =>
      m.tray_network({ name: network.name, words: armedWords(state, network, now) }),
    ),
    ...((state.home.namelessNetworks ?? 0) > 0 ? [m.tray_nameless()] : []),
    ...networks.flatMap((network) => failureLine(state, network)),
    ...(state.mute.until === null ? [] : [m.tray_muted({ time: timeOfDay(state.mute.until) })]),
    ageLine(state),
  ];
}

const hasAge = ({ account, desktop }: AppState): boolean =>
  desktop.isRuntimeSupported &&
  (account.phase === 'signed-in' || account.phase === 'needs-sign-in');

function failureLine({ arming }: AppState, { id, name }: Network): readonly string[] {
  const asked = arming[id];
  if (asked?.phase !== 'failed' || asked.problem === null) return [];
  const reason = report(asked.problem).sentence;
  return [
    asked.targetState === 'armed'
      ? m.tray_failed_arm({ name, reason })
      : m.tray_failed_disarm({ name, reason }),
  ];
}

function ageLine({ home }: AppState): string {
  if (home.checkedAt === null) return m.tray_never_checked();
  const time = timeOfDay(home.checkedAt);
  return home.isStale ? m.tray_last_known({ time }) : m.tray_updated({ time });
}
