import * as v from 'valibot';
import type { MotionZones } from '../../../shared/device-config.ts';
import {
  get,
  legacy,
  post,
  type ApiClient,
  type EndpointVariant,
  type EndpointVariants,
} from '../api-client.ts';
import type { DeviceRef } from '../models.ts';
import { maybeList, parseAnswer } from '../wire/schema-helpers.ts';
import type { CommandRunner } from './commands.ts';
import { devicePaths, type DevicePaths } from './paths.ts';

export interface ZoneCalls {
  zones(device: DeviceRef, signal?: AbortSignal): Promise<Zones>;
  setZones(device: DeviceRef, zones: Zones, signal?: AbortSignal): Promise<void>;
}

export function createZoneCalls(api: ApiClient, commands: CommandRunner): ZoneCalls {
  const pathsOf = (device: DeviceRef) => devicePaths(api.accountId, device);

  return {
    async zones(device, signal) {
      const paths = pathsOf(device);
      const name = nameFor(paths);
      const variants = variantsFor(paths, get);
      const { value } = await api.json({ kind: 'command', name, variants, signal });
      const wire = parseAnswer(name, zonesSchema, value);
      return { mask: wire.motion_regions, fine: wire.advanced_motion_regions };
    },
    async setZones(device, { mask, fine }, signal) {
      const paths = pathsOf(device);
      const name = nameFor(paths);
      const body = { motion_regions: mask, advanced_motion_regions: fine };
      const variants = variantsFor(paths, (path) => post(path, body));
      await commands.runToEnd({ networkId: device.networkId, name, variants, signal });
    },
  };
}

// Reading and writing share the name: a write goes where the reading was answered.
const nameFor = ({ family }: DevicePaths): string => `zones of ${family}`;

function variantsFor(
  { family, versioned }: DevicePaths,
  variant: (path: string) => EndpointVariant,
): EndpointVariants {
  const today = variant(`${versioned(2)}/zones`);
  if (family === 'camera') return [today, legacy(variant(`${versioned(1)}/motion_regions`))];
  return [today, variant(`${versioned(1)}/${family === 'owl' ? 'config' : 'zones'}`)];
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
  Array.from({ length: cellCount }, (_cell, cell) => (mask & (1 << cell)) !== 0);

/** The same zones with other cells. A cell that stays on keeps its finer grid. */
export function withCells({ mask, fine }: Zones, cells: MotionZones['cells']): Zones {
  const chosen = cells.reduce((bits, isOn, cell) => (isOn ? bits | (1 << cell) : bits), 0);
  return {
    mask: Math.floor(mask / 2 ** cellCount) * 2 ** cellCount + chosen,
    fine: fine.map((grid, cell) => (cells[cell] === true ? grid || wholeCell : 0)),
  };
}

const cellCount = 25;
const wholeCell = 4_095;

/** The mask is never guessed: written back wrong, it would blind a camera. */
const zonesSchema = v.object({
  motion_regions: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  advanced_motion_regions: v.pipe(
    maybeList,
    v.array(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
  ),
});
