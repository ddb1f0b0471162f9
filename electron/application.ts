import path from 'node:path';
import { app, shell } from 'electron';
import { toAppError } from '../shared/errors.ts';
import { m } from '../shared/messages/compiled/messages.js';
import type { Clip } from '../shared/models.ts';
import type { ShortcutName } from '../shared/preferences.ts';
import { createHostedSignIn } from './blink/auth/hosted-sign-in.ts';
import { createPinSignIn } from './blink/auth/pin-sign-in.ts';
import { createScriptedSignIn } from './blink/auth/scripted-sign-in.ts';
import { createBlinkClient } from './blink/blink-client.ts';
import { createHttp } from './blink/http/http.ts';
import { tryListenForCommands, type SocketPath } from './desktop/cli/cli-socket.ts';
import { runVerb } from './desktop/cli/run-verb.ts';
import { createNotificationActions } from './desktop/notifications/notification-actions.ts';
import { createNotify, showClosedToTrayNotice } from './desktop/notifications/notify.ts';
import { createPlatform } from './desktop/platform.ts';
import { followPowerEvents } from './desktop/power/power-events.ts';
import { servePages } from './desktop/protocols/serve-pages.ts';
import type { Lifecycle } from './desktop/system/app-lifecycle.ts';
import { createCloudFetch } from './desktop/system/electron-fetch.ts';
import type { Environment } from './desktop/system/environment.ts';
import { watchKeyring } from './desktop/system/keyring-watch.ts';
import { quitAfterAsking } from './desktop/system/quit.ts';
import { runShortcut } from './desktop/system/shortcuts.ts';
import { createTrayActions } from './desktop/tray/tray-actions.ts';
import { showWindowWithoutTray, watchTrayHost } from './desktop/tray/tray-host.ts';
import { hasTrayStyles } from './desktop/tray/tray-icon.ts';
import type { TrayItem } from './desktop/tray/tray.ts';
import { createAppWindows } from './desktop/windows/app-windows.ts';
import { createSignInWindow } from './desktop/windows/sign-in-window.ts';
import { broadcastState, createPushTo } from './ipc/broadcast.ts';
import { guards } from './ipc/guards.ts';
import { createHandlers } from './ipc/handlers.ts';
import { serve } from './ipc/serve.ts';
import { createWindowRegistry } from './ipc/trusted-sender.ts';
import { systemClock as clock, systemRandom as random } from './lib/clock.ts';
import { disposeAll } from './lib/dispose.ts';
import { createEmitter } from './lib/emitter.ts';
import type { Logger } from './lib/logger.ts';
import { createAccountService, createRequestReport } from './services/account/account-service.ts';
import { createAccountSettingsService } from './services/account/account-settings-service.ts';
import { createArchiveService } from './services/archive/archive-service.ts';
import { notePendingRebuild } from './services/archive/pending-rebuild.ts';
import { createArmOnLock } from './services/arming/arm-on-lock.ts';
import { createArmingService } from './services/arming/arming-service.ts';
import { createScheduleService } from './services/arming/schedule-service.ts';
import { createTemporaryDisarmService } from './services/arming/temporary-disarm-service.ts';
import { createCameraService } from './services/cameras/camera-pictures.ts';
import { createDeviceCommandService } from './services/cameras/device-commands.ts';
import { createDeviceSettingsService } from './services/cameras/device-settings-service.ts';
import { createClipActions } from './services/clips/clip-actions.ts';
import { createClipCounts } from './services/clips/clip-counts.ts';
import { createClipService } from './services/clips/clip-service.ts';
import { startHealthWatch } from './services/health/health-watch.ts';
import { createLiveViewService } from './services/live-view/live-view-service.ts';
import { createMuteService } from './services/notifications/mute-service.ts';
import type { RearmEvent } from './services/notifications/notification-events.ts';
import { createNotifier } from './services/notifications/notifier.ts';
import { createSnoozeService } from './services/notifications/snooze-service.ts';
import type { Services } from './services/services.ts';
import { createSettingsService } from './services/settings/settings-service.ts';
import { showSettings } from './services/settings/settings-to-state.ts';
import type { AppStore } from './store/app-store.ts';
import { openDiskArchive } from './store/archive/disk-archive.ts';
import { openDatabase } from './store/clips/database.ts';
import { migrations } from './store/clips/migrations.ts';
import { createClipIndex } from './store/clips/sqlite-clip-index.ts';
import { nodeFileSystem as fs } from './store/file-system.ts';
import { createInstallationId } from './store/installation-id.ts';
import { createPictureFiles } from './store/picture-cache.ts';
import { createSecretStore, serviceName } from './store/secret-store.ts';
import { openSettings } from './store/settings.ts';
import { createCloudSession } from './sync/cloud-session.ts';
import { createHousekeeping } from './sync/housekeeping/housekeeping.ts';
import { createRequestBudget } from './sync/polling/request-budget.ts';

