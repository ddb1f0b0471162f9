import { usualPreferences } from '../../../shared/preferences.ts';
import { initialState, type AppState } from '../../../shared/app-state.ts';
import { cloudClipId, deviceId, networkId } from '../../../shared/ids.ts';
import type { Clip, ClipPlace, Device, Network } from '../../../shared/models.ts';

const accountId = 4711;
const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
const minute = 60_000;
const day = 24 * 60 * minute;

/** Noon today: clips of "today" stay today whenever the tests run. */
const noon = new Date().setHours(12, 0, 0, 0);
const takenAt = Date.now() - 14 * minute;

const house: Network = {
  id: networkId(accountId, 11),
  name: 'Home',
  timeZone,
  isArmed: true,
  savesLiveViews: false,
  hasSiren: true,
};

const cabin: Network = {
  id: networkId(accountId, 12),
  name: 'Lake Cabin',
  timeZone,
  isArmed: false,
  savesLiveViews: false,
  hasSiren: false,
};

const device = (number: number, name: string, more: Partial<Device> = {}): Device => ({
  id: deviceId(accountId, more.family ?? 'camera', number),
  networkId: house.id,
  family: 'camera',
  type: 'catalina',
  name,
  isMotionEnabled: true,
  isOnline: true,
  battery: 'ok',
  batteryBars: 3,
  wifiBars: 4,
  temperatureF: 54,
  picture: { version: `v${number}`, takenAt },
  hasLamp: false,
  snoozedUntil: null,
  ...more,
});

const devices: readonly Device[] = [
  device(24, 'Front Yard', { hasLamp: true }),
  device(25, 'Driveway', { battery: 'low', temperatureF: 41 }),
  device(26, 'Front Door', { family: 'doorbell', temperatureF: null }),
  device(27, 'Living Room', {
    family: 'owl',
    battery: 'mains',
    isMotionEnabled: false,
    temperatureF: null,
  }),
  device(28, 'Lakeside', { networkId: cabin.id, wifiBars: 1, temperatureF: 37 }),
  device(29, 'Wood Shed', { networkId: cabin.id, isOnline: false }),
];

/** Two systems, six cameras, everything as it should be on an ordinary day. */
export const livedIn: AppState = {
  account: { phase: 'signed-in', accountId, keyringProblem: null },
  home: {
    networks: [house, cabin],
    syncModules: [
      { networkId: house.id, name: 'Hallway module', isOnline: true, hasLocalStorage: false },
      { networkId: cabin.id, name: 'Cabin module', isOnline: true, hasLocalStorage: false },
    ],
    devices,
    changedAt: {},
    checkedAt: Date.now() - minute,
    isStale: false,
  },
  arming: {},
  temporaryDisarms: {},
  mute: { until: null },
  connection: { status: 'online', problem: null, pausedUntil: null, requestsLastHour: 42 },
  clips: { revision: 1, unseen: 3 },
  archive: {
    ...initialState.archive,
    policy: 'every',
    kept: 128,
    usedBytes: 340_000_000,
    freeBytes: 212_000_000_000,
    folder: 'Videos › Porchlight',
  },
  desktop: { hasTrayHost: true, trayStyle: 'colour', isRuntimeSupported: true, version: '0.1.0' },
  preferences: { ...usualPreferences, autostart: 'off' },
};

/** The page before anybody has signed in. */
export const signedOut: AppState = {
  ...initialState,
  account: { phase: 'signed-out', problem: null },
  desktop: livedIn.desktop,
};

export const homeId = house.id;
export const cabinId = cabin.id;
export const frontYard = devices[0] ?? device(24, 'Front Yard');

/** A clip of the ordinary world; the newest is number 0. */
export function clip(number: number, more: Partial<Clip> = {}): Clip {
  const { id, name, networkId: home, family } = devices[number % devices.length] ?? frontYard;
  return {
    id: cloudClipId(7_000_500 - number),
    accountId,
    networkId: home,
    networkName: home === house.id ? house.name : cabin.name,
    deviceId: id,
    deviceName: name,
    recordedAt: noon - number * 47 * minute - (number > 8 ? day / 3 : 0),
    timeZone,
    kind: family === 'doorbell' ? 'doorbell' : 'motion',
    labels: [],
    isWatched: false,
    isSeen: number > 2,
    place: placeOf(number),
    isInCloud: number < 30 && placeOf(number) !== 'gone',
    isStarred: number === 1 || number === 13,
    binnedAt: null,
    sizeBytes: 812_345,
    ...more,
  };
}

const placeOf = (number: number): ClipPlace => {
  if (number === 4) return 'fetching';
  if (number === 6) return 'gone';
  if (number === 9) return 'damaged';
  if (number === 11) return 'missing';
  if (number === 16) return 'pruned';
  return number % 5 === 2 ? 'listed' : 'kept';
};

/** A clip that was deleted here, so many days and a minute ago: the page's clock may be some seconds behind. */
export const binned = (number: number, daysAgo: number): Clip =>
  clip(number, {
    place: 'kept',
    isInCloud: false,
    binnedAt: Date.now() - daysAgo * day - 60_000,
  });

/** Newest first. */
export const clipsOf = (count: number): readonly Clip[] =>
  Array.from({ length: count }, (_, number) => clip(number));
