import type { TemperatureCalibration } from '../../../shared/device-config.ts';
import { AppError } from '../../../shared/errors.ts';
import { legacy, post, type ApiClient, type EndpointVariants } from '../api-client.ts';
import type { DeviceRef } from '../models.ts';
import type { CommandRunner } from './commands.ts';
import type { HomescreenCalls } from './homescreen.ts';
import { cameraPaths, devicePaths, type DevicePaths } from './paths.ts';

/** What a camera can do. Each call resolves when it is done; its list decides the path, never its type. */
export interface CameraActions {
  /** A new still. Where it lies is on the homescreen then. */
  takePicture(device: DeviceRef, signal?: AbortSignal): Promise<void>;
  /** A recording, at once. It appears among the media. */
  record(device: DeviceRef, signal?: AbortSignal): Promise<void>;
  setMotion(device: DeviceRef, isEnabled: boolean, signal?: AbortSignal): Promise<void>;
  /** Makes a battery camera report how it is; `not-supported` for the others. */
  askNow(device: DeviceRef, signal?: AbortSignal): Promise<void>;
}

export function createCameraActions(
  api: ApiClient,
  commands: CommandRunner,
  homescreen: HomescreenCalls,
): CameraActions {
  const pathsOf = (device: DeviceRef) => devicePaths(api.accountId, device);

  return {
    async takePicture(device, signal) {
      const paths = pathsOf(device);
      const name = `picture of ${paths.family}`;
      const variants = actionVariants(paths, 'thumbnail');
      await commands.runToEnd({ networkId: device.networkId, name, variants, signal });
    },
    async record(device, signal) {
      const paths = pathsOf(device);
      const name = `recording of ${paths.family}`;
      const variants = actionVariants(paths, 'clip');
      await commands.runToEnd({ networkId: device.networkId, name, variants, signal });
    },
    async setMotion(device, isEnabled, signal) {
      const paths = pathsOf(device);
      const name = `motion of ${paths.family}`;
      const variants = motionVariants(paths, isEnabled);
      const isDone = async (end?: AbortSignal) =>
        (await homescreen.read(end)).devices.some(
          ({ id, isMotionEnabled }) => id === device.id && isMotionEnabled === isEnabled,
        );
      await commands.runToEnd({ networkId: device.networkId, name, variants, isDone, signal });
    },
    async askNow(device, signal) {
      const { root } = cameraPaths(api.accountId, device);
      const name = 'report of camera';
      const variants = [legacy(post(`${root}/status`))] as const;
      await commands.runToEnd({ networkId: device.networkId, name, variants, signal });
    },
  };
}

/** Cameras take commands below the root, the others below `/api`. */
const actionVariants = (paths: DevicePaths, action: string): EndpointVariants =>
  paths.family === 'camera'
    ? [legacy(post(`${paths.root}/${action}`)), post(`${paths.accountRoot}/${action}`)]
    : [legacy(post(`${paths.versioned(1)}/${action}`))];

function motionVariants(paths: DevicePaths, isEnabled: boolean): EndpointVariants {
  const action = isEnabled ? 'enable' : 'disable';
  const byConfig = post(`${paths.versioned(1)}/config`, { enabled: isEnabled });
  const byAction = post(`${paths.versioned(1)}/${action}`);
  if (paths.family === 'camera') return actionVariants(paths, action);
  return paths.family === 'owl' ? [legacy(byConfig), byAction] : [legacy(byAction), byConfig];
}

export interface LampCalls {
  /** The lamp of a wired floodlight, or one mounted at a camera; `not-supported` where none is known. */
  setLamp(device: DeviceRef, isOn: boolean, signal?: AbortSignal): Promise<void>;
}

export function createLampCalls(
  api: ApiClient,
  commands: CommandRunner,
  homescreen: HomescreenCalls,
): LampCalls {
  function variantsFor(device: DeviceRef, action: string): EndpointVariants {
    const { family, versioned } = devicePaths(api.accountId, device);
    if (family === 'owl') return [post(`${versioned(1)}/lights/${action}`)];
    const lamp = homescreen.mountedLamp(device.id);
    if (lamp === null) throw new AppError('not-supported', 'lamp: none known');
    return [
      post(`${versioned(1)}/accessories/storm/${lamp}/lights/${action}`),
      post(`${versioned(2)}/light_accessories/${lamp}/lights/${action}`),
    ];
  }

  return {
    async setLamp(device, isOn, signal) {
      const variants = variantsFor(device, isOn ? 'on' : 'off');
      await commands.runToEnd({ networkId: device.networkId, name: 'lamp', variants, signal });
    },
  };
}

/** Battery cameras measure the temperature; `not-supported` for the others. */
export interface TemperatureCalls {
  setTemperatureAlerts(device: DeviceRef, isOn: boolean, signal?: AbortSignal): Promise<void>;
  calibrate(
    device: DeviceRef,
    calibration: TemperatureCalibration,
    signal?: AbortSignal,
  ): Promise<void>;
}

export const createTemperatureCalls = (
  api: ApiClient,
  commands: CommandRunner,
): TemperatureCalls => ({
  async setTemperatureAlerts(device, isOn, signal) {
    const { root } = cameraPaths(api.accountId, device);
    const action = isOn ? 'enable' : 'disable';
    const name = `temperature alert ${action}`;
    const variants = [legacy(post(`/api/v1${root}/temp_alert_${action}`))] as const;
    await commands.runToEnd({ networkId: device.networkId, name, variants, signal });
  },
  async calibrate(device, { currentF, minF, maxF }, signal) {
    const paths = cameraPaths(api.accountId, device);
    const body = {
      id: paths.device,
      network: paths.network,
      current_temp: currentF,
      temp_min: minF,
      temp_max: maxF,
    };
    const variants = [legacy(post(`/api/v1${paths.root}/calibrate`, body))] as const;
    await commands.runToEnd({ networkId: device.networkId, name: 'calibration', variants, signal });
  },
});
