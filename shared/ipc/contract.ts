import type { KeepPolicy, SliceChange, Snapshot, TrayStyle } from '../app-state.ts';
import type { ArchiveLimits, HistoryPace, LimitsPreview } from '../archive.ts';
import type { ClipId, DeviceId, NetworkId } from '../ids.ts';
import type { Clip, ClipPage, ClipQuery, DeletionPlaces, Timestamp } from '../models.ts';
import type { LinkName } from '../links.ts';
import type { NotificationSettings } from '../notifications.ts';
import type { Autostart, ShortcutName } from '../preferences.ts';
import type { AccountSettings } from '../account-settings.ts';
import type { LiveViewSession } from '../live-view.ts';
import type { RequestReport } from '../request-report.ts';
import type { OtherWay, SignInStep } from '../sign-in.ts';
import type {
  DeviceConfig,
  DeviceSettingsChange,
  MotionZones,
  TemperatureCalibration,
} from '../device-config.ts';
import type { Schedule, ScheduleDraft } from '../schedules.ts';

/** The pages of the main window's navigation. */
export type PageName = 'home' | 'clips' | 'settings';

/** The windows that load our pages. The sign-in window has no preload and no say. */
export type WindowName = 'main' | 'panel' | 'decoder';

/** Renderer → main, with an answer. `types` is never set: it only carries the argument and value types. */
export interface Request<Arg, Value> {
  readonly kind: 'request';
  readonly from: readonly WindowName[];
  readonly types?: (arg: Arg) => Value;
}

/** Main → renderer. */
export interface Push<Payload> {
  readonly kind: 'push';
  readonly types?: Payload;
}

/** Pixels of a decoded picture: RGBA, 4 bytes each, row by row from the top left. */
export interface DecodedPicture {
  readonly jobId: number;
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array | null;
}

/** Something about one device. */
export interface DeviceChange<T> {
  readonly deviceId: DeviceId;
  readonly value: T;
}

/** Something about one system. */
export interface NetworkChange<T> {
  readonly networkId: NetworkId;
  readonly value: T;
}

const request = <Arg = void, Value = void>(
  ...from: readonly WindowName[]
): Request<Arg, Value> => ({ kind: 'request', from });
const push = <Payload>(): Push<Payload> => ({ kind: 'push' });

