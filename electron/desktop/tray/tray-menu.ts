import type { MenuItemConstructorOptions } from 'electron';
import type { AppState } from '../../../shared/app-state.ts';
import { armedDisplay } from '../../../shared/armed-display.ts';
import { tomorrowMorning, usualTimes } from '../../../shared/clock-times.ts';
import { m } from '../../../shared/messages/compiled/messages.js';
import { inTime, isOverdue, timeOfDay, timeWithDay } from '../../../shared/messages/time.ts';
import type { Clip, Device, Network, Timestamp } from '../../../shared/models.ts';
import { otherCameras } from '../../../shared/other-cameras.ts';
import type { TrayActions } from './tray-actions.ts';
import { statusLines } from './tray-status.ts';

/** What the menu offers while the application is still starting. */
export type StartingActions = Pick<TrayActions, 'open' | 'quit'>;

/** Everything a menu is built from. */
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

/** The menu while the application starts: the status, the window and quit. */
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
      ...silenceItems(facts, actions),
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
    label: plainLabel(m.tray_clip({ camera: clip.deviceName, time: timeOfDay(clip.recordedAt) })),
    click: () => showClip(clip.id),
  }));
  const submenu = clips.length > 0 ? clips : [note(m.tray_no_clips())];
  return { label: m.tray_latest_clips(), submenu };
}

type Items = readonly MenuItemConstructorOptions[];

/** Arming and disarming of each network, of all of them, and for a time. */
function armingItems(facts: TrayMenuFacts, actions: TrayActions): Items {
  const { networks } = facts.state.home;
  if (networks.length === 0) return [];
  return [
    ...networks.flatMap((network) => timedDisarmItems(facts, network, actions)),
    ...networks.flatMap((network) => networkItems(facts, network, actions)),
    ...(networks.length > 1 ? allNetworksItems(actions) : []),
    ...itemOrSubmenu(m.tray_disarm_for(), networks, (network) =>
      disarmUntilItems(facts, network, actions),
    ),
    separator,
  ];
}

/** Offers the opposite of the state; both where the state is not known. */
function networkItems({ state }: TrayMenuFacts, network: Network, actions: TrayActions): Items {
  const name = plainLabel(network.name);
  const arm = {
    id: `arm ${network.id}`,
    label: m.tray_arm({ name }),
    click: () => actions.arm(network.id),
  };
  const disarm = {
    id: `disarm ${network.id}`,
    label: m.tray_disarm({ name }),
    click: () => actions.disarm(network.id),
  };
  const shown = armedDisplay(state, network);
  if (shown === 'unknown') return [arm, disarm];
  // While arming is under way the menu offers to take it back.
  return shown === 'disarmed' || shown === 'disarming' ? [arm] : [disarm];
}

const allNetworksItems = ({ armAll, disarmAll }: TrayActions): Items => [
  { label: m.tray_arm_all(), click: armAll },
  { label: m.tray_disarm_all(), click: disarmAll },
];

/** The countdown of a timed disarm, or the question whether to arm after one that is overdue. */
function timedDisarmItems(
  { state, now }: TrayMenuFacts,
  network: Network,
  actions: TrayActions,
): Items {
  const temporary = state.temporaryDisarms[network.id];
  // Until the cloud has confirmed the disarm there is nothing to end.
  if (temporary === undefined || temporary.phase === 'starting') return [];
  const name = plainLabel(network.name);
  const time = timeWithDay(temporary.rearmAt, now);
  const stay = {
    id: `stay ${network.id}`,
    label: m.tray_stay_disarmed({ name }),
    click: () => actions.stayDisarmed(network.id),
  };
  if (temporary.phase === 'asking') {
    const click = () => actions.arm(network.id);
    const arm = { id: `overdue ${network.id}`, label: m.tray_arm_overdue({ name, time }), click };
    return [arm, stay, separator];
  }
  const left = inTime(temporary.rearmAt, now);
  return [
    note(
      isOverdue(temporary, now)
        ? m.tray_rearm_late({ name: network.name, time })
        : m.tray_rearms({ name: network.name, time, left }),
    ),
    note(m.tray_needs_computer()),
    stay,
    separator,
  ];
}

function disarmUntilItems(
  { now }: TrayMenuFacts,
  { id }: Network,
  actions: TrayActions,
): MenuItemConstructorOptions[] {
  const ends = [
    ...usualTimes(now).map((at) => ({ label: m.tray_until({ time: timeWithDay(at, now) }), at })),
    {
      label: m.tray_until_tomorrow({ time: timeOfDay(tomorrowMorning(now)) }),
      at: tomorrowMorning(now),
    },
  ];
  return [
    { label: m.tray_for_15_minutes(), click: () => actions.disarmFor(id, 15) },
    { label: m.tray_for_1_hour(), click: () => actions.disarmFor(id, 60) },
    ...ends.map(({ label, at }) => ({
      id: `until ${at}`,
      label,
      click: () => actions.disarmUntil(id, at),
    })),
    { label: m.tray_until_other(), click: () => actions.chooseDisarmEnd(id) },
    separator,
    note(m.tray_needs_computer()),
  ];
}

