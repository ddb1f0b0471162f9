import { AppError } from '../../shared/errors.ts';
import { links } from '../../shared/links.ts';
import type { ClipId } from '../../shared/ids.ts';
import type { DecodedPicture, PageName } from '../../shared/ipc/contract.ts';
import type { Handlers } from '../../shared/ipc/types.ts';
import type { Services } from '../services/services.ts';
import type { ReadonlyAppStore } from '../store/app-store.ts';

interface HandlerDeps {
  readonly store: ReadonlyAppStore;
  readonly services: Services;
  readonly windows: HandlerWindows;
  readonly openExternal: (url: string) => Promise<void>;
  readonly showInFolder: (path: string) => void;
}

/** What the handlers need of the windows. */
interface HandlerWindows {
  readonly window: {
    readonly pageIsReady: () => void;
    /** Asks the person; null when nothing was chosen. */
    readonly chooseFolder: () => Promise<string | null>;
    readonly findFolder: () => Promise<readonly string[] | null>;
  };
  readonly panel: { readonly pageIsReady: () => void; readonly hide: () => void };
  readonly decoder: { readonly decoded: (picture: DecodedPicture) => void };
  readonly showPage: (page: PageName) => void;
  readonly showClip: (id: ClipId) => void;
}

/** What main does for each request of the contract. Changes of the state are pushed, not answered. */
export const createHandlers = (deps: HandlerDeps): Handlers => ({
  ...pageHandlers(deps),
  ...accountHandlers(deps.services),
  ...settingsHandlers(deps.services),
  ...deviceHandlers(deps.services),
  ...networkHandlers(deps.services),
  ...clipHandlers(deps),
  ...archiveHandlers(deps),
});

const pageHandlers = ({ store, services, windows, openExternal }: HandlerDeps) =>
  ({
    getSnapshot: () => store.snapshot(),
    openLink: (name) => openExternal(links[name]),
    pageReady() {
      windows.window.pageIsReady();
      services.account.whenSignedIn((session) => session.wake());
    },
    panelReady: () => windows.panel.pageIsReady(),
    hidePanel: () => windows.panel.hide(),
    openPage: windows.showPage,
    openClip: windows.showClip,
    pictureDecoded: (picture) => windows.decoder.decoded(picture),
  }) satisfies Partial<Handlers>;

const accountHandlers = ({ account, accountSettings, requestReport, mute }: Services) =>
  ({
    signIn: () => account.signIn(),
    signInOtherWay: (form) => account.signInOtherWay(form),
    giveSignInCode: (code) => account.giveSignInCode(code),
    sendVerificationCode: () => account.sendVerificationCode(),
    verifyInstallation: (code) => account.verifyInstallation(code),
    signOut: (choice) => account.signOut(choice),
    checkNow: () => account.cloud().checkNow(),
    checkLocalStorage: () => account.cloud().home.checkLocalStorage(),
    muteHere: (until) => mute.until(until),
    getAccountSettings: () => accountSettings.read(),
    setNotificationFlags: (flags) => accountSettings.setNotifications(flags),
    setAutoDeleteDays: (days) => accountSettings.setAutoDeleteDays(days),
    getRequestReport: () => requestReport.read(),
  }) satisfies Partial<Handlers>;

const settingsHandlers = ({ settings }: Services) =>
  ({
    chooseKeepPolicy: (policy) => settings.chooseKeepPolicy(policy),
    chooseTrayStyle: (style) => settings.chooseTrayStyle(style),
    confirmReset: () => settings.confirmReset(),
    saveNotifications: (choice) => settings.saveNotifications(choice),
    setArmedOnLock: (isOn) => settings.setArmedOnLock(isOn),
    setLocalChecks: (isOn) => settings.setLocalChecks(isOn),
    setAutostart: (choice) => settings.setAutostart(choice),
    setShortcut: ({ name, keys }) => settings.setShortcut(name, keys),
  }) satisfies Partial<Handlers>;

