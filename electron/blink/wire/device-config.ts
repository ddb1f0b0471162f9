import * as v from 'valibot';
import type {
  DeviceConfig,
  DeviceSettingsChange,
  Illuminator,
} from '../../../shared/device-config.ts';
import type { DeviceFamily } from '../../../shared/ids.ts';
import { maybeFlag, maybeList, maybeNumber, maybeText } from './schema-helpers.ts';

/** Settings and readings of a device: battery cameras and the others name some of them differently. */
export const deviceConfigSchema = v.object({
  name: maybeText,
  fw_version: maybeText,
  enabled: maybeFlag,
  motion_sensitivity: maybeNumber,
  motion_alert: maybeFlag,
  alert_interval: maybeNumber,
  retrigger_time: maybeNumber,
  video_length: maybeNumber,
  clip_length: maybeNumber,
  clip_max_length: maybeNumber,
  clip_length_max: maybeNumber,
  video_quality: maybeText,
  video_quality_support: v.fallback(maybeList, []),
  record_audio_enable: maybeFlag,
  early_termination: maybeFlag,
  early_notification: maybeFlag,
  illuminator_enable: v.fallback(v.nullish(v.union([v.number(), v.string()])), null),
  illuminator_intensity: maybeNumber,
  lfr_sync_interval: maybeNumber,
  flip_video: maybeFlag,
  led_enabled: maybeFlag,
  volume_control: maybeNumber,
  temp_alarm_enable: maybeFlag,
  temp_min: maybeNumber,
  temp_max: maybeNumber,
  temperature: maybeNumber,
  temp_adjust: maybeNumber,
  battery_voltage: maybeNumber,
  wifi_strength: maybeNumber,
  lfr_strength: maybeNumber,
});

/** A battery camera's answer: the settings are the first of a list, the readings beside it. */
export const cameraConfigSchema = v.object({
  camera: v.pipe(v.array(v.unknown()), v.minLength(1)),
  signals: v.fallback(
    v.nullish(
      v.object({ lfr: maybeNumber, wifi: maybeNumber, temp: maybeNumber, battery: maybeNumber }),
    ),
    null,
  ),
});

export type WireDeviceConfig = v.InferOutput<typeof deviceConfigSchema>;
export type WireCameraSignals = v.InferOutput<typeof cameraConfigSchema>['signals'];

/** A device's answer as our model. */
export function toDeviceConfig(wire: WireDeviceConfig, signals: WireCameraSignals): DeviceConfig {
  return {
    settings: toSettings(wire),
    isMotionEnabled: wire.enabled,
    isTemperatureAlertOn: wire.temp_alarm_enable,
    longestClipMs: toMs(wire.clip_max_length ?? wire.clip_length_max),
    videoQualities: wire.video_quality_support.filter((word) => typeof word === 'string'),
    readings: {
      firmware: wire.fw_version,
      temperatureF: signals?.temp ?? adjusted(wire),
      batteryVolts: wire.battery_voltage === null ? null : wire.battery_voltage / 100,
      batteryBars: signals?.battery ?? null,
      wifiDbm: toDbm(wire.wifi_strength),
      syncModuleDbm: toDbm(wire.lfr_strength),
      syncModuleBars: signals?.lfr ?? null,
    },
  };
}

/** The body of a change, as the device's family names the fields; what is not to change is undefined and so not sent. */
export function toWireChange(family: DeviceFamily, change: DeviceSettingsChange): object {
  const isCamera = family === 'camera';
  const { illuminator } = change;
  return {
    name: change.name,
    motion_sensitivity: change.motionSensitivity,
    motion_alert: change.isMotionAlertOn,
    [isCamera ? 'alert_interval' : 'retrigger_time']: toSeconds(change.retriggerMs),
    [isCamera ? 'video_length' : 'clip_length']: toSeconds(change.clipMs),
    video_quality: change.videoQuality,
    record_audio_enable: change.recordsAudio,
    early_termination: change.endsClipsEarly,
    early_notification: change.notifiesEarly,
    illuminator_enable:
      illuminator && isCamera ? illuminatorModes.indexOf(illuminator) : illuminator,
    illuminator_intensity: change.illuminatorIntensity,
    lfr_sync_interval: change.syncInterval,
    flip_video: change.isVideoFlipped,
    led_enabled: change.isLedOn,
    volume_control: change.volume,
    temp_min: change.temperatureMinF,
    temp_max: change.temperatureMaxF,
  };
}

// A battery camera writes the index in this list, the others the word.
const illuminatorModes: readonly Illuminator[] = ['off', 'on', 'auto'];

const toSettings = (wire: WireDeviceConfig): DeviceConfig['settings'] => ({
  name: wire.name,
  motionSensitivity: wire.motion_sensitivity,
  isMotionAlertOn: wire.motion_alert,
  retriggerMs: toMs(wire.alert_interval ?? wire.retrigger_time),
  clipMs: toMs(wire.video_length ?? wire.clip_length),
  videoQuality: wire.video_quality,
  recordsAudio: wire.record_audio_enable,
  endsClipsEarly: wire.early_termination,
  notifiesEarly: wire.early_notification,
  illuminator: toIlluminator(wire.illuminator_enable),
  illuminatorIntensity: wire.illuminator_intensity,
  syncInterval: wire.lfr_sync_interval,
  isVideoFlipped: wire.flip_video,
  isLedOn: wire.led_enabled,
  volume: wire.volume_control,
  temperatureMinF: wire.temp_min,
  temperatureMaxF: wire.temp_max,
});

const toIlluminator = (written: string | number | null | undefined): Illuminator | null =>
  illuminatorModes.find((mode, index) => written === mode || written === index) ?? null;

/** -255 stands for "unknown". */
const toDbm = (strength: number | null): number | null =>
  strength === null || strength <= -255 ? null : strength;

const adjusted = ({ temperature, temp_adjust: adjust }: WireDeviceConfig): number | null =>
  temperature === null ? null : temperature + (adjust ?? 0);

const toMs = (length: number | null): number | null => (length === null ? null : length * 1_000);

const toSeconds = (lengthMs: number | undefined): number | undefined =>
  lengthMs === undefined ? undefined : Math.round(lengthMs / 1_000);
