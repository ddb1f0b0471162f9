import type { Result } from '../../shared/errors.ts';
import type {
  DeviceConfig,
  DeviceSettingsChange,
  MotionZones,
  TemperatureCalibration,
} from '../../shared/device-config.ts';
import type { LiveViewSession } from '../../shared/live-view.ts';
import type { DeviceId } from '../../shared/ids.ts';
import { m } from '../../shared/messages/compiled/messages.js';
import { api } from '../api.ts';
import { attempt, settle } from './attempt.ts';
import { sayDone, saySnoozed } from './said.ts';

export const getDeviceConfig = (id: DeviceId): Promise<Result<DeviceConfig>> =>
  settle(api.getDeviceConfig(id));

/** Writes the named settings only; answers whether the cloud took them. */
export async function saveDeviceSettings(
  deviceId: DeviceId,
  value: DeviceSettingsChange,
): Promise<boolean> {
  const result = await attempt(api.saveDeviceSettings({ deviceId, value }), m.settings_not_saved());
  return sayDone(result, m.settings_saved());
}

export async function setMotionDetection(deviceId: DeviceId, value: boolean): Promise<void> {
  await attempt(api.setMotionDetection({ deviceId, value }));
}

/** Answers whether the camera reported itself. */
export async function askCameraNow(id: DeviceId): Promise<boolean> {
  return sayDone(await attempt(api.askCameraNow(id)), m.camera_asked());
}

export async function recordClip(id: DeviceId): Promise<void> {
  sayDone(await attempt(api.recordClip(id), m.camera_record_failed()), m.camera_recorded());
}

export async function setLight(deviceId: DeviceId, value: boolean): Promise<void> {
  const words = value ? m.light_is_on() : m.light_is_off();
  sayDone(await attempt(api.setLight({ deviceId, value })), words);
}

/** Minutes; null ends the snooze. */
export async function snoozeDevice(deviceId: DeviceId, value: number | null): Promise<void> {
  saySnoozed(await attempt(api.snoozeDevice({ deviceId, value })), value);
}

export const getMotionZones = (id: DeviceId): Promise<Result<MotionZones>> =>
  settle(api.getMotionZones(id));

export async function saveMotionZones(deviceId: DeviceId, value: MotionZones): Promise<boolean> {
  const result = await attempt(api.saveMotionZones({ deviceId, value }), m.settings_not_saved());
  return sayDone(result, m.zones_saved());
}

export async function setTemperatureAlert(deviceId: DeviceId, value: boolean): Promise<void> {
  await attempt(api.setTemperatureAlert({ deviceId, value }));
}

export async function calibrateTemperature(
  deviceId: DeviceId,
  value: TemperatureCalibration,
): Promise<boolean> {
  return sayDone(
    await attempt(api.calibrateTemperature({ deviceId, value })),
    m.temperature_calibrated(),
  );
}

/** The panel says what failed. */
export const startLiveView = (id: DeviceId): Promise<Result<LiveViewSession>> =>
  settle(api.startLiveView(id));

export async function endLiveView(id: DeviceId): Promise<boolean> {
  return (await attempt(api.endLiveView(id))).ok;
}
