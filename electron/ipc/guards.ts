import * as v from 'valibot';
import { historyPaces } from '../../shared/archive.ts';
import {
  isClipId,
  isDeviceId,
  isNetworkId,
  type ClipId,
  type DeviceId,
  type NetworkId,
} from '../../shared/ids.ts';
import type { DecodedPicture } from '../../shared/ipc/contract.ts';
import type { Guards } from '../../shared/ipc/types.ts';
import { links, type LinkName } from '../../shared/links.ts';
import { shortcutNames } from '../../shared/preferences.ts';
import { weekdays } from '../../shared/schedules.ts';
import { notificationSettings } from '../lib/notification-schema.ts';

/** Whole numbers within bounds. */
const whole = (from: number, to: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(from), v.maxValue(to));

/** Any number within bounds. */
const within = (from: number, to: number) => v.pipe(v.number(), v.minValue(from), v.maxValue(to));

/** Text that holds something to read. */
const words = (longest: number) =>
  v.pipe(
    v.string(),
    v.maxLength(longest),
    v.check((text) => text.trim() !== ''),
  );

const clipId = v.custom<ClipId>(isClipId);
const deviceId = v.custom<DeviceId>(isDeviceId);
const networkId = v.custom<NetworkId>(isNetworkId);

const clipIdsUpTo = (most: number) => v.pipe(v.array(clipId), v.minLength(1), v.maxLength(most));

/** A value for one device, or for one network. */
const ofDevice = <Schema extends v.GenericSchema>(value: Schema) =>
  v.strictObject({ deviceId, value });
const ofNetwork = <Schema extends v.GenericSchema>(value: Schema) =>
  v.strictObject({ networkId, value });

const longestMs = 3_600_000;
const degreesF = whole(-58, 212);
const serial = whole(1, Number.MAX_SAFE_INTEGER);
const snoozeMinutes = v.nullable(whole(1, 1_439));

/** Whether it is near enough is checked by the service, which has a clock. */
const timestamp = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const deviceSettings = v.strictObject({
  name: v.exactOptional(words(60)),
  motionSensitivity: v.exactOptional(whole(1, 9)),
  isMotionAlertOn: v.exactOptional(v.boolean()),
  retriggerMs: v.exactOptional(whole(0, longestMs)),
  clipMs: v.exactOptional(whole(1_000, longestMs)),
  videoQuality: v.exactOptional(v.pipe(v.string(), v.regex(/^\w{1,40}$/))),
  recordsAudio: v.exactOptional(v.boolean()),
  endsClipsEarly: v.exactOptional(v.boolean()),
  notifiesEarly: v.exactOptional(v.boolean()),
  illuminator: v.exactOptional(v.picklist(['off', 'on', 'auto'])),
  illuminatorIntensity: v.exactOptional(whole(0, 100)),
  syncInterval: v.exactOptional(whole(0, 1_000)),
  isVideoFlipped: v.exactOptional(v.boolean()),
  isLedOn: v.exactOptional(v.boolean()),
  volume: v.exactOptional(whole(0, 100)),
  temperatureMinF: v.exactOptional(degreesF),
  temperatureMaxF: v.exactOptional(degreesF),
});

const scheduleEntry = v.strictObject({
  days: v.pipe(
    v.array(v.picklist(weekdays)),
    v.minLength(1),
    v.maxLength(weekdays.length),
    v.check((days) => new Set(days).size === days.length),
  ),
  minuteUtc: whole(0, 1_439),
  action: v.picklist(['arm', 'disarm']),
});

/** The schema of every argument that is more than an id. Unknown fields are refused. */
export const schemas = {
  clipQuery: v.strictObject({
    shelf: v.picklist(['all', 'starred', 'bin']),
    limit: whole(1, 200),
    before: v.nullable(v.strictObject({ recordedAt: v.number(), id: clipId })),
    deviceId: v.nullable(deviceId),
  }),
  historyPace: v.picklist(historyPaces),
  limits: v.strictObject({
    maxBytes: v.nullable(serial),
    maxAgeDays: v.nullable(whole(1, 36_500)),
  }),
  days: whole(1, 365),
  fetchAgain: v.picklist(['missing', 'damaged']),
  star: v.strictObject({ id: clipId, isStarred: v.boolean() }),
  signOut: v.strictObject({ clips: v.picklist(['keep', 'delete']) }),
  otherSignIn: v.strictObject({
    way: v.picklist(['form', 'login-2020']),
    email: words(320),
    password: v.pipe(v.string(), v.minLength(1), v.maxLength(1_024)),
  }),
  signInCode: v.pipe(v.string(), v.regex(/^\d{4,8}$/)),
  deviceSettings: ofDevice(deviceSettings),
  deviceSwitch: ofDevice(v.boolean()),
  deviceSnooze: ofDevice(snoozeMinutes),
  motionZones: ofDevice(v.strictObject({ cells: v.pipe(v.array(v.boolean()), v.length(25)) })),
  calibration: ofDevice(
    v.strictObject({ currentF: within(-58, 212), minF: degreesF, maxF: degreesF }),
  ),
  disarmUntil: ofNetwork(timestamp),
  muteUntil: v.nullable(timestamp),
  trayStyle: v.picklist(['colour', 'light', 'dark']),
  autostart: v.picklist(['off', 'on', 'hidden']),
  shortcut: v.strictObject({
    name: v.picklist(shortcutNames),
    keys: v.nullable(v.pipe(v.string(), v.regex(/^[A-Za-z0-9+]{1,60}$/))),
  }),
  pageName: v.picklist(['home', 'clips', 'settings']),
  networkSwitch: ofNetwork(v.boolean()),
  networkSnooze: ofNetwork(snoozeMinutes),
  scheduleDraft: v.strictObject({
    id: v.nullable(serial),
    networkId,
    name: words(60),
    entries: v.pipe(v.array(scheduleEntry), v.maxLength(50)),
  }),
  scheduleOfNetwork: ofNetwork(serial),
  scheduleSwitch: ofNetwork(v.strictObject({ scheduleId: serial, isEnabled: v.boolean() })),
  notifications: v.pipe(
    v.record(v.pipe(v.string(), v.regex(/^[a-z_]{1,40}$/)), v.boolean()),
    v.check((flags) => Object.keys(flags).length <= 40),
  ),
  clipIds: clipIdsUpTo(200),
  fewClipIds: clipIdsUpTo(100),
};

