import { AppError } from '../../../shared/errors.ts';
import { post, type Call, type Caller } from '../forms.ts';
import type { Jobs } from '../jobs.ts';
import type { Known } from '../known.ts';
import type { DeviceRef } from '../models.ts';
import { devicePlace } from './paths.ts';

export interface LampCalls {
  /** The lamp of a wired floodlight, or one mounted at a camera; `not-supported` where none is known. */
  setLamp(device: DeviceRef, isOn: boolean, signal?: AbortSignal): Promise<void>;
}

export interface LampDeps {
  readonly caller: Caller;
  readonly jobs: Jobs;
  readonly known: Known;
}

export function createLampCalls({ caller, jobs, known }: LampDeps): LampCalls {
  function formsFor(device: DeviceRef, word: string): Call['forms'] {
    const { family, api } = devicePlace(caller.accountId, device);
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
      await jobs.carryOut({ networkId: device.networkId, call: { name: 'lamp', forms } }, signal);
    },
  };
}
