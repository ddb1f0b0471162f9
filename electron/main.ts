import { tmpdir } from 'node:os';
import path from 'node:path';
import { app, dialog } from 'electron';
import { initialState } from '../shared/app-state.ts';
import { toAppError } from '../shared/errors.ts';
import { m } from '../shared/messages/compiled/messages.js';
import type { ShortcutName } from '../shared/preferences.ts';
import { parseCloud } from './blink/hosts.ts';
import { buildServices } from './build-services.ts';
import { attend } from './desktop/attend.ts';
import { tellOfTray } from './desktop/banners/still-here.ts';
import { carryOut } from './desktop/commands/carry-out.ts';
import { openingOf, parseCommandLine } from './desktop/commands/command-line.ts';
import { listenOrDoWithout } from './desktop/commands/command-socket.ts';
import { answeredAtOnce } from './desktop/commands/second-start.ts';
import { socketPath } from './desktop/commands/socket-path.ts';
import { dropUnsafeVariables, readEnvironment } from './desktop/environment.ts';
import { keepReachable } from './desktop/keep-reachable.ts';
import { watchKeyring } from './desktop/keyring-watch.ts';
import { watchLifecycle, type Lifecycle } from './desktop/lifecycle.ts';
import { introduce } from './desktop/manners/identity.ts';
import { servePages } from './desktop/pages.ts';
import { createPlatform } from './desktop/platform.ts';
import { registerSchemes } from './desktop/schemes.ts';
import { createSurfaces } from './desktop/surfaces.ts';
import { watchTrayHost } from './desktop/tray-host.ts';
import { broadcastState, createPushTo } from './ipc/broadcast.ts';
import { guards } from './ipc/guards.ts';
import { serve } from './ipc/serve.ts';
import { createWindowRegistry } from './ipc/trusted-sender.ts';
import { disposeAll } from './lib/dispose.ts';
import { createListeners } from './lib/listeners.ts';
import { createLogger } from './lib/logger.ts';
import { systemClock as clock } from './lib/system.ts';
import { openStores } from './open-stores.ts';
import { handlersFor, mediaOf } from './page-door.ts';
import type { Services } from './services/create-services.ts';
import { createAppStore } from './store/app-store.ts';
import { surroundings } from './surroundings.ts';

dropUnsafeVariables(process.env);
const cloud = parseCloud(process.env.PORCHLIGHT_CLOUD, app.isPackaged);
const environment = readEnvironment(app, { mainFolder: import.meta.dirname, cloud });
const inDist = (...parts: string[]) => path.join(environment.dist, ...parts);
const page = { preload: inDist('preload', 'preload.cjs'), icon: inDist('icons', 'app.png') };

const words = process.argv.slice(1);
const commandPlace = socketPath({
  platform: process.platform,
  dataFolder: environment.dataFolder,
  runtimeFolder: process.env.XDG_RUNTIME_DIR ?? tmpdir(),
  userId: process.getuid?.() ?? null,
});

if (!answeredAtOnce(parseCommandLine(words), { app, place: commandPlace, clock })) {
  if (app.requestSingleInstanceLock()) {
    const lifecycle = watchLifecycle(app, clock);
    introduce(app, process.platform);
    registerSchemes();
    // Not awaited: an ES module main that waits for readiness waits for ever.
    app
      .whenReady()
      .then(() => run(lifecycle))
      .catch(giveUp);
  } else {
    app.quit();
  }
}

async function run(lifecycle: Lifecycle): Promise<void> {
  const ground = await prepare();
  const { log, store, stores, windows, pushTo, pressed, platform, surfaces } = ground;
  const { services, changes, housekeeping, news } = buildServices({
    ...{ ...ground, environment, cloud },
    icon: page.icon,
  });

  await servePages(app, inDist('renderer'), mediaOf(services));
  const stop = disposeAll(
    platform.stop,
    serve({ handlers: handlersFor(store, services, surfaces), guards, windows, log }),
    broadcastState(store, pushTo),
    keepReachable({ store, clock, show: surfaces.window.show }),
    watchTrayHost({ platform: process.platform, bus: platform.sessionBus }, (hasTrayHost) =>
      store.update('desktop', (before) => ({ ...before, hasTrayHost })),
    ),
    surroundings({ store, log, services, surfaces, pressed, iconFolder: inDist('icons', 'tray') }),
    attend({ store, index: stores.index, clock, log, platform, surfaces, services, ...news }),
    await listenOrDoWithout(
      commandPlace,
      (command) => carryOut({ store, services, clock }, command),
      log,
    ),
    stores.secrets.onLateAnswer(() => void services.account.keyringMayBeUsable()),
    watchKeyring(platform.sessionBus, () => void services.account.keyringMayBeUsable()),
    services.temporaryDisarms.stop,
    services.mute.stop,
    changes.stop,
  );
  const openFrom = (words: readonly string[]) => {
    const again = parseCommandLine(words);
    if (again.kind === 'open' && !again.isHidden) surfaces.open(again.opening);
  };
  openFrom(words);
  lifecycle.ready({
    show: surfaces.window.show,
    startedAgain: openFrom,
    openLink: (link) => surfaces.open(openingOf(link)),
    async stop() {
      // First of all: it keeps a token that was renewed, without which the sign-in is over.
      const signedOff = services.account.stop();
      stop();
      await signedOff;
      await services.archive.stop();
      await housekeeping.stop();
      await stores.index.close();
    },
  });
  if (lifecycle.isQuitting()) return;
  await startAll(services);
  if (lifecycle.isQuitting()) return;
  housekeeping.start();
  await changes.start();
}

/** The ground everything stands on: what is kept, what is known, and the desktop around. */
async function prepare() {
  const file = path.join(environment.dataFolder, 'logs', 'porchlight.log');
  const log = createLogger({ file, level: 'info' });
  process.on('uncaughtException', (error) => log.error('uncaught', { reason: error.message }));
  const isRuntimeSupported = environment.isRuntimeSupported || cloud !== null;
  const desktop = { ...initialState.desktop, version: environment.version, isRuntimeSupported };
  const store = createAppStore({ ...initialState, desktop }, (error) =>
    log.error('a listener of the state failed', { reason: toAppError(error).message }),
  );
  const { dataFolder, archiveFolder } = environment;
  const isSimulated = cloud !== null;
  const stores = await openStores({ dataFolder, archiveFolder, isSimulated }, log);
  const windows = createWindowRegistry();
  const pushTo = createPushTo(windows);
  const pressed = createListeners<ShortcutName>();
  const platform = createPlatform({ clock, log, icon: page.icon, onShortcut: pressed.tell });
  const surfaces = createSurfaces({
    ...{ ...page, clock, store, log, pushTo },
    settings: stores.settings,
    onCreated: windows.add,
    onClosedToTray: () => tellOfTray(stores.settings, platform.banners),
  });
  return { log, store, stores, windows, pushTo, pressed, platform, surfaces };
}

async function startAll(services: Services) {
  const { settings, archive, mute, temporaryDisarms, preferences, account } = services;
  for (const service of [settings, archive, mute, temporaryDisarms]) service.start();
  await preferences.start();
  await account.start();
}

function giveUp(error: unknown): void {
  dialog.showErrorBox(m.app_name(), `${m.dialog_cannot_start()}\n\n${toAppError(error).message}`);
  app.exit(1);
}