/** Which argument each request may have: everything else is refused. */
export const guards: Guards = {
  getSnapshot: isNothing,
  signIn: isNothing,
  signOut: matching(schemas.signOut),
  armNetwork: isNetworkId,
  disarmNetwork: isNetworkId,
  armAll: isNothing,
  disarmAll: isNothing,
  disarmUntil: matching(schemas.disarmUntil),
  stayDisarmed: isNetworkId,
  muteHere: matching(schemas.muteUntil),
  takePicture: isDeviceId,
  checkNow: isNothing,
  chooseKeepPolicy: (arg): arg is 'every' | 'opened' => arg === 'every' || arg === 'opened',
  chooseTrayStyle: matching(schemas.trayStyle),
  saveNotifications: matching(notificationSettings),
  setArmedOnLock: isFlag,
  setLocalChecks: isFlag,
  checkLocalStorage: isNothing,
  confirmReset: isNothing,
  setAutostart: matching(schemas.autostart),
  setShortcut: matching(schemas.shortcut),
  measureArchive: isNothing,
  setArchivePaused: isFlag,
  setHistoryPace: matching(schemas.historyPace),
  previewLimits: matching(schemas.limits),
  setLimits: matching(schemas.limits),
  setBinDays: matching(schemas.days),
  emptyBin: isNothing,
  verifyArchive: isNothing,
  rebuildIndex: isNothing,
  moveArchive: isNothing,
  findArchive: isNothing,
  cancelArchiveJob: isNothing,
  showArchive: isNothing,
  fetchAgain: matching(schemas.fetchAgain),
  starClip: matching(schemas.star),
  deleteClips: matching(schemas.fewClipIds),
  restoreClips: matching(schemas.fewClipIds),
  getSeenLabels: isNothing,
  listClips: matching(schemas.clipQuery),
  getClip: isClipId,
  keepClip: isClipId,
  markClipSeen: isClipId,
  revealClip: isClipId,
  openLink: (arg): arg is LinkName => typeof arg === 'string' && Object.hasOwn(links, arg),
  pageReady: isNothing,

  panelReady: isNothing,
  hidePanel: isNothing,
  openPage: matching(schemas.pageName),
  openClip: isClipId,

  signInOtherWay: matching(schemas.otherSignIn),
  giveSignInCode: matching(schemas.signInCode),
  sendVerificationCode: isNothing,
  verifyInstallation: matching(schemas.signInCode),

  getDeviceConfig: isDeviceId,
  saveDeviceSettings: matching(schemas.deviceSettings),
  setMotionDetection: matching(schemas.deviceSwitch),
  askCameraNow: isDeviceId,
  recordClip: isDeviceId,
  getMotionZones: isDeviceId,
  saveMotionZones: matching(schemas.motionZones),
  setTemperatureAlert: matching(schemas.deviceSwitch),
  calibrateTemperature: matching(schemas.calibration),
  snoozeDevice: matching(schemas.deviceSnooze),
  snoozeNetwork: matching(schemas.networkSnooze),
  setLight: matching(schemas.deviceSwitch),
  soundSiren: matching(schemas.networkSwitch),
  startLiveView: isDeviceId,
  endLiveView: isDeviceId,

  listSchedules: isNetworkId,
  saveSchedule: matching(schemas.scheduleDraft),
  removeSchedule: matching(schemas.scheduleOfNetwork),
  setScheduleEnabled: matching(schemas.scheduleSwitch),
  setLiveViewSaving: matching(schemas.networkSwitch),

  getAccountSettings: isNothing,
  setNotificationFlags: matching(schemas.notifications),
  setAutoDeleteDays: matching(schemas.days),
  deleteFromCloud: matching(schemas.clipIds),
  markWatched: matching(schemas.clipIds),
  getRequestReport: isNothing,

  pictureDecoded: isDecodedPicture,
};

/** The guard of a schema. */
function matching<Schema extends v.GenericSchema>(schema: Schema) {
  return (arg: unknown): arg is v.InferInput<Schema> => v.is(schema, arg);
}

const largestPictureSide = 1_024;

const side = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(largestPictureSide));

const decodedPicture = v.strictObject({
  jobId: v.pipe(v.number(), v.integer()),
  width: side,
  height: side,
  pixels: v.nullable(v.instance(Uint8Array)),
});

function isFlag(arg: unknown): arg is boolean {
  return typeof arg === 'boolean';
}

function isNothing(arg: unknown): arg is void {
  return arg === undefined || arg === null;
}

function isDecodedPicture(arg: unknown): arg is DecodedPicture {
  if (!v.is(decodedPicture, arg)) return false;
  return arg.pixels === null || arg.pixels.length === arg.width * arg.height * 4;
}