const deviceHandlers = ({ camera, deviceSettings, deviceCommands, snooze, liveView }: Services) =>
  ({
    takePicture: (id) => camera.takePicture(id),
    getDeviceConfig: (id) => deviceSettings.config(id),
    saveDeviceSettings: ({ deviceId, value }) => deviceSettings.save(deviceId, value),
    setMotionDetection: ({ deviceId, value }) => deviceSettings.setMotionDetection(deviceId, value),
    askCameraNow: (id) => deviceCommands.requestStatus(id),
    recordClip: (id) => deviceCommands.record(id),
    getMotionZones: (id) => deviceSettings.zones(id),
    saveMotionZones: ({ deviceId, value }) => deviceSettings.saveZones(deviceId, value),
    setTemperatureAlert: ({ deviceId, value }) =>
      deviceSettings.setTemperatureAlert(deviceId, value),
    calibrateTemperature: ({ deviceId, value }) =>
      deviceSettings.calibrateTemperature(deviceId, value),
    snoozeDevice: ({ deviceId, value }) => snooze.device(deviceId, value),
    setLight: ({ deviceId, value }) => deviceCommands.setLight(deviceId, value),
    startLiveView: (id) => liveView.start(id),
    endLiveView: (id) => liveView.end(id),
  }) satisfies Partial<Handlers>;

const networkHandlers = ({
  arming,
  temporaryDisarms,
  deviceCommands,
  schedule,
  snooze,
}: Services) =>
  ({
    armNetwork: (id) => arming.arm(id),
    disarmNetwork: (id) => arming.disarm(id),
    armAll: () => arming.armAll(),
    disarmAll: () => arming.disarmAll(),
    disarmUntil: ({ networkId, value }) => temporaryDisarms.disarmUntil(networkId, value),
    stayDisarmed: (id) => temporaryDisarms.stayDisarmed(id),
    snoozeNetwork: ({ networkId, value }) => snooze.network(networkId, value),
    soundSiren: ({ networkId, value }) => deviceCommands.soundSiren(networkId, value),
    setLiveViewSaving: ({ networkId, value }) => deviceCommands.setLiveViewSaving(networkId, value),
    listSchedules: (id) => schedule.list(id),
    saveSchedule: (draft) => schedule.save(draft),
    removeSchedule: ({ networkId, value }) => schedule.remove(networkId, value),
    setScheduleEnabled: ({ networkId, value: { scheduleId, isEnabled } }) =>
      schedule.setEnabled(networkId, scheduleId, isEnabled),
  }) satisfies Partial<Handlers>;

const clipHandlers = ({ services: { clip, clipActions }, showInFolder }: HandlerDeps) =>
  ({
    getSeenLabels: () => clip.seenLabels(),
    listClips: (query) => clip.list(query),
    getClip: (id) => clip.get(id),
    keepClip: (id) => clip.keep(id),
    markClipSeen: (id) => clip.markSeen(id),
    revealClip: async (id) => {
      const location = await clip.locate(id);
      if (location === null) throw new AppError('not-found', 'not on this computer');
      showInFolder(location.path);
    },
    starClip: ({ id, isStarred }) => clipActions.star(id, isStarred),
    deleteClips: (ids) => clipActions.deleteClips(ids),
    restoreClips: (ids) => clipActions.restoreClips(ids),
    deleteFromCloud: (ids) => clipActions.deleteFromCloud(ids),
    markWatched: (ids) => clipActions.markWatched(ids),
  }) satisfies Partial<Handlers>;

const archiveHandlers = ({ services: { archive }, windows, showInFolder }: HandlerDeps) =>
  ({
    measureArchive: () => archive.measure(),
    setArchivePaused: (isPaused) => archive.setPaused(isPaused),
    setHistoryPace: (pace) => archive.setHistoryPace(pace),
    previewLimits: (limits) => archive.previewLimits(limits),
    setLimits: (limits) => archive.setLimits(limits),
    setBinDays: (days) => archive.setBinDays(days),
    emptyBin: () => archive.emptyBin(),
    verifyArchive: () => archive.verify(),
    rebuildIndex: () => archive.rebuild(),
    moveArchive: async () => {
      // The page names no path: it only says that the person wants to choose one.
      const folder = await windows.window.chooseFolder();
      if (folder !== null) await archive.moveTo(folder);
      return { isMoving: folder !== null };
    },
    findArchive: async () => {
      const folders = await windows.window.findFolder();
      if (folders !== null) await archive.findIn(folders);
      return { isFound: folders !== null };
    },
    cancelArchiveJob: () => archive.cancelJob(),
    showArchive: async () => showInFolder(await archive.folder()),
    fetchAgain: (place) => archive.fetchAgain(place),
  }) satisfies Partial<Handlers>;
