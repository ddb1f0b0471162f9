import type { MenuItemConstructorOptions } from 'electron';
import { armedDisplay } from '../../shared/armed-display.ts';
import { tomorrowMorning, usualTimes } from '../../shared/clock-times.ts';
import type { Network } from '../../shared/models.ts';
import { m } from '../../shared/messages/compiled/messages.js';
import { inTime, isOverdue, timeOfDay, timeWithDay } from '../../shared/messages/time.ts';
import type { TrayActions, TrayMenuFacts } from './tray/tray-menu.ts';
import { forEach, note, plain, separator } from './tray-menu-parts.ts';

type Items = readonly MenuItemConstructorOptions[];

/** What arms and disarms: each system, all of them, and for a while. */
export function armingItems(facts: TrayMenuFacts, actions: TrayActions): Items {
  const { networks } = facts.state.home;
  if (networks.length === 0) return [];
  return [
    ...networks.flatMap((network) => temporaryItems(facts, network, actions)),
    ...networks.flatMap((network) => networkItems(facts, network, actions)),
    ...(networks.length > 1 ? allItems(actions) : []),
    ...forEach(m.tray_disarm_for(), networks, (network) => endItems(facts, network, actions)),
    separator,
  ];
}

/** One click: the menu offers what is not so. Where the state is not known it offers both. */
function networkItems({ state }: TrayMenuFacts, network: Network, actions: TrayActions): Items {
  const name = plain(network.name);
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
  // A second click while the first is on its way is the person changing their mind.
  return shown === 'disarmed' || shown === 'disarming' ? [arm] : [disarm];
}

const allItems = ({ armAll, disarmAll }: TrayActions): Items => [
  { label: m.tray_arm_all(), click: armAll },
  { label: m.tray_disarm_all(), click: disarmAll },
];

/** The countdown, or the question what shall become of one that is long over. */
function temporaryItems(
  { state, now }: TrayMenuFacts,
  network: Network,
  actions: TrayActions,
): Items {
  const temporary = state.temporaryDisarms[network.id];
  // Until the cloud has confirmed the disarm there is nothing to end.
  if (temporary === undefined || temporary.phase === 'starting') return [];
  const name = plain(network.name);
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

function endItems(
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
