import type { MenuItemConstructorOptions } from 'electron';
import type { AppState } from '../../../shared/app-state.ts';
import type { ClipId, DeviceId, NetworkId } from '../../../shared/ids.ts';
import type { Clip, Timestamp } from '../../../shared/models.ts';
import { m } from '../../../shared/messages/compiled/messages.js';
import { timeOfDay } from '../../../shared/messages/time.ts';
import { armingItems } from '../tray-menu-arming.ts';
import { cameraItems } from '../tray-menu-cameras.ts';
import { note, plain, separator } from '../tray-menu-parts.ts';
import { quietItems } from '../tray-menu-quiet.ts';
import { statusLines } from './tray-status.ts';

/** What the menu of the tray can cause. */
export interface TrayActions {
  arm(id: NetworkId): void;
  disarm(id: NetworkId): void;
  armAll(): void;
  disarmAll(): void;
  disarmUntil(id: NetworkId, rearmAt: Timestamp): void;
  /** Minutes from the click on: a menu may have been there for long. */
  disarmFor(id: NetworkId, minutes: number): void;
  /** Lets the person name the time. */
  chooseDisarmEnd(id: NetworkId): void;
  stayDisarmed(id: NetworkId): void;
  /** Null ends the mute. */
  muteUntil(at: Timestamp | null): void;
  muteFor(minutes: number): void;
  /** Minutes; null ends the snooze. */
  snooze(id: NetworkId, minutes: number | null): void;
  setMotion(id: DeviceId, isOn: boolean): void;
  takePicture(id: DeviceId): void;
  showClip(id: ClipId): void;
  checkNow(): void;
  signIn(): void;
  open(): void;
  openSettings(): void;
  quit(): void;
}

/** What it can cause while the application is still starting. */
export type StartingActions = Pick<TrayActions, 'open' | 'quit'>;

/** What a menu is made from; nothing is remembered between two menus. */
export interface TrayMenuFacts {
  readonly state: AppState;
  readonly latest: readonly Clip[];
  readonly now: Timestamp;
}

export function trayMenu(
  facts: TrayMenuFacts,
  actions: TrayActions,
): readonly MenuItemConstructorOptions[] {
  const { state, now } = facts;
  const settings = { label: m.tray_settings(), click: actions.openSettings };
  return menuFrame({ state, now }, actions, {
    above: accountItems(facts, actions),
    below: state.account.phase === 'signed-in' ? [settings] : [],
  });
}

/** The menu before anything is opened: it can only be read, ask for the window, and quit. */
export const startingMenu = (
  facts: Pick<TrayMenuFacts, 'state' | 'now'>,
  actions: StartingActions,
): readonly MenuItemConstructorOptions[] => menuFrame(facts, actions, { above: [], below: [] });

function menuFrame(
  { state, now }: Pick<TrayMenuFacts, 'state' | 'now'>,
  { open, quit }: StartingActions,
  { above, below }: Record<'above' | 'below', readonly MenuItemConstructorOptions[]>,
): readonly MenuItemConstructorOptions[] {
  return [
    ...statusLines(state, now).map(note),
    separator,
    ...above,
    { label: m.tray_open(), click: open },
    ...below,
    separator,
    { label: m.tray_quit(), click: quit },
  ];
}

function accountItems(
  facts: TrayMenuFacts,
  actions: TrayActions,
): readonly MenuItemConstructorOptions[] {
  const { account, desktop } = facts.state;
  if (account.phase === 'starting') return [];
  if (account.phase === 'signed-in') {
    const check = { label: m.tray_check_now(), click: actions.checkNow };
    return [
      ...armingItems(facts, actions),
      ...quietItems(facts, actions),
      separator,
      ...cameraItems(facts.state, actions),
      clipItem(facts, actions),
      check,
      separator,
    ];
  }
  const signIn = { label: m.tray_sign_in(), click: actions.signIn };
  return [
    ...(desktop.isRuntimeSupported ? [signIn] : []),
    ...(account.phase === 'needs-sign-in' ? [clipItem(facts, actions)] : []),
    separator,
  ];
}

function clipItem(
  { latest }: TrayMenuFacts,
  { showClip }: TrayActions,
): MenuItemConstructorOptions {
  const clips = latest.map((clip) => ({
    id: clip.id,
    label: plain(m.tray_clip({ camera: clip.deviceName, time: timeOfDay(clip.recordedAt) })),
    click: () => showClip(clip.id),
  }));
  const submenu = clips.length > 0 ? clips : [note(m.tray_no_clips())];
  return { label: m.tray_latest_clips(), submenu };
}
