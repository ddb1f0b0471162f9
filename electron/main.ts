import { tmpdir } from 'node:os';
import path from 'node:path';
import { app, dialog, shell } from 'electron';
import { initialState } from '../shared/app-state.ts';
import { toAppError } from '../shared/errors.ts';
import { m } from '../shared/messages/compiled/messages.js';
import type { Clip, ClipQuery } from '../shared/models.ts';
import type { ShortcutName } from '../shared/preferences.ts';
import { parseCloud } from './blink/hosts.ts';
import { cloudParts } from './cloud-parts.ts';
import { attend } from './desktop/attend.ts';
import { tellOfTray } from './desktop/banners/still-here.ts';
import { carryOut } from './desktop/commands/carry-out.ts';
import { openingOf, parseCommandLine } from './desktop/commands/command-line.ts';
import { listenForCommands } from './desktop/commands/command-socket.ts';
import { answeredAtOnce } from './desktop/commands/second-start.ts';
import { socketPath } from './desktop/commands/socket-path.ts';
import { readEnvironment } from './desktop/environment.ts';
import { quitAfterAsking } from './desktop/quit.ts';
import { keepReachable } from './desktop/keep-reachable.ts';
import { stayAlive } from './desktop/lifecycle.ts';
import { createPlatform, type Platform } from './desktop/platform.ts';
import { registerSchemes } from './desktop/schemes.ts';
import { servePages } from './desktop/pages.ts';
import { runShortcut } from './desktop/shortcut-actions.ts';
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
import { disposeAll, type Dispose } from './lib/dispose.ts';
import { createListeners, type Listeners } from './lib/listeners.ts';
import { createLogger, type Logger } from './lib/logger.ts';
import { systemClock as clock } from './lib/system.ts';
import { createClipChanges, watchIndex } from './services/clip-changes.ts';
import { createServices, type Services } from './services/create-services.ts';
import type { RearmNews } from './services/temporary-disarm.ts';
import { createAppStore, type AppStore } from './store/app-store.ts';
import { openClipFiles } from './store/clip-files.ts';
import { createClipIndex } from './store/clip-index.ts';
import { openDatabase } from './store/database.ts';
import { nodeFileSystem as fs } from './store/file-system.ts';
import { migrations } from './store/migrations.ts';
import { createPictureFiles } from './store/picture-files.ts';
import { createSecretStore, serviceName } from './store/secret-store.ts';
import { openSettingsFile } from './store/settings-file.ts';

const environment = readEnvironment(app, import.meta.dirname);
const cloud = parseCloud(process.env.PORCHLIGHT_CLOUD, environment.isPackaged);
const inDist = (...parts: string[]) => path.join(environment.dist, ...parts);
const inData = (...parts: string[]) => path.join(environment.dataFolder, ...parts);
const page = { preload: inDist('preload', 'preload.cjs'), icon: inDist('icons', 'app.png') };

const words = process.argv.slice(1);
const line = parseCommandLine(words);
const commandPlace = socketPath({
  platform: process.platform,
  dataFolder: environment.dataFolder,
  runtimeFolder: process.env.XDG_RUNTIME_DIR ?? tmpdir(),
});

