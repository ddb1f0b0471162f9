import * as v from 'valibot';
import { isClipId, isDeviceId, isNetworkId } from '../../shared/ids.ts';
import { links, type LinkName } from '../../shared/links.ts';
import type { DecodedPicture } from '../../shared/ipc/contract.ts';
import type { Guards } from '../../shared/ipc/types.ts';
import { notificationSettings } from '../lib/notification-schema.ts';
import { schemas } from './arguments.ts';

/** What a page may hand in: everything else stops at the door. */
export const guards: Guards = {
  getSnapshot: isNothing,
  signIn: isNothing,
  signOut: taking(schemas.signOut),
  armNetwork: isNetworkId,
  disarmNetwork: isNetworkId,
  armAll: isNothing,
  disarmAll: isNothing,
  disarmUntil: taking(schemas.disarmUntil),
  stayDisarmed: isNetworkId,
  muteHere: taking(schemas.muteUntil),
  takePicture: isDeviceId,
  checkNow: isNothing,
  chooseKeepPolicy: (arg): arg is 'every' | 'opened' => arg === 'every' || arg === 'opened',
  chooseTrayStyle: taking(schemas.trayStyle),
  saveNotifications: taking(notificationSettings),
  setArmedOnLock: isFlag,
  setLocalChecks: isFlag,
  checkLocalStorage: isNothing,
  confirmReset: isNothing,
  setAutostart: taking(schemas.autostart),
  setShortcut: taking(schemas.shortcut),
  measureArchive: isNothing,
  setArchivePaused: isFlag,
  setHistoryPace: taking(schemas.historyPace),
  previewLimits: taking(schemas.limits),
  setLimits: taking(schemas.limits),
  setBinDays: taking(schemas.days),
  emptyBin: isNothing,
  verifyArchive: isNothing,
  rebuildIndex: isNothing,
  moveArchive: isNothing,
  findArchive: isNothing,
  cancelArchiveJob: isNothing,
  showArchive: isNothing,
  fetchAgain: taking(schemas.fetchAgain),
  starClip: taking(schemas.star),
  deleteClips: taking(schemas.fewClipIds),
  restoreClips: taking(schemas.fewClipIds),
  getSeenLabels: isNothing,
  listClips: taking(schemas.clipQuery),
  getClip: isClipId,
  keepClip: isClipId,
  markClipSeen: isClipId,
  revealClip: isClipId,
  openLink: (arg): arg is LinkName => typeof arg === 'string' && Object.hasOwn(links, arg),
  pageReady: isNothing,

  panelReady: isNothing,
  hidePanel: isNothing,
  openPage: taking(schemas.pageName),
  openClip: isClipId,

  signInOtherWay: taking(schemas.otherSignIn),
  giveSignInCode: taking(schemas.signInCode),
  sendVerificationCode: isNothing,
  verifyInstallation: taking(schemas.signInCode),

  getDeviceConfig: isDeviceId,
  saveDeviceSettings: taking(schemas.deviceSettings),
  setMotionDetection: taking(schemas.deviceSwitch),
  askCameraNow: isDeviceId,
  recordClip: isDeviceId,
  getMotionZones: isDeviceId,
  saveMotionZones: taking(schemas.motionZones),
  setTemperatureAlert: taking(schemas.deviceSwitch),
  calibrateTemperature: taking(schemas.calibration),
  snoozeDevice: taking(schemas.deviceSnooze),
  snoozeNetwork: taking(schemas.networkSnooze),
  setLight: taking(schemas.deviceSwitch),
  soundSiren: taking(schemas.networkSwitch),
  startLiveView: isDeviceId,
  endLiveView: isDeviceId,

  listSchedules: isNetworkId,
  saveSchedule: taking(schemas.scheduleDraft),
  removeSchedule: taking(schemas.scheduleOfNetwork),
  setScheduleEnabled: taking(schemas.scheduleSwitch),
  setLiveViewSaving: taking(schemas.networkSwitch),

  getAccountSettings: isNothing,
  setNotificationFlags: taking(schemas.notifications),
  setAutoDeleteDays: taking(schemas.days),
  deleteFromCloud: taking(schemas.clipIds),
  markWatched: taking(schemas.clipIds),
  getRequestReport: isNothing,

  pictureDecoded: isDecodedPicture,
};

/** The guard of a form. */
function taking<Schema extends v.GenericSchema>(schema: Schema) {
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
