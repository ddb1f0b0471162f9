import { get, in2020, post, type Call, type Caller, type Form } from '../forms.ts';
import type { Jobs } from '../jobs.ts';
import type { DeviceRef } from '../models.ts';
import { devicePlace, type DevicePlace } from './paths.ts';
import type { Zones } from '../zones.ts';
import { zonesSchema } from '../wire/zones.ts';
import { parseAnswer } from '../wire/schema-helpers.ts';

export interface ZoneCalls {
  zones(device: DeviceRef, signal?: AbortSignal): Promise<Zones>;
  setZones(device: DeviceRef, zones: Zones, signal?: AbortSignal): Promise<void>;
}

export interface ZoneDeps {
  readonly caller: Caller;
  readonly jobs: Jobs;
}

export function createZoneCalls({ caller, jobs }: ZoneDeps): ZoneCalls {
  const place = (device: DeviceRef) => devicePlace(caller.accountId, device);

  return {
    async zones(device, signal) {
      const at = place(device);
      const call: Call = { kind: 'command', name: nameOf(at), forms: formsOf(at, get), signal };
      const { value } = await caller.ask(call);
      const wire = parseAnswer(call.name, zonesSchema, value);
      return { mask: wire.motion_regions, fine: wire.advanced_motion_regions };
    },
    async setZones(device, { mask, fine }, signal) {
      const at = place(device);
      const body = { motion_regions: mask, advanced_motion_regions: fine };
      const forms = formsOf(at, (path) => post(path, body));
      await jobs.carryOut(
        { networkId: device.networkId, call: { name: nameOf(at), forms } },
        signal,
      );
    },
  };
}

// Reading and writing share the name: a write goes where the reading was answered.
const nameOf = ({ family }: DevicePlace): string => `zones of ${family}`;

function formsOf({ family, api }: DevicePlace, form: (path: string) => Form): Call['forms'] {
  const today = form(`${api(2)}/zones`);
  if (family === 'camera') return [today, in2020(form(`${api(1)}/motion_regions`))];
  return [today, form(family === 'owl' ? `${api(1)}/config` : `${api(1)}/zones`)];
}