/** Mute is for this computer only; snooze is Blink's own and silences the phone too. */
function silenceItems(
  facts: TrayMenuFacts,
  actions: TrayActions,
): readonly MenuItemConstructorOptions[] {
  return [muteItem(facts, actions), ...snoozeItems(facts, actions)];
}

function muteItem({ state, now }: TrayMenuFacts, { muteUntil, muteFor }: TrayActions) {
  if (state.mute.until !== null) {
    const label = m.tray_unmute({ time: timeOfDay(state.mute.until) });
    return { label, click: () => muteUntil(null) };
  }
  const morning = tomorrowMorning(now);
  const submenu = [
    { label: m.tray_for_30_minutes(), click: () => muteFor(30) },
    { label: m.tray_for_1_hour(), click: () => muteFor(60) },
    {
      id: `mute until ${morning}`,
      label: m.tray_until_tomorrow({ time: timeOfDay(morning) }),
      click: () => muteUntil(morning),
    },
  ];
  return { label: m.tray_mute(), submenu };
}

const snoozeItems = ({ state }: TrayMenuFacts, { snooze }: TrayActions) =>
  itemOrSubmenu(m.tray_snooze(), state.home.networks, ({ id }) => [
    note(m.tray_snooze_note()),
    { label: m.tray_for_30_minutes(), click: () => snooze(id, 30) },
    { label: m.tray_for_1_hour(), click: () => snooze(id, 60) },
    { label: m.tray_for_4_hours(), click: () => snooze(id, 240) },
    separator,
    { label: m.tray_snooze_end(), click: () => snooze(id, null) },
  ]);

/** A submenu with each camera; none without cameras. */
function cameraItems(
  { home }: AppState,
  actions: TrayActions,
): readonly MenuItemConstructorOptions[] {
  if (home.devices.length === 0) return [];
  const others = otherCameras(home);
  const itemsFor = (devices: readonly Device[]) =>
    devices.map((device) => ({
      id: device.id,
      label: plainLabel(device.name),
      submenu: cameraSubmenu(device, home.isStale, actions),
    }));
  const listed = itemsFor(home.devices.filter((device) => !others.includes(device)));
  const apart = others.length === 0 ? [] : [note(m.home_other_cameras()), ...itemsFor(others)];
  const between = listed.length > 0 && apart.length > 0 ? [separator] : [];
  return [{ label: m.tray_cameras(), submenu: [...listed, ...between, ...apart] }];
}

const cameraSubmenu = (
  { id, isMotionEnabled, doubt }: Device,
  isStale: boolean,
  actions: TrayActions,
): MenuItemConstructorOptions[] => [
  {
    label: m.tray_motion(),
    type: 'checkbox',
    checked: isMotionEnabled,
    // A tick would claim to know the present state.
    enabled: !isStale && doubt === undefined,
    click: () => actions.setMotion(id, !isMotionEnabled),
  },
  { label: m.tray_new_picture(), click: () => actions.takePicture(id) },
];

const separator: MenuItemConstructorOptions = { type: 'separator' };

/** A line to read, not to click. */
const note = (label: string): MenuItemConstructorOptions => ({
  label: plainLabel(label),
  enabled: false,
});

/** One item where there is one thing, else a submenu with an entry for each. */
function itemOrSubmenu<T extends { readonly id: string; readonly name: string }>(
  label: string,
  things: readonly T[],
  itemsOf: (thing: T) => MenuItemConstructorOptions[],
): readonly MenuItemConstructorOptions[] {
  const [only] = things;
  if (only === undefined) return [];
  if (things.length === 1) return [{ id: `${label} ${only.id}`, label, submenu: itemsOf(only) }];
  const submenu = things.map((thing) => ({
    id: thing.id,
    label: plainLabel(thing.name),
    submenu: itemsOf(thing),
  }));
  return [{ label, submenu }];
}

/**
 * Two menus with the same content need no redraw: labels, states and ids are compared, click functions are not. So an
 * item whose click depends on more than its label needs an id.
 */
export const menuContent = (items: readonly MenuItemConstructorOptions[]): string =>
  JSON.stringify(items);

/** Names come from the cloud: an ampersand would become a mnemonic, a line break a broken menu. */
export const plainLabel = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .slice(0, 120)
    .replaceAll('&', '&&');
