import { m } from '../../../../shared/messages/compiled/messages.js';

const flags = new Map([
  ['motion', m.flag_motion],
  ['doorbell', m.flag_doorbell],
  ['low_battery', m.flag_low_battery],
  ['battery_dead', m.flag_battery_dead],
  ['camera_offline', m.flag_camera_offline],
  ['camera_usage', m.flag_camera_usage],
  ['sync_module_offline', m.flag_sync_module_offline],
  ['lfr', m.flag_lfr],
  ['wifi', m.flag_wifi],
  ['bandwidth', m.flag_bandwidth],
  ['temperature', m.flag_temperature],
  ['scheduling', m.flag_scheduling],
  ['local_storage', m.flag_local_storage],
  ['accessory_connected', m.flag_accessory_connected],
  ['accessory_disconnected', m.flag_accessory_disconnected],
  ['accessory_low_battery', m.flag_accessory_low_battery],
  ['general', m.flag_general],
]);

/** A plain name for a notification Blink can send; Blink's own word when we know none. */
export const flagWords = (word: string): string => flags.get(word)?.() ?? word;

/** The flags in the order we know them, strangers last. */
export function orderedFlags(
  written: Readonly<Record<string, boolean>>,
): readonly (readonly [word: string, isOn: boolean])[] {
  const known = [...flags.keys()];
  const place = (word: string) => (flags.has(word) ? known.indexOf(word) : known.length);
  return Object.entries(written).sort(([one], [other]) => place(one) - place(other));
}
