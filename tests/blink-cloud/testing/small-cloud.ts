import { afterEach } from 'vitest';
import { startBlinkCloud, type BlinkCloud, type BlinkCloudOptions } from '../start.ts';
import { allDevices } from '../worlds/all-devices.ts';
import { small } from '../worlds/small.ts';
import type { WorldFile } from '../worlds/world-file.ts';

/** When the tests' clock stands until one moves it: a Sunday. */
export const NOON = Date.parse('2026-11-22T12:00:00Z');

type Start = (options?: BlinkCloudOptions) => Promise<BlinkCloud>;

/** Starts clouds with that world and a clock that only moves when told; each ends with its test. */
function useClouds(world: WorldFile): Start {
  const running: BlinkCloud[] = [];
  afterEach(async () => {
    await Promise.all(running.splice(0).map((cloud) => cloud.stop()));
  });
  return async (options = {}) => {
    const cloud = await startBlinkCloud({ world, wallClock: () => NOON, ...options });
    running.push(cloud);
    return cloud;
  };
}

export const useSmallClouds = () => useClouds(small);

/** With one of every kind of device. */
export const useFullClouds = () => useClouds(allDevices);
