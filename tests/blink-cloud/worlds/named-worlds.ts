import { allDevices } from './all-devices.ts';
import { large } from './large.ts';
import { livedIn } from './lived-in.ts';
import { small } from './small.ts';
import type { WorldFile } from './world-file.ts';

/** The worlds that can be named on the command line. */
export const namedWorlds: Readonly<Record<string, WorldFile>> = {
  [livedIn.name]: livedIn,
  [small.name]: small,
  [allDevices.name]: allDevices,
  [large.name]: large,
};
