import type { AccountSettings } from '../../../shared/account-settings.ts';
import type { RequestReport } from '../../../shared/request-report.ts';
import type { DeviceConfig, MotionZones } from '../../../shared/device-config.ts';
import { weekdays, type Schedule } from '../../../shared/schedules.ts';
import { homeId } from './worlds.ts';

const second = 1_000;
const minute = 60 * second;

/** A battery camera that has every setting. */
export const cameraConfig: DeviceConfig = {
  settings: {
    name: 'Front Yard',
    motionSensitivity: 5,
    isMotionAlertOn: true,
    retriggerMs: 10 * second,
    clipMs: 30 * second,
    videoQuality: 'standard',
    recordsAudio: true,
    endsClipsEarly: true,
    notifiesEarly: false,
    illuminator: 'auto',
    illuminatorIntensity: 4,
    syncInterval: 7,
    isVideoFlipped: false,
    isLedOn: true,
    volume: 6,
    temperatureMinF: 41,
    temperatureMaxF: 86,
  },
  isMotionEnabled: true,
  isTemperatureAlertOn: false,
  longestClipMs: 60 * second,
  videoQualities: ['saver', 'standard', 'best'],
  readings: {
    firmware: '10.61',
    temperatureF: 54,
    batteryVolts: 1.55,
    batteryBars: 3,
    wifiDbm: -51,
    syncModuleDbm: -64,
    syncModuleBars: 4,
  },
};

const nothing = Object.fromEntries(
  Object.keys(cameraConfig.settings).map((key) => [key, null]),
) as unknown as DeviceConfig['settings'];

/** A plugged-in camera that knows little: no thermometer, no light, no sound. */
export const plainConfig: DeviceConfig = {
  ...cameraConfig,
  settings: { ...nothing, name: 'Living Room', clipMs: 20 * second, motionSensitivity: 4 },
  isTemperatureAlertOn: null,
  readings: {
    firmware: '2.7.1',
    temperatureF: null,
    batteryVolts: null,
    batteryBars: null,
    wifiDbm: -48,
    syncModuleDbm: null,
    syncModuleBars: null,
  },
};

/** Everything but the sky. */
export const zones: MotionZones = { cells: Array.from({ length: 25 }, (_, cell) => cell >= 5) };

export const nightly: Schedule = {
  id: 81,
  networkId: homeId,
  name: 'Nights',
  isEnabled: true,
  entries: [
    { days: weekdays, minuteUtc: 21 * 60, action: 'arm' },
    { days: ['mon', 'tue', 'wed', 'thu', 'fri'], minuteUtc: 5 * 60 + 30, action: 'disarm' },
  ],
};

export const schedules: readonly Schedule[] = [
  nightly,
  {
    ...nightly,
    id: 82,
    name: 'Weekend at the lake',
    isEnabled: false,
    entries: [{ days: ['sat', 'sun'], minuteUtc: 8 * 60, action: 'arm' }],
  },
];

export const accountSettings: AccountSettings = {
  notifications: { low_battery: true, motion: true, scheduling: false, pigeon_landed: true },
  autoDeleteDays: 30,
  autoDeleteChoices: [3, 7, 14, 30],
  storageUsedPercent: 8,
  unwatchedClips: 12,
  features: { media_table_enabled: true, speaker_volume_enabled: false },
};

export const requestReport: RequestReport = {
  lastHour: 42,
  byKind: { 'media-list': 26, homescreen: 14, command: 2 },
  lastRefusal: { code: 'rate-limited', at: Date.now() - 50 * minute },
  nextPollAt: Date.now() + minute,
};
