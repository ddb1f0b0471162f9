import { small } from '../../blink-cloud/worlds/small.ts';
import type {
  ClipFile,
  DeviceFile,
  SystemFile,
  WorldFile,
} from '../../blink-cloud/worlds/world-file.ts';

const [studio] = small.systems;
if (studio === undefined) throw new Error('the small world has no system');
const [gate, desk] = studio.devices;
if (gate === undefined || desk === undefined) throw new Error('the small world has no devices');

const doorbell: DeviceFile = {
  ...desk,
  id: 6101,
  family: 'doorbells',
  type: 'lotus',
  name: 'Door',
  serial: 'G8T1PORCH0006101',
  battery: { state: 'ok', bars: 3 },
};

const floodlight: DeviceFile = {
  ...desk,
  id: 5102,
  type: 'superior_owl',
  name: 'Yard light',
  serial: 'G8T1PORCH0005102',
};

const system: SystemFile = {
  ...studio,
  ...(studio.syncModule && { syncModule: { ...studio.syncModule, localStorage: 'active' } }),
  sirens: [{ id: 9101, name: 'Roof' }],
  programs: [
    {
      id: 26101,
      name: 'Nights',
      enabled: true,
      schedule: [{ dow: ['mon', 'sun'], time: '21:00', action: 'arm' }],
    },
  ],
  devices: [
    {
      ...gate,
      type: 'xt2',
      firmware: '7.96',
      addresses: 'path',
      recordsTo: 'both',
      accessories: [{ id: 7101, type: 'storm', serial: 'G8T1PORCH0007101' }],
    },
    desk,
    floodlight,
    doorbell,
  ],
};

const onTheStick: readonly ClipFile[] = [90, 60].map((minutesAgo) => ({
  device: 'Gate',
  minutesAgo,
  source: 'pir',
  watched: false,
  isLocal: true,
}));

/** The small world with one of everything, its camera addressed as in 2020. */
export const one: WorldFile = {
  ...small,
  systems: [system],
  clips: [...small.clips, ...onTheStick],
  order: { systems: [2101], devices: { '2101': [5101, 4101] } },
};
