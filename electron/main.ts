import path from 'node:path';
import { app, dialog, powerMonitor, shell } from 'electron';
import { initialState } from '../shared/app-state.ts';
import { toAppError } from '../shared/errors.ts';
import { m } from '../shared/messages/compiled/messages.js';
import type { OtherWay } from '../shared/account-settings.ts';
import type { Clip, ClipQuery } from '../shared/models.ts';
import type { BlinkClient } from './blink/client.ts';
import { createBlinkClient, type BlinkClientDeps } from './blink/create-client.ts';
import { parseCloud } from './blink/hosts.ts';
import { createHttp } from './blink/http.ts';
import { createPinSignIn } from './blink/pin-sign-in.ts';
import { createScriptedSignIn } from './blink/scripted-sign-in.ts';
import { createHostedSignIn } from './blink/sign-in.ts';
import type { Credentials } from './blink/tokens.ts';
import { createCloudFetch } from './desktop/cloud-fetch.ts';
import { readEnvironment } from './desktop/environment.ts';
import { quitAfterAsking } from './desktop/quit.ts';
import { stayAlive } from './desktop/lifecycle.ts';
import { registerSchemes } from './desktop/schemes.ts';
import { servePages } from './desktop/pages.ts';
import { createSignInWindow } from './desktop/sign-in-window.ts';
import { createTrayActions } from './desktop/tray-actions.ts';
import { createSurfaces, type Surfaces } from './desktop/surfaces.ts';
import { startTray } from './desktop/tray.ts';
import { hasTrayStyles } from './desktop/tray-picture.ts';
import { watchTrayHost } from './desktop/tray-host.ts';
import { broadcastState, createPushTo, type PushTo } from './ipc/broadcast.ts';
import { guards } from './ipc/guards.ts';
import { createHandlers } from './ipc/handlers.ts';
import { serve } from './ipc/serve.ts';
import { createWindowRegistry, type WindowRegistry } from './ipc/trusted-sender.ts';
import { disposeAll } from './lib/dispose.ts';
import { createLogger, type Logger } from './lib/logger.ts';
import { systemClock as clock, systemRandom as random } from './lib/system.ts';
import { createClipChanges, watchIndex } from './services/clip-changes.ts';
import { createServices, type Services } from './services/create-services.ts';
import { createAppStore, type AppStore } from './store/app-store.ts';
import { openClipFiles } from './store/clip-files.ts';
import { createClipIndex } from './store/clip-index.ts';
import { openDatabase } from './store/database.ts';
import { nodeFileSystem as fs } from './store/file-system.ts';
import { loadInstallationId } from './store/installation-id.ts';
import { migrations } from './store/migrations.ts';
import { createPictureFiles } from './store/picture-files.ts';
import { createSecretStore, serviceName } from './store/secret-store.ts';
import { openSettingsFile } from './store/settings-file.ts';
import { createCloudSync, type CloudSyncDeps } from './sync/cloud-session.ts';
import { createRequestBudget } from './sync/request-budget.ts';

const environment = readEnvironment(app, import.meta.dirname);
const cloud = parseCloud(process.env.PORCHLIGHT_CLOUD, environment.isPackaged);
const inDist = (...parts: string[]) => path.join(environment.dist, ...parts);
const inData = (...parts: string[]) => path.join(environment.dataFolder, ...parts);
const page = { preload: inDist('preload', 'preload.cjs'), icon: inDist('icons', 'app.png') };

if (app.requestSingleInstanceLock()) {
  registerSchemes();
  // Not awaited: an ES module main that waits for readiness waits for ever.
  app.whenReady().then(run).catch(giveUp);
} else {
  app.quit();
}

async function run(): Promise<void> {
  const log = createLogger({ file: inData('logs', 'porchlight.log'), level: 'info' });
  process.on('uncaughtException', (error) => log.error('uncaught', { reason: error.message }));
  const isRuntimeSupported = environment.isRuntimeSupported || cloud !== null;
  const desktop = { ...initialState.desktop, version: environment.version, isRuntimeSupported };
  const store = createAppStore({ ...initialState, desktop });
  const stores = await openStores(log);
  const windows = createWindowRegistry();
  const pushTo = createPushTo(windows);
  const base: Base = { store, stores, windows, pushTo, log };
  const surfaces = surfacesFor(base);
  const { services, changes } = await servicesFor(base, surfaces);

  const { clip, camera, account, settings, mute, temporaryDisarms } = services;
  const media = { clip: clip.locate, still: clip.still, picture: camera.picture };
  await servePages(app, inDist('renderer'), media);
  const stop = disposeAll(
    serve({ handlers: handlersFor(store, services, surfaces), guards, windows, log }),
    broadcastState(store, pushTo),
    watchTrayHost(process.platform, (hasTrayHost) =>
      store.update('desktop', (before) => ({ ...before, hasTrayHost })),
    ),
    trayFor(base, services, surfaces),
    temporaryDisarms.stop,
    mute.stop,
    changes.stop,
  );
  const resume = () => account.whenSignedIn((sync) => sync.resume());
  stayAlive({ show: surfaces.window.show, resume }, async () => {
    stop();
    await account.stop();
    await stores.index.close();
  });
  surfaces.window.show();
  for (const service of [settings, mute, temporaryDisarms]) service.start();
  await account.start();
  await changes.start();
}

/** What everything above stands on. */
interface Base {
  readonly store: AppStore;
  readonly stores: Stores;
  readonly windows: WindowRegistry;
  readonly pushTo: PushTo;
  readonly log: Logger;
}

