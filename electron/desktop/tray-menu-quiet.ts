import type { MenuItemConstructorOptions } from 'electron';
import { tomorrowMorning } from '../../shared/clock-times.ts';
import { m } from '../../shared/messages/compiled/messages.js';
import { timeOfDay } from '../../shared/messages/time.ts';
import type { TrayActions, TrayMenuFacts } from './tray/tray-menu.ts';
import { forEach, note, separator } from './tray-menu-parts.ts';

/** The two silences: ours, and Blink's own, which the phone has too. They are never mixed up. */
export function quietItems(
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
  forEach(m.tray_snooze(), state.home.networks, ({ id }) => [
    note(m.tray_snooze_note()),
    { label: m.tray_for_30_minutes(), click: () => snooze(id, 30) },
    { label: m.tray_for_1_hour(), click: () => snooze(id, 60) },
    { label: m.tray_for_4_hours(), click: () => snooze(id, 240) },
    separator,
    { label: m.tray_snooze_end(), click: () => snooze(id, null) },
  ]);
