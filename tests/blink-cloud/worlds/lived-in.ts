import type { WorldFile } from './world-file.ts';
import { cabin, home } from './lived-in-systems.ts';

/** Two places somebody lives in: six cameras of three families and three weeks of clips. */
export const livedIn: WorldFile = {
  name: 'lived-in',
  account: {
    id: 1000001,
    userId: 1100001,
    email: 'demo@porchlight.test',
    password: 'porchlight',
    twoFactorCode: '123456',
    phone: '+49xxxxxxx17',
    tier: 'u014',
  },
  mediaPageSize: 25,
  systems: [home, cabin],
  clips: [
    { device: 'Front Door', minutesAgo: 47, source: 'button_press', watched: false },
    { device: 'Front Yard', minutesAgo: 48, source: 'pir', watched: false },
    { device: 'Driveway', minutesAgo: 131, source: 'pir', watched: false },
    { device: 'Living Room', minutesAgo: 203, source: 'liveview', watched: true },
    { device: 'Lakeside', minutesAgo: 388, source: 'pir', watched: false },
    { device: 'Living Room', minutesAgo: 204, source: 'pir', watched: false, isLocal: true },
    { device: 'Front Yard', minutesAgo: 1510, source: 'pir', watched: false, isLocal: true },
    { device: 'Living Room', minutesAgo: 2977, source: 'pir', watched: false, isLocal: true },
  ],
  historyDays: 21,
  habits: [
    { device: 'Front Yard', source: 'pir', perDay: 0.9, hours: [6, 9] },
    { device: 'Front Yard', source: 'pir', perDay: 0.8, hours: [16, 20] },
    { device: 'Front Yard', source: 'pir', perDay: 0.2, hours: [1, 4] },
    { device: 'Driveway', source: 'pir', perDay: 0.9, hours: [7, 9] },
    { device: 'Driveway', source: 'pir', perDay: 0.8, hours: [17, 19] },
    { device: 'Front Door', source: 'button_press', perDay: 0.5, hours: [10, 17] },
    { device: 'Front Door', source: 'pir', perDay: 0.8, hours: [9, 19] },
    { device: 'Living Room', source: 'pir', perDay: 0.4, hours: [11, 15] },
    { device: 'Living Room', source: 'liveview', perDay: 0.2, hours: [12, 22] },
    { device: 'Living Room', source: 'snapshot', perDay: 0.2, hours: [9, 18] },
    { device: 'Lakeside', source: 'pir', perDay: 0.5, hours: [5, 9] },
    { device: 'Lakeside', source: 'pir', perDay: 0.3, hours: [20, 23] },
    { device: 'Wood Shed', source: 'pir', perDay: 0.5, hours: [0, 23], endedDaysAgo: 4 },
  ],
};
