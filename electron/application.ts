import path from 'node:path';
import { app } from 'electron';
import type { ShortcutName } from '../shared/preferences.ts';
import { buildServices } from './build-services.ts';
import { attend } from './desktop/power/power-events.ts';
import { showClosedToTrayNotice } from './desktop/notifications/notify.ts';
import { carryOut } from './desktop/cli/run-verb.ts';
import { openingOf, parseCommandLine } from './desktop/cli/cli-protocol.ts';
import { listenOrDoWithout, type SocketPath } from './desktop/cli/cli-socket.ts';
import type { Environment } from './desktop/system/environment.ts';
import { showWindowWithoutTray, watchTrayHost } from './desktop/tray/tray-host.ts';
import { watchKeyring } from './desktop/system/keyring-watch.ts';
import type { Lifecycle } from './desktop/system/app-lifecycle.ts';
import { servePages } from './desktop/protocols/serve-pages.ts';
import { createPlatform } from './desktop/platform.ts';
import { createAppWindows } from './desktop/windows/app-windows.ts';
import type { TrayItem } from './desktop/tray/tray.ts';
import { broadcastState, createPushTo } from './ipc/broadcast.ts';
import { guards } from './ipc/guards.ts';
import { serve } from './ipc/serve.ts';
import { createWindowRegistry } from './ipc/trusted-sender.ts';
import { disposeAll } from './lib/dispose.ts';
import { createEmitter } from './lib/emitter.ts';
import type { Logger } from './lib/logger.ts';
import { systemClock as clock } from './lib/clock.ts';
import { openStores } from './open-stores.ts';
import { handlersFor, mediaOf } from './page-door.ts';
import type { Services } from './services/services.ts';
import { showSettings } from './services/settings/settings-to-state.ts';
import { hasTrayStyles } from './desktop/tray/tray-icon.ts';
import type { AppStore } from './store/app-store.ts';
import { surroundings } from './surroundings.ts';

/** What a start has made before the rest of the program is loaded. */
interface Started {
  readonly environment: Environment;
  /** The simulator on this computer; null for Blink's own cloud. */
  readonly cloud: URL | null;
  readonly page: { readonly preload: string; readonly icon: string };
  /** The words of the command line after the program's own. */
  readonly words: readonly string[];
  readonly commandPlace: SocketPath;
  readonly lifecycle: Lifecycle;
  readonly log: Logger;
  readonly store: AppStore;
  readonly tray: TrayItem;
}

/** Opens what is kept, builds the services and joins them to the desktop; the tray is there already. */
export async function runApplication(started: Started): Promise<void> {
  const { environment, cloud, page, words, commandPlace, lifecycle, log, store, tray } = started;
  const { stores, windows, pushTo, pressed, platform, surfaces } = await openParts(started);
  const { services, changes, housekeeping, news } = buildServices({
    ...{ environment, cloud, store, stores, platform, log },
    icon: page.icon,
  });

  await servePages(app, path.join(environment.dist, 'renderer'), mediaOf(services));
  const stop = disposeAll(
    platform.stop,
    serve({ handlers: handlersFor(store, services, surfaces), guards, windows, log }),
    broadcastState(store, pushTo),
    showWindowWithoutTray({ store, clock, show: surfaces.window.show }),
    watchTrayHost({ platform: process.platform, bus: platform.sessionBus }, (hasTrayHost) =>
      store.update('desktop', (before) => ({ ...before, hasTrayHost })),
    ),
    surroundings({ store, log, services, surfaces, pressed, tray }),
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

/** What is kept, and the desktop around. */
async function openParts({ environment, cloud, page, log, store }: Started) {
  const { dataFolder, archiveFolder } = environment;
  const isSimulated = cloud !== null;
  const stores = await openStores({ dataFolder, archiveFolder, isSimulated }, log);
  showSettings({
    settings: stores.settings,
    store,
    hasTrayStyles: hasTrayStyles(process.platform),
  });
  store.update('archive', (before) => ({ ...before, isRebuildPending: stores.isRebuildOwed }));
  const windows = createWindowRegistry();
  const pushTo = createPushTo(windows);
  const pressed = createEmitter<ShortcutName>();
  const platform = createPlatform({ clock, log, icon: page.icon, onShortcut: pressed.emit });
  const surfaces = createAppWindows({
    ...{ ...page, clock, store, log, pushTo },
    settings: stores.settings,
    onCreated: windows.add,
    onClosedToTray: () => showClosedToTrayNotice(stores.settings, platform.banners),
  });
  return { stores, windows, pushTo, pressed, platform, surfaces };
}

async function startAll(services: Services) {
  const { archive, mute, temporaryDisarms, settings, account } = services;
  for (const service of [archive, mute, temporaryDisarms]) service.start();
  await settings.start();
  await account.start();
}