if (!answeredAtOnce(line, { app, place: commandPlace, clock })) {
  if (app.requestSingleInstanceLock()) {
    registerSchemes();
    // Not awaited: an ES module main that waits for readiness waits for ever.
    app.whenReady().then(run).catch(giveUp);
  } else {
    app.quit();
  }
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
  const pressed = createListeners<ShortcutName>();
  const platform = createPlatform({ clock, log, icon: page.icon, onShortcut: pressed.tell });
  const base: Base = { store, stores, windows, pushTo, log, platform };
  const surfaces = createSurfaces({
    ...{ ...page, clock, store, log, pushTo },
    settings: stores.settings,
    onCreated: windows.add,
    onClosedToTray: () => tellOfTray(stores.settings, platform.banners),
  });
  const { services, changes, news } = await servicesFor(base);

  await servePages(app, inDist('renderer'), mediaOf(services));
  const stop = disposeAll(
    platform.stop,
    serve({ handlers: handlersFor(store, services, surfaces), guards, windows, log }),
    broadcastState(store, pushTo),
    keepReachable({ store, clock, show: surfaces.window.show }),
    watchTrayHost({ platform: process.platform, bus: platform.sessionBus }, (hasTrayHost) =>
      store.update('desktop', (before) => ({ ...before, hasTrayHost })),
    ),
    surroundings(base, { services, surfaces, pressed }),
    attend({ store, index: stores.index, clock, log, platform, surfaces, services, ...news }),
    await listenForCommands(commandPlace, (command) =>
      carryOut({ store, services, clock }, command),
    ),
    services.temporaryDisarms.stop,
    services.mute.stop,
    changes.stop,
  );
  const openFrom = (words: readonly string[]) => {
    const again = parseCommandLine(words);
    if (again.kind === 'open' && !again.isHidden) surfaces.open(again.opening);
  };
  const openLink = (link: string) => surfaces.open(openingOf(link));
  stayAlive({ show: surfaces.window.show, startedAgain: openFrom, openLink }, async () => {
    stop();
    await services.account.stop();
    await stores.index.close();
  });
  openFrom(words);
  await startAll(services);
  await changes.start();
}

const mediaOf = ({ clip, camera }: Services) => ({
  clip: clip.locate,
  still: clip.still,
  picture: camera.picture,
});

async function startAll({ settings, mute, temporaryDisarms, preferences, account }: Services) {
  for (const service of [settings, mute, temporaryDisarms]) service.start();
  await preferences.start();
  await account.start();
}

/** What everything above stands on. */
interface Base {
  readonly store: AppStore;
  readonly stores: Stores;
  readonly windows: WindowRegistry;
  readonly pushTo: PushTo;
  readonly log: Logger;
  readonly platform: Platform;
}

async function servicesFor({ store, stores, log, platform }: Base) {
  const changes = createClipChanges({ index: stores.index, store, clock });
  const index = watchIndex(stores.index, changes.changed);
  const news = {
    newClips: createListeners<readonly Clip[]>(),
    rearmNews: createListeners<RearmNews>(),
  };
  const isResting = platform.presence.isResting;
  const below = { ...stores, index, store, log, onFetchingChanged: changes.changed };
  const { icon } = page;
  const around = { environment, cloud, icon, fs, isResting, onNewClips: news.newClips.tell };
  const services = createServices({
    ...{ ...below, ...(await cloudParts({ ...below, ...around })), clock },
    onRearmNews: news.rearmNews.tell,
    hasTrayStyles: hasTrayStyles(process.platform),
    autostart: platform.autostart,
    setKeys: platform.shortcuts.set,
  });
  return { services, changes, news };
}

interface Actors {
  readonly services: Services;
  readonly surfaces: Surfaces;
  readonly pressed: Listeners<ShortcutName>;
}

/** The tray, and the keys that do what it does. */
function surroundings({ store, log }: Base, { services, surfaces, pressed }: Actors): Dispose {
  const actions = createTrayActions({
    ...{ ...surfaces, services, log, quit: () => void quitAfterAsking(store, services) },
    showSettings: () => surfaces.showPage('settings'),
    chooseDisarmEnd: (id) => surfaces.panel.show({ disarmUntil: id }),
  });
  const newest = async () => (await services.clip.list(latestClips)).clips;
  return disposeAll(
    startTray({
      ...{ store, clock, actions, platform: process.platform },
      iconFolder: inDist('icons', 'tray'),
      latestClips: newest,
      onClick: surfaces.panel.toggle,
    }),
    pressed.listen((name) =>
      runShortcut(name, {
        ...{ store, clock, actions },
        showPanel: () => surfaces.panel.show({ disarmUntil: null }),
        showLatestClip: () =>
          void newest().then(([clip]) =>
            clip === undefined ? surfaces.showPage('clips') : surfaces.showClip(clip.id),
          ),
      }),
    ),
  );
}

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

const latestClips: ClipQuery = { shelf: 'all', limit: 5, before: null, deviceId: null };

function giveUp(error: unknown): void {
  dialog.showErrorBox(m.app_name(), `${m.dialog_cannot_start()}\n\n${toAppError(error).message}`);
  app.exit(1);
}
