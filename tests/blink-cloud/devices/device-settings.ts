import type { Family } from '../worlds/world-file.ts';

type Settings = Readonly<Record<string, unknown>>;
type Check = (value: unknown) => boolean;

/** Every cell of the 5 × 5 grid. */
export const WHOLE_PICTURE = 33_554_431;
/** Every point of each of its 25 cells. */
export const WHOLE_CELLS: readonly number[] = Array<number>(25).fill(4095);

const EVERY_FAMILY: Settings = {
  motion_sensitivity: 5,
  early_termination: true,
  early_notification: false,
  record_audio_enable: true,
  video_recording_enable: true,
  flip_video: false,
  motion_regions: WHOLE_PICTURE,
  advanced_motion_regions: WHOLE_CELLS,
};

const CAMERA: Settings = {
  ...EVERY_FAMILY,
  video_length: 30,
  video_quality: 'best',
  illuminator_enable: 2,
  illuminator_intensity: 4,
  illuminator_duration: 1,
  motion_alert: true,
  alert_interval: 10,
  lfr_sync_interval: 7,
  temp_alarm_enable: false,
  temp_adjust: 0,
  temp_min: 39,
  temp_max: 90,
  night_vision_exposure: 1,
  snapshot_enabled: false,
  snapshot_period_minutes: 60,
  led: true,
};

const OWL: Settings = {
  ...EVERY_FAMILY,
  clip_length: 30,
  retrigger_time: 10,
  video_quality: 'standard',
  led_enabled: true,
  led_state: 'on',
  night_vision_control: 'normal',
  illuminator_enable: 'auto',
  illuminator_duration: 1,
  illuminator_intensity: 4,
  volume_control: 7,
};

/** How a device of this family leaves the factory. */
export const factorySettings = (family: Family): Settings => (family === 'cameras' ? CAMERA : OWL);

const flag: Check = (value) => typeof value === 'boolean';
const words: Check = (value) => typeof value === 'string' && value.trim() !== '';
const oneOf =
  (...allowed: readonly unknown[]): Check =>
  (value) =>
    allowed.includes(value);
const whole =
  (from: number, to: number): Check =>
  (value) =>
    Number.isInteger(value) && Number(value) >= from && Number(value) <= to;
const numbers: Check = (value) =>
  Array.isArray(value) && value.length <= 25 && value.every((cell) => whole(0, 4095)(cell));

/** What each setting may be. Upper ends that nobody knows are generous. */
const CHECKS: Readonly<Record<string, Check>> = {
  name: words,
  enabled: flag,
  video_length: whole(5, 60),
  clip_length: whole(5, 60),
  video_quality: oneOf('saver', 'standard', 'best'),
  record_audio_enable: flag,
  early_termination: flag,
  early_notification: flag,
  illuminator_enable: oneOf(0, 1, 2, 'off', 'on', 'auto'),
  illuminator_intensity: whole(1, 9),
  illuminator_duration: whole(0, 60),
  motion_sensitivity: whole(1, 9),
  motion_alert: flag,
  alert_interval: whole(0, 3600),
  retrigger_time: whole(0, 3600),
  lfr_sync_interval: whole(1, 255),
  flip_video: flag,
  temp_min: whole(-58, 212),
  temp_max: whole(-58, 212),
  night_vision_exposure: whole(0, 9),
  night_vision_control: words,
  snapshot_enabled: flag,
  snapshot_period_minutes: whole(1, 1440),
  video_recording_enable: flag,
  led: flag,
  led_enabled: flag,
  led_state: oneOf('on', 'off'),
  volume_control: whole(0, 10),
  motion_regions: whole(0, 2 ** 31 - 1),
  advanced_motion_regions: numbers,
};

/** A change somebody asks for, read: what is known of it, or the name of the setting that cannot be so. */
export type Reading = { readonly wrong: string } | { readonly change: Settings };

/** Reads a partial object of settings; names nobody knows are passed over, as the cloud does. */
export function readSettings(asked: Settings): Reading {
  const known = Object.entries(asked).filter(([name]) => name in CHECKS);
  const wrong = known.find(([name, value]) => !CHECKS[name]?.(value));
  return wrong ? { wrong: wrong[0] } : { change: Object.fromEntries(known) };
}
