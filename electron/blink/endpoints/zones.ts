import * as v from 'valibot';
import type { MotionZones } from '../../../shared/device-config.ts';
import {
  get,
  legacy,
  post,
  type Call,
  type EndpointClient,
  type EndpointVariant,
} from '../api-client.ts';
import type { DeviceRef } from '../models.ts';
import { maybeList, parseAnswer } from '../wire/schema-helpers.ts';
import type { CommandRunner } from './commands.ts';
import { devicePaths, type DevicePaths } from './paths.ts';

export interface ZoneCalls {
  zones(device: DeviceRef, signal?: AbortSignal): Promise<Zones>;
  setZones(device: DeviceRef, zones: Zones, signal?: AbortSignal): Promise<void>;
}

export interface ZoneDeps {
  readonly caller: EndpointClient;
  readonly jobs: CommandRunner;
}

export function createZoneCalls({ caller, jobs }: ZoneDeps): ZoneCalls {
  const place = (device: DeviceRef) => devicePaths(caller.accountId, device);

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
      await jobs.runToEnd(
        { networkId: device.networkId, call: { name: nameOf(at), forms } },
        signal,
      );
    },
  };
}

// Reading and writing share the name: a write goes where the reading was answered.
const nameOf = ({ family }: DevicePaths): string => `zones of ${family}`;

function formsOf(
  { family, api }: DevicePaths,
  form: (path: string) => EndpointVariant,
): Call['forms'] {
  const today = form(`${api(2)}/zones`);
  if (family === 'camera') return [today, legacy(form(`${api(1)}/motion_regions`))];
  return [today, form(family === 'owl' ? `${api(1)}/config` : `${api(1)}/zones`)];
}

/** Where a camera watches for motion, as the cloud keeps it: write back what is not changed. */
export interface Zones {
  /** One bit per cell, the lowest for the one at the top left. Bits above the cells are the cloud's own. */
  readonly mask: number;
  /** One number per cell, of 12 bits each. Empty where the device has no finer grid. */
  readonly fine: readonly number[];
}

/** The cells a person sees. */
export const cellsOf = ({ mask }: Zones): MotionZones['cells'] =>
  Array.from({ length: cellCount }, (_cell, place) => (mask & (1 << place)) !== 0);

/** The same zones with other cells. A cell that stays on keeps its finer grid. */
export function withCells({ mask, fine }: Zones, cells: MotionZones['cells']): Zones {
  const chosen = cells.reduce((bits, isOn, place) => (isOn ? bits | (1 << place) : bits), 0);
  return {
    mask: Math.floor(mask / 2 ** cellCount) * 2 ** cellCount + chosen,
    fine: fine.map((grid, place) => (cells[place] === true ? grid || wholeCell : 0)),
  };
}

const cellCount = 25;
const wholeCell = 4_095;

/** The mask is never guessed: written back wrong, it would blind a camera. */
export const zonesSchema = v.object({
  motion_regions: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  advanced_motion_regions: v.pipe(
    maybeList,
    v.array(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
  ),
});
