import type { DeviceConfig, DeviceSettingsChange } from '../../../shared/device-config.ts';
import { get, legacy, post, type ApiClient, type EndpointVariants } from '../api-client.ts';
import type { DeviceRef } from '../models.ts';
import {
  cameraConfigSchema,
  deviceConfigSchema,
  toDeviceConfig,
  toWireChange,
} from '../wire/device-config.ts';
import { parseAnswer } from '../wire/schema-helpers.ts';
import type { CommandRunner } from './commands.ts';
import { devicePaths, type DevicePaths } from './paths.ts';
import type { TemperatureUnit } from './temperature-unit.ts';

/** The settings of cameras, Minis and doorbells. */
export interface DeviceSettingsCalls {
  config(device: DeviceRef, signal?: AbortSignal): Promise<DeviceConfig>;
  /** Only what is given is changed. Resolves when the device has it. */
  update(device: DeviceRef, change: DeviceSettingsChange, signal?: AbortSignal): Promise<void>;
}

export function createDeviceSettings(
  api: ApiClient,
  commands: CommandRunner,
  unit: TemperatureUnit,
): DeviceSettingsCalls {
  const pathsOf = (device: DeviceRef) => devicePaths(api.accountId, device);

  return {
    async config(device, signal) {
      const paths = pathsOf(device);
      const name = `settings of ${paths.family}`;
      const variants = readVariants(paths);
      const { value } = await api.json({ kind: 'command', name, variants, signal });
      const config =
        paths.family === 'camera'
          ? readCameraConfig(name, value)
          : toDeviceConfig(parseAnswer(name, deviceConfigSchema, value), null);
      const doubt = await unit.doubt(config.readings.temperatureF, signal);
      return { ...config, readings: { ...config.readings, ...doubt } };
    },
    async update(device, change, signal) {
      const paths = pathsOf(device);
      const name = `change of ${paths.family}`;
      const variants = writeVariants(paths, toWireChange(paths.family, change));
      await commands.runToEnd({ networkId: device.networkId, name, variants, signal });
    },
  };
}

const readVariants = ({ family, root, versioned }: DevicePaths): EndpointVariants =>
  family === 'camera'
    ? [legacy(get(`${root}/config`)), get(`${versioned(2)}/config`)]
    : [legacy(get(`${versioned(1)}/config`))];

const writeVariants = (
  { family, root, versioned }: DevicePaths,
  change: object,
): EndpointVariants =>
  family === 'camera'
    ? [legacy(post(`${root}/update`, change)), post(`${versioned(2)}/config`, change)]
    : [legacy(post(`${versioned(1)}/config`, change))];

function readCameraConfig(name: string, value: unknown): DeviceConfig {
  const { camera, signals } = parseAnswer(name, cameraConfigSchema, value);
  return toDeviceConfig(parseAnswer(name, deviceConfigSchema, camera[0]), signals);
}
