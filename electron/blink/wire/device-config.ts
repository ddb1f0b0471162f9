import * as v from 'valibot';
import { maybeFlag, maybeList, maybeNumber, maybeText } from './schema-helpers.ts';

/** Settings and readings of a device: battery cameras and the others use different words for some. */
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