const surfacesFor = ({ store, stores, windows, pushTo, log }: Base): Surfaces =>
  createSurfaces({
    ...{ ...page, clock, store, log, pushTo },
    windowSize: () => stores.settings.get().window,
    onResized: (size) => stores.settings.update({ window: size }),
    claim: (id) => stores.index.claimNotification(id, clock.now()),
    onCreated: windows.add,
  });

async function servicesFor({ store, stores, log }: Base, surfaces: Surfaces) {
  const changes = createClipChanges({ index: stores.index, store, clock });
  const index = watchIndex(stores.index, changes.changed);
  const { announce, tellOfRearming: onRearmNews } = surfaces;
  const below = { ...stores, index, store, log, announce, onFetchingChanged: changes.changed };
  const services = createServices({
    ...{ ...below, ...(await cloudParts(below)), clock, onRearmNews },
    hasTrayStyles: hasTrayStyles(process.platform),
  });
  return { services, changes };
}

const trayFor = ({ store, log }: Base, services: Services, surfaces: Surfaces) =>
  startTray({
    ...{ store, clock, platform: process.platform },
    iconFolder: inDist('icons', 'tray'),
    latestClips: async () => (await services.clip.list(latestClips)).clips,
    actions: createTrayActions({
      ...{ ...surfaces, services, log, quit: () => void quitAfterAsking(store, services) },
      showSettings: () => surfaces.showPage('settings'),
      chooseDisarmEnd: (id) => surfaces.panel.show({ disarmUntil: id }),
    }),
    onClick: surfaces.panel.toggle,
  });

type Stores = Awaited<ReturnType<typeof openStores>>;

async function openStores(log: Logger) {
  const at = { fs, folder: environment.dataFolder, now: clock.now() };
  const { settings, setAside } = await openSettingsFile(at);
  const opened = await openDatabase({ ...at, file: inData('clips.db'), steps: migrations });
  if (setAside !== null) log.error('the settings were damaged and set aside');
  if (opened.setAside !== null) log.error('the clip index was damaged and set aside');
  return {
    settings,
    secrets: createSecretStore({ service: serviceName(environment.dataFolder), clock }),
    index: createClipIndex(opened.database),
    files: await openClipFiles({ fs, archive: environment.archiveFolder }),
    pictures: createPictureFiles({ fs, folder: inData('pictures') }),
  };
}

interface CloudDeps extends Stores {
  readonly store: AppStore;
  readonly log: Logger;
  readonly announce: (clip: Clip) => Promise<void>;
  readonly onFetchingChanged: () => void;
}

/** How the account service signs in and talks to Blink. */
async function cloudParts({ secrets, log, announce, ...deps }: CloudDeps) {
  const budget = createRequestBudget(clock);
  const http = createHttp({
    ...createCloudFetch(),
    clock,
    cloud,
    onRequest: budget.count,
    log: (entry) => log.debug('request', { ...entry }),
  });
  const folder = environment.dataFolder;
  const hardwareId = await loadInstallationId({ secrets, fs, folder, random });
  const onWarning = (message: string, error: unknown) =>
    log.warn(message, { reason: toAppError(error).message });

  const oauth = { http, clock, random, hardwareId };
  return {
    budget,
    isRealSignInAllowed: environment.isRuntimeSupported,
    hasLoopbackCloud: cloud !== null,
    createSignIn: () => createHostedSignIn(oauth),
    createOtherWay: (way: OtherWay) =>
      way === 'form' ? createScriptedSignIn(oauth) : createPinSignIn(oauth),
    showSignIn: createSignInWindow({
      title: m.dialog_sign_in_title(),
      icon: page.icon,
      clock,
      random,
      cloudOrigin: cloud?.origin ?? null,
    }),
    createClient: (credentials: Credentials, saveCredentials: BlinkClientDeps['saveCredentials']) =>
      createBlinkClient({
        ...{ http, clock, credentials, hardwareId, saveCredentials },
        onUnreadable: (name, rows) => log.warn('rows not readable', { name, rows }),
      }),
    createSync(client: BlinkClient, onSignInNeeded: CloudSyncDeps['onSignInNeeded']) {
      const sync = createCloudSync({
        ...{ ...deps, client, clock, random, budget, onSignInNeeded, onWarning },
        isResting: () => powerMonitor.onBatteryPower,
        // The simulator on this computer has no account to lose.
        ...(cloud === null ? {} : { historyPerHour: Infinity }),
      });
      sync.onNewClips((clips) => {
        for (const clip of clips)
          announce(clip).catch((error: unknown) => onWarning('banner', error));
      });
      return sync;
    },
  };
}

const handlersFor = (store: AppStore, services: Services, surfaces: Surfaces) => {
  const { window, panel, decoder, showClip, showPage } = surfaces;
  return createHandlers({
    store,
    services,
    panel: { ...panel, openPage: showPage, openClip: showClip },
    onPageReady() {
      window.pageIsReady();
      services.account.whenSignedIn((sync) => sync.wake());
    },
    onPictureDecoded: decoder.decoded,
    openExternal: (url) => shell.openExternal(url),
    showInFolder: (file) => shell.showItemInFolder(file),
  });
};

const latestClips: ClipQuery = { limit: 5, before: null, deviceId: null };

function giveUp(error: unknown): void {
  dialog.showErrorBox(m.app_name(), `${m.dialog_cannot_start()}\n\n${toAppError(error).message}`);
  app.exit(1);
}
