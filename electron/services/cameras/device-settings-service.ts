import type {
  DeviceConfig,
  DeviceSettingsChange,
  MotionZones,
  TemperatureCalibration,
} from '../../../shared/device-config.ts';
import { AppError } from '../../../shared/errors.ts';
import type { DeviceId } from '../../../shared/ids.ts';
import type { CameraCalls } from '../../blink/blink-client.ts';
import type { DeviceRef } from '../../blink/models.ts';
import { cellsOf, withCells } from '../../blink/endpoints/zones.ts';
import { seconds } from '../../lib/clock.ts';
import { findDevice } from '../../store/app-store.ts';
import type { CloudAccess } from '../account/account-service.ts';

/** The settings of a camera, Mini or doorbell. Changes resolve when the device has them. */
export interface DeviceSettingsService {
  config(id: DeviceId): Promise<DeviceConfig>;
  /** Sends what differs and reads it back: `command-failed` if the device has something else. */
  save(id: DeviceId, wanted: DeviceSettingsChange): Promise<void>;
  setMotionDetection(id: DeviceId, isOn: boolean): Promise<void>;
  zones(id: DeviceId): Promise<MotionZones>;
  saveZones(id: DeviceId, zones: MotionZones): Promise<void>;
  setTemperatureAlert(id: DeviceId, isOn: boolean): Promise<void>;
  calibrateTemperature(id: DeviceId, calibration: TemperatureCalibration): Promise<void>;
}

export function createDeviceSettingsService({ store, cloud }: CloudAccess): DeviceSettingsService {
  function ask<T>(id: DeviceId, call: CameraCall<T>): Promise<T> {
    const device = findDevice(store, id);
    return cloud().api.ask((client, signal) => call(client.cameras, device, signal));
  }

  const config = (id: DeviceId) =>
    ask(id, (cameras, device, signal) => cameras.config(device, signal));

  const rawZones = (id: DeviceId) =>
    ask(id, (cameras, device, signal) => cameras.zones(device, signal));

  return {
    async config(id) {
      return config(id);
    },
    async save(id, wanted) {
      const change = differences(await config(id), wanted);
      if (Object.keys(change).length === 0) return;
      await ask(id, (cameras, device, signal) => cameras.update(device, change, signal));
      requireKept(await config(id), change);
      if (change.name !== undefined) await cloud().home.refresh();
    },
    async setMotionDetection(id, isOn) {
      await ask(id, (cameras, device, signal) => cameras.setMotion(device, isOn, signal));
      await cloud().home.refresh();
      if (findDevice(store, id).isMotionEnabled !== isOn) {
        throw new AppError('command-failed', 'motion detection: the cloud says otherwise');
      }
    },
    async zones(id) {
      return { cells: cellsOf(await rawZones(id)) };
    },
    async saveZones(id, { cells }) {
      // Read again, because the parts that are not shown have to stay as they are.
      const zones = withCells(await rawZones(id), cells);
      await ask(id, (cameras, device, signal) => cameras.setZones(device, zones, signal));
    },
    async setTemperatureAlert(id, isOn) {
      await ask(id, (cameras, device, signal) =>
        cameras.setTemperatureAlerts(device, isOn, signal),
      );
    },
    async calibrateTemperature(id, calibration) {
      await ask(id, (cameras, device, signal) => cameras.calibrate(device, calibration, signal));
      await cloud().home.refresh();
    },
  };
}

type CameraCall<T> = (cameras: CameraCalls, device: DeviceRef, signal: AbortSignal) => Promise<T>;

/** The settings that are to change. */
function differences({ settings }: DeviceConfig, wanted: DeviceSettingsChange) {
  const now = new Map<string, unknown>(Object.entries(settings));
  const changed = Object.entries(wanted).filter(
    ([key, value]) => !isSame(key, now.get(key), value),
  );
  const change: DeviceSettingsChange = Object.fromEntries(changed);
  return change;
}

/** A device that does not report a setting may have accepted it all the same. */
function requireKept({ settings }: DeviceConfig, change: DeviceSettingsChange): void {
  const kept = new Map<string, unknown>(Object.entries(settings));
  const lost = Object.entries(change).filter(([key, value]) => {
    const reported = kept.get(key) ?? null;
    return reported !== null && !isSame(key, reported, value);
  });
  if (lost.length === 0) return;
  throw new AppError('command-failed', `not kept: ${lost.map(([key]) => key).join(', ')}`);
}

const isSame = (key: string, one: unknown, other: unknown): boolean =>
  toComparable(key, one) === toComparable(key, other);

/** Lengths are kept in whole seconds. */
const toComparable = (key: string, value: unknown): unknown =>
  key.endsWith('Ms') && typeof value === 'number' ? Math.round(value / seconds(1)) : value;
