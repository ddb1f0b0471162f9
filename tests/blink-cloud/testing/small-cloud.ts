import { afterEach } from 'vitest';
import { startBlinkCloud, type BlinkCloud, type BlinkCloudOptions } from '../start.ts';
import { small } from '../worlds/small.ts';

/** When the tests' clock stands until one moves it. */
export const NOON = Date.parse('2026-11-22T12:00:00Z');

/** Starts clouds with the small world and a clock that only moves when told; each ends with its test. */
export function useSmallClouds(): (options?: BlinkCloudOptions) => Promise<BlinkCloud> {
  const running: BlinkCloud[] = [];
  afterEach(async () => {
    await Promise.all(running.splice(0).map((cloud) => cloud.stop()));
  });
  return async (options = {}) => {
    const cloud = await startBlinkCloud({ world: small, wallClock: () => NOON, ...options });
    running.push(cloud);
    return cloud;
  };
}
