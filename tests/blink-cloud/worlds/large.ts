import { SCENE_NAMES } from '../drawing/scene.ts';
import type { DeviceFile, SystemFile, WorldFile } from './world-file.ts';

const SYSTEMS = 4;
const DEVICES_PER_SYSTEM = 10;
const DAYS = 59;
const CLIPS_PER_DAY = 43;

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

function device(system: number, index: number): DeviceFile {
  const id = 4301 + system * DEVICES_PER_SYSTEM + index;
  const isOwl = index >= 7;
  return {
    id,
    family: isOwl ? 'owls' : 'cameras',
    type: isOwl ? 'owl' : 'catalina',
    name: `Site ${system + 1} Camera ${index + 1}`,
    serial: `G8T1PORCH000${id}`,
    firmware: '10.63',
    scene: SCENE_NAMES[index % SCENE_NAMES.length] ?? 'driveway',
    enabled: true,
    status: isOwl ? 'online' : 'done',
    ...(isOwl ? {} : { battery: { state: 'ok', bars: 3 } }),
    bars: { lfr: isOwl ? 0 : 4, wifi: 4 },
    pictureAgeMinutes: 10 + index * 7,
  };
}

const system = (index: number): SystemFile => ({
  id: 2301 + index,
  name: `Site ${index + 1}`,
  timeZone: 'Europe/Berlin',
  armed: true,
  syncModule: {
    id: 3301 + index,
    name: `Module ${index + 1}`,
    serial: `G8T1PORCH000${3301 + index}`,
    type: 'sm2',
    subtype: 'vinnie',
    firmware: '4.5.11',
    status: 'online',
    wifiBars: 5,
    localStorage: 'unavailable',
  },
  devices: numbers(DEVICES_PER_SYSTEM).map((each) => device(index, each)),
});

const systems = numbers(SYSTEMS).map(system);

/** Forty cameras and a hundred thousand clips over two months: what a client must not grow slow with. */
export const large: WorldFile = {
  name: 'large',
  account: {
    id: 1000004,
    userId: 1100004,
    email: 'demo@porchlight.test',
    password: 'porchlight',
    twoFactorCode: '123456',
    phone: '+49xxxxxxx58',
    tier: 'u014',
    autoDeleteDays: 60,
    autoDeleteOptions: [3, 7, 14, 30, 60],
  },
  mediaPageSize: 500,
  systems,
  clips: [],
  historyDays: DAYS,
  habits: systems.flatMap(({ devices }) =>
    devices.map(({ name }) => ({
      device: name,
      source: 'pir',
      perDay: CLIPS_PER_DAY,
      hours: [0, 23],
    })),
  ),
};
