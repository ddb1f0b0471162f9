import type { DeviceConfig, DeviceSettings, Illuminator } from '../../../shared/device-config.ts';
import { m } from '../../../shared/messages/compiled/messages.js';

type Key = keyof DeviceSettings;
type Words = () => string;
export type SwitchKey = { [K in Key]: DeviceSettings[K] extends boolean ? K : never }[Key];
export type RangeKey = { [K in Key]: DeviceSettings[K] extends number ? K : never }[Key];

/** How a setting is shown. */
export type SettingField =
  | { readonly kind: 'name'; readonly key: 'name'; readonly label: Words }
  | {
      readonly kind: 'switch';
      readonly key: SwitchKey;
      readonly label: Words;
      readonly text?: Words;
    }
  | RangeField
  | { readonly kind: 'quality'; readonly key: 'videoQuality'; readonly label: Words }
  | { readonly kind: 'illuminator'; readonly key: 'illuminator'; readonly label: Words };

export interface RangeField {
  readonly kind: 'range';
  readonly key: RangeKey;
  readonly label: Words;
  readonly text?: Words;
  /** In units of the slider. */
  readonly min: number;
  readonly max: number;
  /** How much of the setting one unit is. */
  readonly unit: number;
  readonly words: (units: number) => string;
}

export interface SettingGroup {
  readonly title: Words;
  readonly fields: readonly SettingField[];
}

export const illuminators: readonly { readonly value: Illuminator; readonly label: Words }[] = [
  { value: 'off', label: m.illuminator_off },
  { value: 'on', label: m.illuminator_on },
  { value: 'auto', label: m.illuminator_auto },
];

const qualities = new Map([
  ['saver', m.quality_saver],
  ['standard', m.quality_standard],
  ['best', m.quality_best],
]);

/** Plain words for the qualities we know, Blink's own for the rest. */
export const qualityWords = (word: string): string => qualities.get(word)?.() ?? word;

const second = 1_000;
const longestClipMs = 60_000;
const inSeconds = (count: number): string => m.seconds({ count });
const plainNumber = (count: number): string => new Intl.NumberFormat().format(count);

/** From 1 to `max`. */
const steps = (key: RangeKey, label: Words, max: number): RangeField => ({
  kind: 'range',
  key,
  label,
  min: 1,
  max,
  unit: 1,
  words: plainNumber,
});

/** Whole seconds. */
const lasting = (
  key: RangeKey,
  label: Words,
  range: { min: number; maxMs: number },
): RangeField => ({
  kind: 'range',
  key,
  label,
  min: range.min,
  max: Math.round(range.maxMs / second),
  unit: second,
  words: inSeconds,
});

const recording = (config: DeviceConfig): SettingGroup => ({
  title: m.group_recording,
  fields: [
    lasting('clipMs', m.setting_clip_length, {
      min: 5,
      maxMs: config.longestClipMs ?? longestClipMs,
    }),
    {
      kind: 'switch',
      key: 'endsClipsEarly',
      label: m.setting_ends_early,
      text: m.setting_ends_early_text,
    },
    lasting('retriggerMs', m.setting_retrigger, { min: 10, maxMs: 60 * second }),
    { kind: 'quality', key: 'videoQuality', label: m.setting_quality },
    { kind: 'switch', key: 'isVideoFlipped', label: m.setting_flipped },
  ],
});

const motion: SettingGroup = {
  title: m.group_motion,
  fields: [
    {
      ...steps('motionSensitivity', m.setting_sensitivity, 9),
      text: m.setting_sensitivity_text,
    },
    { kind: 'switch', key: 'isMotionAlertOn', label: m.setting_motion_alert },
    {
      kind: 'switch',
      key: 'notifiesEarly',
      label: m.setting_notifies_early,
      text: m.setting_notifies_early_text,
    },
  ],
};

const night: SettingGroup = {
  title: m.group_night,
  fields: [
    { kind: 'illuminator', key: 'illuminator', label: m.setting_illuminator },
    steps('illuminatorIntensity', m.setting_illuminator_intensity, 7),
  ],
};

const sound: SettingGroup = {
  title: m.group_sound,
  fields: [
    { kind: 'switch', key: 'recordsAudio', label: m.setting_audio },
    { ...steps('volume', m.setting_volume, 10), min: 0 },
  ],
};

const camera: SettingGroup = {
  title: m.group_camera,
  fields: [
    { kind: 'name', key: 'name', label: m.setting_name },
    { kind: 'switch', key: 'isLedOn', label: m.setting_led },
    {
      ...steps('syncInterval', m.setting_sync_interval, 20),
      text: m.setting_sync_interval_text,
    },
  ],
};

/** The groups this device has something in, each with the settings it has. */
export function settingGroups(config: DeviceConfig): readonly SettingGroup[] {
  return [recording(config), motion, night, sound, camera]
    .map(({ title, fields }) => ({
      title,
      fields: fields.filter(({ key }) => config.settings[key] !== null),
    }))
    .filter(({ fields }) => fields.length > 0);
}
