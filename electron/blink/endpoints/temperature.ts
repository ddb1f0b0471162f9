import type { TemperatureCalibration } from '../../../shared/device-config.ts';
import { in2020, post, type Caller } from '../forms.ts';
import type { Jobs } from '../jobs.ts';
import type { DeviceRef } from '../models.ts';
import { cameraPlace } from './paths.ts';

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
  readonly caller: Caller;
  readonly jobs: Jobs;
}

export function createTemperatureCalls({ caller, jobs }: TemperatureDeps): TemperatureCalls {
  return {
    async setTemperatureAlerts(device, isOn, signal) {
      const { root } = cameraPlace(caller.accountId, device);
      const word = isOn ? 'enable' : 'disable';
      const forms = [in2020(post(`/api/v1${root}/temp_alert_${word}`))] as const;
      await jobs.carryOut(
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
      const forms = [in2020(post(`/api/v1${place.root}/calibrate`, body))] as const;
      await jobs.carryOut(
        { networkId: device.networkId, call: { name: 'calibration', forms } },
        signal,
      );
    },
  };
}
