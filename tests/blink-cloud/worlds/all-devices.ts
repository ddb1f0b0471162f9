import { barn, flat, house } from './all-devices-systems.ts';
import type { WorldFile } from './world-file.ts';

/** One of every kind of device, address, accessory and state: for asking a client about each. */
export const allDevices: WorldFile = {
  name: 'all-devices',
  account: {
    id: 1000003,
    userId: 1100003,
    email: 'demo@porchlight.test',
    password: 'porchlight',
    twoFactorCode: '123456',
    phone: '+49xxxxxxx29',
    tier: 'u014',
    temperatureUnits: 'c',
  },
  mediaPageSize: 25,
  systems: [house, flat, barn],
  order: {
    systems: [2202, 2201, 2203],
    devices: { '2201': [4204, 4203, 4201, 4202], '2202': [6201, 5204] },
  },
  clips: [
    { device: 'Cellar', minutesAgo: 4000, source: 'pir', watched: true },
    { device: 'Back Garden', minutesAgo: 3000, source: 'pir', watched: false },
    {
      device: 'Gate',
      minutesAgo: 900,
      source: 'cv_motion',
      watched: false,
      description: 'A person opens the gate. She carries a parcel and a bag.',
      detections: ['person'],
    },
    { device: 'Drive', minutesAgo: 700, source: 'pir', watched: false, detections: ['vehicle'] },
    { device: 'Study', minutesAgo: 600, source: 'snapshot', watched: true },
    { device: 'Floodlight', minutesAgo: 500, source: 'pir', watched: false },
    { device: 'Front Door', minutesAgo: 400, source: 'button_press', watched: false },
    { device: 'Flat Door', minutesAgo: 300, source: 'button', watched: false },
    { device: 'Flat Desk', minutesAgo: 200, source: 'liveview', watched: true },
    { device: 'Kitchen', minutesAgo: 820, source: 'pir', watched: false, isLocal: true },
    { device: 'Gate', minutesAgo: 900, source: 'pir', watched: false, isLocal: true },
    { device: 'Kitchen', minutesAgo: 60, source: 'pir', watched: false, isLocal: true },
  ],
  historyDays: 0,
  habits: [],
};
