import type { DeviceFile, SystemFile } from './world-file.ts';

type Told = Pick<DeviceFile, 'id' | 'type' | 'name' | 'scene'> & Partial<DeviceFile>;

const camera = (told: Told): DeviceFile => ({
  family: 'cameras',
  serial: `G8T1PORCH0C${told.id}`,
  firmware: '10.63',
  enabled: true,
  status: 'done',
  battery: { state: 'ok', bars: 3 },
  bars: { lfr: 4, wifi: 4 },
  temperatureF: 68,
  pictureAgeMinutes: 60,
  usageSeconds: 120,
  ...told,
});

const owl = (told: Told): DeviceFile => ({
  family: 'owls',
  serial: `G8T1PORCH0M${told.id}`,
  firmware: '10.22',
  enabled: true,
  status: 'online',
  bars: { lfr: 0, wifi: 5 },
  pictureAgeMinutes: 90,
  ...told,
});

const doorbell = (told: Told): DeviceFile => ({
  ...camera(told),
  family: 'doorbells',
  serial: `G8T1PORCH0D${told.id}`,
  status: 'online',
});

/** One of each behind a module with storage; two numbers are given out twice, in different lists. */
export const house: SystemFile = {
  id: 2201,
  name: 'House',
  timeZone: 'Europe/Berlin',
  armed: true,
  savesLiveViews: true,
  syncModule: {
    id: 3201,
    name: 'House module',
    serial: 'G8T1PORCH0003201',
    type: 'sm2',
    subtype: 'vinnie',
    firmware: '4.5.11',
    status: 'online',
    wifiBars: 5,
    localStorage: 'active',
  },
  devices: [
    camera({
      id: 4201,
      type: 'white',
      name: 'Cellar',
      scene: 'wood-shed',
      firmware: '2.151',
      addresses: 'path',
      liveView: 'rtsps',
      temperatureF: 61,
      settings: { temp_adjust: -4 },
    }),
    camera({
      id: 4202,
      type: 'xt2',
      name: 'Back Garden',
      scene: 'lakeside',
      firmware: '7.96',
      addresses: 'path',
      battery: { state: 'low', bars: 1 },
    }),
    camera({
      id: 4203,
      type: 'catalina',
      name: 'Gate',
      scene: 'front-yard',
      addresses: 'time',
      recordsTo: 'both',
      temperatureF: 28,
      settings: { motion_regions: 2_084_928, temp_alarm_enable: true },
    }),
    camera({
      id: 4204,
      type: 'sedona',
      name: 'Drive',
      scene: 'driveway',
      firmware: '12.28',
      accessories: [{ id: 7201, type: 'storm', serial: 'G8T1PORCH0S7201' }],
    }),
    owl({
      id: 4201,
      type: 'owl',
      name: 'Kitchen',
      scene: 'living-room',
      recordsTo: 'local',
      accessories: [{ id: 7202, type: 'rosie', serial: 'G8T1PORCH0R7202' }],
    }),
    owl({ id: 5202, type: 'hawk', name: 'Study', scene: 'living-room', enabled: false }),
    owl({ id: 5203, type: 'superior_owl', name: 'Floodlight', scene: 'driveway' }),
    doorbell({ id: 4202, type: 'lotus', name: 'Front Door', scene: 'front-door' }),
  ],
  sirens: [{ id: 8201, name: 'Attic siren' }],
  programs: [
    {
      id: 26_830,
      name: 'Nights',
      enabled: true,
      schedule: [
        { dow: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'], time: '21:00', action: 'arm' },
        { dow: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'], time: '05:00', action: 'disarm' },
      ],
    },
    {
      id: 26_831,
      name: 'Holidays',
      enabled: false,
      schedule: [{ dow: ['sat'], time: '2026-07-04 08:30:00 +0000', action: 'arm' }],
    },
  ],
};

/** No sync module: a Mini and a doorbell work for themselves. */
export const flat: SystemFile = {
  id: 2202,
  name: 'Flat',
  timeZone: 'America/New_York',
  armed: false,
  devices: [
    owl({ id: 5204, type: 'owl', name: 'Flat Desk', scene: 'living-room' }),
    doorbell({ id: 6201, type: 'lotus', name: 'Flat Door', scene: 'front-door' }),
  ],
};

/** A module nobody hears from, and a camera of a kind nobody knows. */
export const barn: SystemFile = {
  id: 2203,
  name: 'Barn',
  timeZone: 'Europe/Berlin',
  armed: false,
  syncModule: {
    id: 3203,
    name: 'Barn module',
    serial: 'G8T1PORCH0003203',
    type: 'sm1',
    subtype: 'none',
    firmware: '2.13.18',
    status: 'offline',
    wifiBars: 0,
    localStorage: 'unavailable',
  },
  devices: [
    camera({
      id: 4205,
      type: 'chickadee',
      name: 'Stable',
      scene: 'wood-shed',
      status: 'offline',
      bars: { lfr: 0, wifi: 0 },
      pictureAgeMinutes: 9000,
    }),
  ],
};
