import type { DeviceConfig, DeviceSettingsChange } from '../../../shared/device-config.ts';
import {
  toDeviceConfig,
  toWireChange,
  cameraConfigSchema,
  deviceConfigSchema,
} from '../wire/device-config.ts';
import { get, legacy, post, type Call, type EndpointClient } from '../api-client.ts';
import type { CommandRunner } from './commands.ts';
import type { DeviceRef } from '../models.ts';
import { devicePaths, type DevicePaths } from './paths.ts';
import { parseAnswer } from '../wire/schema-helpers.ts';
import type { TemperatureUnit } from './temperature-unit.ts';

/** The settings of cameras, Minis and doorbells. */
export interface DeviceSettingsCalls {
  config(device: DeviceRef, signal?: AbortSignal): Promise<DeviceConfig>;
  /** Only what is given is changed. Resolves when the device has it. */
  update(device: DeviceRef, change: DeviceSettingsChange, signal?: AbortSignal): Promise<void>;
}

export interface DeviceSettingsDeps {
  readonly caller: EndpointClient;
  readonly unit: TemperatureUnit;
  readonly jobs: CommandRunner;
}

export function createDeviceSettings({
  caller,
  jobs,
  unit,
}: DeviceSettingsDeps): DeviceSettingsCalls {
  const place = (device: DeviceRef) => devicePaths(caller.accountId, device);

  return {
    async config(device, signal) {
      const at = place(device);
      const name = `settings of ${at.family}`;
      const call: Call = { kind: 'command', name, forms: readForms(at), signal };
      const { value } = await caller.ask(call);
      const config =
        at.family === 'camera'
          ? readCameraConfig(name, value)
          : toDeviceConfig(parseAnswer(name, deviceConfigSchema, value), null);
      const doubt = await unit.doubt(config.readings.temperatureF, signal);
      return { ...config, readings: { ...config.readings, ...doubt } };
    },
    async update(device, change, signal) {
      const at = place(device);
      const forms = writeForms(at, toWireChange(at.family, change));
      const call = { name: `change of ${at.family}`, forms };
      await jobs.runToEnd({ networkId: device.networkId, call }, signal);
    },
  };
}

const readForms = ({ family, root, api }: DevicePaths): Call['forms'] =>
  family === 'camera'
    ? [legacy(get(`${root}/config`)), get(`${api(2)}/config`)]
    : [legacy(get(`${api(1)}/config`))];

const writeForms = ({ family, root, api }: DevicePaths, change: object): Call['forms'] =>
  family === 'camera'
    ? [legacy(post(`${root}/update`, change)), post(`${api(2)}/config`, change)]
    : [legacy(post(`${api(1)}/config`, change))];

function readCameraConfig(name: string, value: unknown): DeviceConfig {
  const { camera, signals } = parseAnswer(name, cameraConfigSchema, value);
  return toDeviceConfig(parseAnswer(name, deviceConfigSchema, camera[0]), signals);
}