/** What `main.ts` has made by the time the rest of the program is loaded. */
interface EarlyStart {
  readonly environment: Environment;
  /** The simulator on this computer; null for Blink's own cloud. */
  readonly cloud: URL | null;
  readonly preload: string;
  readonly icon: string;
  /** The arguments of the command line. */
  readonly args: readonly string[];
  readonly cliSocket: SocketPath;
  readonly lifecycle: Lifecycle;
  readonly log: Logger;
  readonly store: AppStore;
  readonly tray: TrayItem;
}

/** The composition root: everything is made and connected here, from the stores up to the desktop. */
export async function runApplication(start: EarlyStart): Promise<void> {
  const { environment, cloud, preload, icon, lifecycle, log, store, tray } = start;
  const { dataFolder } = environment;
  const onWarning = (message: string, error: unknown) =>
    log.warn(message, { reason: toAppError(error).message });

  // What is kept on this computer. The log says what was damaged and set aside.
  const opened = await openSettings({ fs, folder: dataFolder, now: clock.now() });
  const { settings } = opened;
  if (opened.setAside !== null) log.error('the settings were damaged and set aside');
  const openedDatabase = await openDatabase({
    fs,
    file: path.join(dataFolder, 'clips.db'),
    now: clock.now(),
    steps: migrations,
  });
  if (openedDatabase.setAside !== null) log.error('the clip index was damaged and set aside');
  const archiveFolder = settings.get().archiveFolder ?? environment.archiveFolder;
  const isRebuildPending = await notePendingRebuild(
    {
      fs,
      settings,
      archive: archiveFolder,
      onUnsaved: (error) => onWarning('a rebuild is noted for this run only', error),
    },
    openedDatabase,
  );
  const files = await openDiskArchive({
    fs,
    random,
    archive: archiveFolder,
    mark: {
      get: () => settings.get().archiveMark,
      set: (archiveMark) => settings.update({ archiveMark }),
    },
  });
  const pictures = createPictureFiles({ fs, folder: path.join(dataFolder, 'pictures') });
  const secrets = createSecretStore({ service: serviceName(dataFolder, cloud !== null), clock });
  const index = createClipIndex(openedDatabase.database);
  const clipChanges = createClipCounts({ index, files, store, clock });
  const hasStyles = hasTrayStyles(process.platform);
  showSettings({ settings, store, hasTrayStyles: hasStyles });
  store.update('archive', (archive) => ({ ...archive, isRebuildPending }));

  // The desktop.
  const shortcutPressed = createEmitter<ShortcutName>();
  const platform = createPlatform({ clock, log, icon, onShortcut: shortcutPressed.emit });
  const { powerMonitor, sessionBus, notifications: presenter } = platform;
  const windowRegistry = createWindowRegistry();
  const pushTo = createPushTo(windowRegistry);
  const windows = createAppWindows({
    preload,
    icon,
    clock,
    log,
    store,
    settings,
    pushTo,
    onCreated: windowRegistry.add,
    onClosedToTray: () => showClosedToTrayNotice(settings, presenter),
  });

  // Blink's cloud. Each sign-in opens one session.
  const newClips = createEmitter<readonly Clip[]>();
  const rearmEvents = createEmitter<RearmEvent>();
  const budget = createRequestBudget(clock);
  const { fetch, mediaFetch, pageFetch } = createCloudFetch();
  const http = createHttp({
    fetch,
    mediaFetch,
    pageFetch,
    clock,
    cloud,
    onRequest: budget.count,
    log: (entry) => log.debug('request', { ...entry }),
  });
  // Read when a sign-in needs it: a locked keyring must not hold up the start.
  const installationId = createInstallationId({ secrets, fs, folder: dataFolder, random });
  const oauth = async () => ({ http, clock, random, hardwareId: await installationId() });
  const housekeeping = createHousekeeping({ index, files, settings, store, clock, onWarning });

  // The services. Each asks the cloud through the session of the account service.
  const account = createAccountService({
    store,
    settings,
    secrets,
    index,
    files,
    pictures,
    clock,
    isRealSignInAllowed: environment.isRuntimeSupported,
    hasLoopbackCloud: cloud !== null,
    createSignIn: async () => createHostedSignIn(await oauth()),
    createOtherWay: async (way) =>
      way === 'form' ? createScriptedSignIn(await oauth()) : createPinSignIn(await oauth()),
    showSignIn: createSignInWindow({
      title: m.dialog_sign_in_title(),
      icon,
      clock,
      random,
      cloudOrigin: cloud?.origin ?? null,
    }),
    async openSession(credentials, { saveCredentials, onSignInNeeded }) {
      const client = createBlinkClient({
        http,
        clock,
        credentials,
        hardwareId: credentials.hardwareId ?? (await installationId()),
        saveCredentials,
        onUnreadable: (name, rows) => log.warn('rows not readable', { name, rows }),
      });
      const session = createCloudSession({
        client,
        store,
        index,
        files,
        clock,
        random,
        budget,
        isResting: powerMonitor.isResting,
        onSignInNeeded,
        onFetchingChanged: clipChanges.changed,
        onWarning,
      });
      session.onNewClips(newClips.emit);
      return { client, cloud: session };
    },
  });
  const arming = createArmingService({ store, clock, cloud: account.cloud });
  const temporaryDisarms = createTemporaryDisarmService({
    store,
    settings,
    clock,
    arming,
    onRearmEvent: rearmEvents.emit,
  });
  const archive = createArchiveService({
    store,
    settings,
    index,
    files,
    clock,
    account,
    housekeeping,
  });
  const settingsService = createSettingsService({
    store,
    settings,
    autostart: platform.autostart,
    hasTrayStyles: hasStyles,
    setKeys: platform.shortcuts.set,
  });
  const services: Services = {
    account,
    accountSettings: createAccountSettingsService({ cloud: account.cloud }),
    arming,
    temporaryDisarms,
    mute: createMuteService({ store, settings, clock }),
    camera: createCameraService({ store, pictures, cloud: account.cloud }),
    deviceSettings: createDeviceSettingsService({ store, cloud: account.cloud }),
    deviceCommands: createDeviceCommandService({ store, cloud: account.cloud }),
    snooze: createSnoozeService({ store, cloud: account.cloud }),
    schedule: createScheduleService({ store, clock, cloud: account.cloud }),
    liveView: createLiveViewService({ store, settings, clock, cloud: account.cloud }),
    clip: createClipService({
      index,
      files,
      pictures,
      clock,
      cloud: account.cloud,
      isFetching: account.isFetching,
    }),
    clipActions: createClipActions({
      index,
      files,
      store,
      clock,
      cloud: account.cloud,
      onDeletionsChanged() {
        housekeeping.wake();
        account.whenSignedIn((session) => session.checkDeletions());
      },
    }),
    archive,
    settings: settingsService,
    requestReport: createRequestReport({ budget, account }),
  };

  // Notifications, and what happens by itself.
  const notify = createNotify({
    presenter,
    store,
    clock,
    decodeStill: (id) => windows.decoder.decode(`media://still/${id}`),
    onSeen: (key) => notifier.seen(key),
    actions: createNotificationActions({
      services,
      windows,
      clock,
      onFailure: (error) => onWarning('notification action', error),
    }),
  });
  const notifier = createNotifier({
    store,
    clock,
    notify,
    claim: (id) => index.claimNotification(id, clock.now()),
    isLocked: powerMonitor.isLocked,
    awakeSince: powerMonitor.awakeSince,
  });
  const logFailure = (work: Promise<unknown>) => {
    work.catch((error: unknown) => onWarning('notification', error));
  };
  const armOnLock = createArmOnLock({ store, clock, arming, notify });

  // What a person asks for: at the tray, by a shortcut, in a window, on the command line.
  const latestClips = async () =>
    (await services.clip.list({ shelf: 'all', limit: 5, before: null, deviceId: null })).clips;
  const trayActions = createTrayActions({
    services,
    windows,
    clock,
    quit: () => void quitAfterAsking(store, services),
    log,
  });
  const handlers = createHandlers({
    store,
    services,
    windows,
    openExternal: (url) => shell.openExternal(url),
    showInFolder: (file) => shell.showItemInFolder(file),
  });

  // Everything is made: from here on it runs.
  await servePages(app, path.join(environment.dist, 'renderer'), {
    clip: services.clip.locate,
    still: services.clip.still,
    picture: services.camera.picture,
  });
  tray.connect({ actions: trayActions, latestClips, onClick: windows.panel.toggle });
  const stop = disposeAll(
    platform.stop,
    serve({ handlers, guards, windows: windowRegistry, log }),
    broadcastState(store, pushTo),
    showWindowWithoutTray({ store, clock, show: windows.window.show }),
    watchTrayHost({ platform: process.platform, bus: sessionBus }, (hasTrayHost) =>
      store.update('desktop', (desktop) => ({ ...desktop, hasTrayHost })),
    ),
    tray.stop,
    shortcutPressed.on((name) =>
      runShortcut(name, { store, clock, actions: trayActions, windows, latestClips }),
    ),
    newClips.on((clips) => logFailure(notifier.notifyClips(clips))),
    rearmEvents.on((rearm) => logFailure(notify({ kind: 'rearm', rearm }))),
    presenter.onReleased(() => logFailure(notifier.release())),
    startHealthWatch({
      store,
      index,
      clock,
      clipsListedAt: () => account.whenSignedIn((session) => session.clipsListedAt()),
      awakeSince: powerMonitor.awakeSince,
      notify,
      onWarning,
    }),
    followPowerEvents({ powerMonitor, armOnLock, account }),
    armOnLock.stop,
    await tryListenForCommands(
      start.cliSocket,
      (request) => runVerb({ store, services, clock }, request),
      log,
    ),
    secrets.onLateAnswer(() => void account.keyringMayBeUsable()),
    watchKeyring(sessionBus, () => void account.keyringMayBeUsable()),
    temporaryDisarms.stop,
    services.mute.stop,
    clipChanges.stop,
  );
  windows.openFromArgs(start.args);
  lifecycle.ready({
    show: windows.window.show,
    startedAgain: windows.openFromArgs,
    openLink: windows.openLink,
    async stop() {
      // First, because it saves a token that was just renewed: without that token the sign-in is lost.
      const sessionStopped = account.stop();
      stop();
      await sessionStopped;
      await archive.stop();
      await housekeeping.stop();
      await index.close();
    },
  });
  if (lifecycle.isQuitting()) return;
  archive.start();
  services.mute.start();
  temporaryDisarms.start();
  await settingsService.start();
  await account.start();
  if (lifecycle.isQuitting()) return;
  housekeeping.start();
  await clipChanges.start();
}
