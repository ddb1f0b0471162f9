import type { MenuItemConstructorOptions } from 'electron';
import type { AppState } from '../../shared/app-state.ts';
import { armedDisplay, type ArmedDisplay } from '../../shared/armed-display.ts';
import type { ClipId, NetworkId } from '../../shared/ids.ts';
import type { Clip, Network } from '../../shared/models.ts';
import { m } from '../../shared/messages/compiled/messages.js';
import { report } from '../../shared/messages/failures.ts';
import { timeOfDay } from '../../shared/messages/time.ts';

/** What the tray can cause. */
export interface TrayActions {
  arm(id: NetworkId): void;
  disarm(id: NetworkId): void;
  showClip(id: ClipId): void;
  checkNow(): void;
  signIn(): void;
  open(): void;
  quit(): void;
}

/** The whole menu as a value of the state; nothing is remembered between two menus. */
export function trayMenu(
  state: AppState,
  latest: readonly Clip[],
  actions: TrayActions,
): MenuItemConstructorOptions[] {
  return [
    ...statusLines(state).map(line),
    separator,
    ...armingItems(state, actions),
    ...clipItems(state, latest, actions),
    { label: m.tray_open(), click: actions.open },
    { label: m.tray_quit(), click: actions.quit },
  ];
}

/** What the tooltip and the head of the menu say, most important first. */
export function statusLines(state: AppState): string[] {
  if (!state.desktop.isRuntimeSupported) return [m.tray_runtime_old()];
  if (state.account.phase === 'starting') return [m.tray_starting()];
  if (state.account.phase === 'signed-out' || state.account.phase === 'signing-in') {
    return [m.tray_sign_in_needed()];
  }
  return [
    ...(state.account.phase === 'needs-sign-in' ? [m.tray_sign_in_needed()] : []),
    ...state.home.networks.map((network) => networkLine(network, armedDisplay(state, network))),
    ...state.home.networks.flatMap((network) => failureLine(state, network)),
    ageLine(state),
  ];
}

const armedLines: Record<ArmedDisplay, (input: { name: string }) => string> = {
  armed: m.tray_network_armed,
  disarmed: m.tray_network_disarmed,
  arming: m.tray_network_arming,
  disarming: m.tray_network_disarming,
  unknown: m.tray_network_unknown,
};

const networkLine = ({ name }: Network, shown: ArmedDisplay): string => armedLines[shown]({ name });

function failureLine({ arming }: AppState, { id, name }: Network): string[] {
  const asked = arming[id];
  if (asked?.phase !== 'failed' || asked.problem === null) return [];
  const reason = report(asked.problem).sentence;
  return [
    asked.wish === 'armed'
      ? m.tray_failed_arm({ name, reason })
      : m.tray_failed_disarm({ name, reason }),
  ];
}

function ageLine({ home }: AppState): string {
  if (home.checkedAt === null) return m.tray_never_checked();
  const time = timeOfDay(home.checkedAt);
  return home.isStale ? m.tray_last_known({ time }) : m.tray_updated({ time });
}

function armingItems(state: AppState, actions: TrayActions): MenuItemConstructorOptions[] {
  if (state.account.phase === 'signed-in') {
    const items = state.home.networks.flatMap((network) => networkItems(state, network, actions));
    return items.length === 0 ? [] : [...items, separator];
  }
  const canSignIn = state.account.phase !== 'starting' && state.desktop.isRuntimeSupported;
  return canSignIn ? [{ label: m.tray_sign_in(), click: actions.signIn }, separator] : [];
}

/** One click: the menu offers what is not so. Where the state is not known it offers both. */
function networkItems(
  state: AppState,
  network: Network,
  actions: TrayActions,
): MenuItemConstructorOptions[] {
  const name = plain(network.name);
  const arm = { label: m.tray_arm({ name }), click: () => actions.arm(network.id) };
  const disarm = { label: m.tray_disarm({ name }), click: () => actions.disarm(network.id) };
  const shown = armedDisplay(state, network);
  if (shown === 'armed') return [disarm];
  if (shown === 'disarmed') return [arm];
  if (shown === 'unknown') return [arm, disarm];
  // A second click while the first is on its way is the person changing their mind.
  return [shown === 'arming' ? disarm : arm];
}

function clipItems(
  state: AppState,
  latest: readonly Clip[],
  actions: TrayActions,
): MenuItemConstructorOptions[] {
  const hasAccount = state.account.phase === 'signed-in' || state.account.phase === 'needs-sign-in';
  if (!hasAccount) return [];
  const clips = latest.map((clip) => ({
    label: plain(m.tray_clip({ camera: clip.deviceName, time: timeOfDay(clip.recordedAt) })),
    click: () => actions.showClip(clip.id),
  }));
  const submenu = clips.length > 0 ? clips : [{ label: m.tray_no_clips(), enabled: false }];
  const check = { label: m.tray_check_now(), click: actions.checkNow };
  return [
    { label: m.tray_latest_clips(), submenu },
    ...(state.account.phase === 'signed-in' ? [check] : []),
    separator,
  ];
}

const separator: MenuItemConstructorOptions = { type: 'separator' };

const line = (label: string): MenuItemConstructorOptions => ({
  label: plain(label),
  enabled: false,
});

/** Names come from the cloud: an ampersand would become a mnemonic, a line break a broken menu. */
export const plain = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .slice(0, 80)
    .replaceAll('&', '&&');
