import { tmpdir } from 'node:os';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { app, dialog } from 'electron';
import { initialState } from '../shared/app-state.ts';
import { toAppError } from '../shared/errors.ts';
import { m } from '../shared/messages/compiled/messages.js';
import { parseCloud } from './blink/http/hosts.ts';
import { parseCommandLine } from './desktop/cli/cli-protocol.ts';
import { socketPath } from './desktop/cli/cli-socket.ts';
import {
  dropUnsafeVariables,
  readEnvironment,
  registerAppIdentity,
} from './desktop/system/environment.ts';
import { watchAppLifecycle, type Lifecycle } from './desktop/system/app-lifecycle.ts';
import { registerSchemes } from './desktop/protocols/serve-pages.ts';
import { startTray } from './desktop/tray/tray.ts';
import { createLogger } from './lib/logger.ts';
import { systemClock as clock } from './lib/clock.ts';
import { createAppStore } from './store/app-store.ts';

// Loading the program makes V8 double its space for new objects several times, and it never gives that back: 4 MB for as
// long as the tray is there. Nothing here makes so much that collecting it more often would be felt.
setFlagsFromString('--semi-space-growth-factor=1');
dropUnsafeVariables(process.env);
const cloud = parseCloud(process.env.PORCHLIGHT_CLOUD, app.isPackaged);
const environment = readEnvironment(app, { mainFolder: import.meta.dirname, cloud });
const inDist = (...parts: string[]) => path.join(environment.dist, ...parts);

const args = process.argv.slice(1);
const cliSocket = socketPath({
  platform: process.platform,
  dataFolder: environment.dataFolder,
  runtimeFolder: process.env.XDG_RUNTIME_DIR ?? tmpdir(),
  userId: process.getuid?.() ?? null,
});

const line = parseCommandLine(args);
if (line.kind !== 'open') {
  import('./desktop/cli/cli-client.ts')
    .then(({ runCliClient: answer }) => answer(line, { app, place: cliSocket, clock }))
    .catch(giveUp);
} else if (app.requestSingleInstanceLock()) {
  const lifecycle = watchAppLifecycle(app, clock);
  registerAppIdentity(app, process.platform);
  registerSchemes();
  // Not awaited: an ES module main that waits for readiness waits for ever.
  app
    .whenReady()
    .then(() => run(lifecycle))
    .catch(giveUp);
} else {
  app.quit();
}

/** Shows the tray, whose menu says that the application is starting, and then loads and runs the rest. */
async function run(lifecycle: Lifecycle): Promise<void> {
  const file = path.join(environment.dataFolder, 'logs', 'porchlight.log');
  const log = createLogger({ file, level: 'info' });
  process.on('uncaughtException', (error) => log.error('uncaught', { reason: error.message }));
  const isRuntimeSupported = environment.isRuntimeSupported || cloud !== null;
  const desktop = { ...initialState.desktop, version: environment.version, isRuntimeSupported };
  const store = createAppStore({ ...initialState, desktop }, (error) =>
    log.error('a listener of the state failed', { reason: toAppError(error).message }),
  );
  const tray = startTray({
    store,
    clock,
    platform: process.platform,
    iconFolder: inDist('icons', 'tray'),
    whileStarting: { open: lifecycle.show, quit: () => app.quit() },
  });
  // Most of the program: it is loaded while the desktop draws the icon.
  const { runApplication } = await import('./application.ts');
  await runApplication({
    environment,
    cloud,
    preload: inDist('preload', 'preload.cjs'),
    icon: inDist('icons', 'app.png'),
    args,
    cliSocket,
    lifecycle,
    log,
    store,
    tray,
  });
}

function giveUp(error: unknown): void {
  dialog.showErrorBox(m.app_name(), `${m.dialog_cannot_start()}\n\n${toAppError(error).message}`);
  app.exit(1);
}