/** Every word main and renderer can say to each other. It is the allow-list too. */
export const contract = {
  getSnapshot: request<void, Snapshot>('main', 'panel'),
  signIn: request('main', 'panel'),
  signOut: request<{ readonly clips: 'keep' | 'delete' }>('main'),
  armNetwork: request<NetworkId>('main', 'panel'),
  disarmNetwork: request<NetworkId>('main', 'panel'),
  /** Every system; each one's own outcome comes down with the state. */
  armAll: request('main', 'panel'),
  disarmAll: request('main', 'panel'),
  /** Disarms now and arms again then. */
  disarmUntil: request<NetworkChange<Timestamp>>('main', 'panel'),
  /** Lets a temporary disarm last. */
  stayDisarmed: request<NetworkId>('main', 'panel'),
  /** No banners of ours until then; null ends it. */
  muteHere: request<Timestamp | null>('main', 'panel'),
  takePicture: request<DeviceId>('main', 'panel'),
  checkNow: request('main', 'panel'),
  chooseKeepPolicy: request<KeepPolicy>('main'),
  chooseTrayStyle: request<TrayStyle>('main'),
  saveNotifications: request<NotificationSettings>('main'),
  setArmedOnLock: request<boolean>('main'),
  setLocalChecks: request<boolean>('main'),
  /** Asks every hub with USB storage now; answers when they have been heard. */
  checkLocalStorage: request('main'),
  confirmReset: request('main', 'panel'),
  setAutostart: request<Autostart>('main'),
  /** Null takes the keys away. */
  setShortcut: request<{ readonly name: ShortcutName; readonly keys: string | null }>('main'),
  /** Looks at the free space and counts anew: for a page that shows both. */
  measureArchive: request('main'),
  setArchivePaused: request<boolean>('main'),
  setHistoryPace: request<HistoryPace>('main'),
  /** What these limits would remove now; nothing is removed. */
  previewLimits: request<ArchiveLimits, LimitsPreview>('main'),
  setLimits: request<ArchiveLimits>('main'),
  /** 1 to 365. */
  setBinDays: request<number>('main'),
  emptyBin: request('main'),
  /** Compares every kept file with what was kept; its report comes down with the state. */
  verifyArchive: request('main'),
  /** Reads the index anew from the files of the archive. */
  rebuildIndex: request('main'),
  /** Asks for a folder and moves the archive there; answers when it has been chosen or not. */
  moveArchive: request<void, { readonly isMoving: boolean }>('main'),
  /** Asks where the archive is now; answers when it has been found, or the question was left. */
  findArchive: request<void, { readonly isFound: boolean }>('main'),
  cancelArchiveJob: request('main'),
  showArchive: request('main'),
  /** Clips whose files are missing, or that were given up, go back among those to fetch. */
  fetchAgain: request<'missing' | 'damaged'>('main'),
  starClip: request<{ readonly id: ClipId; readonly isStarred: boolean }>('main'),
  /** Hidden at once; cloud and USB storage are asked after 30 s, the cloud at quit too. Answers where they are stored. */
  deleteClips: request<readonly ClipId[], DeletionPlaces>('main'),
  /** Within 30 s as if nothing had been; later from the bin, without the cloud's copy. */
  restoreClips: request<readonly ClipId[]>('main'),
  /** What Blink has ever seen at each camera; cameras without any label are not named. */
  getSeenLabels: request<void, Readonly<Partial<Record<DeviceId, readonly string[]>>>>('main'),
  listClips: request<ClipQuery, ClipPage>('main', 'panel'),
  getClip: request<ClipId, Clip | null>('main'),
  /** Downloads a clip that is not kept yet; answers when it is on this computer. */
  keepClip: request<ClipId, Clip>('main'),
  markClipSeen: request<ClipId>('main'),
  revealClip: request<ClipId>('main'),
  openLink: request<LinkName>('main'),
  pageReady: request('main'),

  panelReady: request('panel'),
  hidePanel: request('panel'),
  /** Shows a page of the main window, from the panel. */
  openPage: request<PageName>('panel'),
  openClip: request<ClipId>('panel'),

  signInOtherWay: request<
    { readonly way: OtherWay; readonly email: string; readonly password: string },
    SignInStep
  >('main'),
  giveSignInCode: request<string, SignInStep>('main'),
  sendVerificationCode: request('main'),
  verifyInstallation: request<string, 'verified' | 'wrong-code'>('main'),

  getDeviceConfig: request<DeviceId, DeviceConfig>('main'),
  saveDeviceSettings: request<DeviceChange<DeviceSettingsChange>>('main'),
  setMotionDetection: request<DeviceChange<boolean>>('main', 'panel'),
  /** Has the camera report itself, which costs battery. */
  askCameraNow: request<DeviceId>('main'),
  recordClip: request<DeviceId>('main'),
  getMotionZones: request<DeviceId, MotionZones>('main'),
  saveMotionZones: request<DeviceChange<MotionZones>>('main'),
  setTemperatureAlert: request<DeviceChange<boolean>>('main'),
  calibrateTemperature: request<DeviceChange<TemperatureCalibration>>('main'),
  /** Minutes, 1 to 1439: Blink stays silent on the phone too; null ends it. */
  snoozeDevice: request<DeviceChange<number | null>>('main'),
  snoozeNetwork: request<NetworkChange<number | null>>('main'),
  setLight: request<DeviceChange<boolean>>('main'),
  soundSiren: request<NetworkChange<boolean>>('main'),
  startLiveView: request<DeviceId, LiveViewSession>('main'),
  endLiveView: request<DeviceId>('main'),

  listSchedules: request<NetworkId, readonly Schedule[]>('main'),
  saveSchedule: request<ScheduleDraft>('main'),
  removeSchedule: request<NetworkChange<number>>('main'),
  setScheduleEnabled:
    request<NetworkChange<{ readonly scheduleId: number; readonly isEnabled: boolean }>>('main'),
  /** Whether Blink keeps a recording of every live view of this system. */
  setLiveViewSaving: request<NetworkChange<boolean>>('main'),

  getAccountSettings: request<void, AccountSettings>('main'),
  setNotificationFlags: request<Readonly<Record<string, boolean>>>('main'),
  setAutoDeleteDays: request<number>('main'),
  /** Deletes in Blink's cloud for good; what is kept here stays. */
  deleteFromCloud: request<readonly ClipId[]>('main'),
  markWatched: request<readonly ClipId[]>('main'),
  getRequestReport: request<void, RequestReport>('main'),

  pictureDecoded: request<DecodedPicture>('decoder'),

  sliceChanged: push<SliceChange>(),
  showClip: push<ClipId>(),
  showPage: push<PageName>(),
  /** The panel is on screen anew; with a system, the person is asked until when it shall be disarmed. */
  panelShown: push<{ readonly disarmUntil: NetworkId | null }>(),
  decodePicture: push<{ readonly jobId: number; readonly url: string }>(),
};
