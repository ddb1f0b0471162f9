import type { TemperatureCalibration } from '../../../shared/device-config.ts';
import { AppError } from '../../../shared/errors.ts';
import { legacy, post, type Call, type EndpointClient } from '../api-client.ts';
import type { DeviceRef, Homescreen } from '../models.ts';
import type { CommandRunner } from './commands.ts';
import type { KnownIds } from './homescreen.ts';
import { cameraPlace, devicePaths, type DevicePaths } from './paths.ts';

/** What a camera can be told to do. Each resolves when it is done; its list decides the address, never its type. */
export interface CameraActions {
  /** A new still. The homescreen then tells where it lies. */
  takePicture(device: DeviceRef, signal?: AbortSignal): Promise<void>;
  /** A recording, at once. It appears among the media. */
  record(device: DeviceRef, signal?: AbortSignal): Promise<void>;
  setMotion(device: DeviceRef, isEnabled: boolean, signal?: AbortSignal): Promise<void>;
  /** Makes a battery camera report how it is; `not-supported` for the others. */
  askNow(device: DeviceRef, signal?: AbortSignal): Promise<void>;
}

export interface CameraDeps {
  readonly caller: EndpointClient;
  readonly jobs: CommandRunner;
  readonly homescreen: (signal?: AbortSignal) => Promise<Homescreen>;
}

export function createCameraActions({ caller, jobs, homescreen }: CameraDeps): CameraActions {
  const place = (device: DeviceRef) => devicePaths(caller.accountId, device);

  async function order(device: DeviceRef, what: string, forms: Call['forms'], end?: AbortSignal) {
    const name = `${what} ${place(device).family}`;
    await jobs.runToEnd({ networkId: device.networkId, call: { name, forms } }, end);
  }

  return {
    takePicture: async (device, signal) =>
      order(device, 'picture of', verb(place(device), 'thumbnail'), signal),
    record: async (device, signal) =>
      order(device, 'recording of', verb(place(device), 'clip'), signal),
    async setMotion(device, isEnabled, signal) {
      const at = place(device);
      const call = { name: `motion of ${at.family}`, forms: motionForms(at, isEnabled) };
      const isDone = async (end?: AbortSignal) =>
        (await homescreen(end)).devices.some(
          ({ id, isMotionEnabled }) => id === device.id && isMotionEnabled === isEnabled,
        );
      await jobs.runToEnd({ networkId: device.networkId, call, isDone }, signal);
    },
    async askNow(device, signal) {
      const { root } = cameraPlace(caller.accountId, device);
      await order(device, 'report of', [legacy(post(`${root}/status`))], signal);
    },
  };
}

/** Cameras take orders below the root, the others below `/api`. */
const verb = ({ family, root, app, api }: DevicePaths, word: string): Call['forms'] =>
  family === 'camera'
    ? [legacy(post(`${root}/${word}`)), post(`${app}/${word}`)]
    : [legacy(post(`${api(1)}/${word}`))];

function motionForms(place: DevicePaths, isEnabled: boolean): Call['forms'] {
  const word = isEnabled ? 'enable' : 'disable';
  const config = post(`${place.api(1)}/config`, { enabled: isEnabled });
  const own = post(`${place.api(1)}/${word}`);
  if (place.family === 'camera') return verb(place, word);
  return place.family === 'owl' ? [legacy(config), own] : [legacy(own), config];
}

export interface LampCalls {
  /** The lamp of a wired floodlight, or one mounted at a camera; `not-supported` where none is known. */
  setLamp(device: DeviceRef, isOn: boolean, signal?: AbortSignal): Promise<void>;
}

export interface LampDeps {
  readonly caller: EndpointClient;
  readonly jobs: CommandRunner;
  readonly known: KnownIds;
}

export function createLampCalls({ caller, jobs, known }: LampDeps): LampCalls {
  function formsFor(device: DeviceRef, word: string): Call['forms'] {
    const { family, api } = devicePaths(caller.accountId, device);
    if (family === 'owl') return [post(`${api(1)}/lights/${word}`)];
    const lamp = known.numbers().mountedLamps.get(device.id);
    if (lamp === undefined) throw new AppError('not-supported', 'lamp: none known');
    return [
      post(`${api(1)}/accessories/storm/${lamp}/lights/${word}`),
      post(`${api(2)}/light_accessories/${lamp}/lights/${word}`),
    ];
  }

  return {
    async setLamp(device, isOn, signal) {
      const forms = formsFor(device, isOn ? 'on' : 'off');
      await jobs.runToEnd({ networkId: device.networkId, call: { name: 'lamp', forms } }, signal);
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

export interface TemperatureDeps {
  readonly caller: EndpointClient;
  readonly jobs: CommandRunner;
}

export function createTemperatureCalls({ caller, jobs }: TemperatureDeps): TemperatureCalls {
  return {
    async setTemperatureAlerts(device, isOn, signal) {
      const { root } = cameraPlace(caller.accountId, device);
      const word = isOn ? 'enable' : 'disable';
      const forms = [legacy(post(`/api/v1${root}/temp_alert_${word}`))] as const;
      await jobs.runToEnd(
        { networkId: device.networkId, call: { name: `temperature alert ${word}`, forms } },
        signal,
      );
    },
    async calibrate(device, { currentF, minF, maxF }, signal) {
      const place = cameraPlace(caller.accountId, device);
      const body = {
        id: place.device,
        network: place.network,
        current_temp: currentF,
        temp_min: minF,
        temp_max: maxF,
      };
      const forms = [legacy(post(`/api/v1${place.root}/calibrate`, body))] as const;
      await jobs.runToEnd(
        { networkId: device.networkId, call: { name: 'calibration', forms } },
        signal,
      );
    },
  };
}
