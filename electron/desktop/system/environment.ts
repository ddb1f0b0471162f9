import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { App } from 'electron';
import { scheme } from '../cli/cli-protocol.ts';

/** Where this run keeps things and what it runs on. */
export interface Environment {
  /** Everything the application keeps, except the archive of a normal run. */
  readonly dataFolder: string;
  readonly archiveFolder: string;
  /** What `dist/` holds, next to the main script. */
  readonly dist: string;
  readonly isPackaged: boolean;
  readonly version: string;
  /** False below the oldest Electron that still gets security fixes: no real account on it. */
  readonly isRuntimeSupported: boolean;
}

/** The oldest supported Electron line at the time of this release. */
export const oldestSupportedElectron = 43;

interface EnvironmentOptions {
  readonly mainFolder: string;
  /** The simulator on this computer; null for Blink's own cloud. */
  readonly cloud: URL | null;
}

/**
 * Moves the data folder to `PORCHLIGHT_DATA`, if set, or to its own folder for a simulator. Must run before the
 * single-instance lock is taken, which is a file in this folder.
 */
export function readEnvironment(app: App, { mainFolder, cloud }: EnvironmentOptions): Environment {
  const chosen = chosenFolder(process.env.PORCHLIGHT_DATA, app.getPath('userData'), cloud);
  if (chosen !== null) {
    mkdirSync(chosen, { recursive: true, mode: 0o700 });
    app.setPath('userData', chosen);
  }
  const dataFolder = app.getPath('userData');
  return {
    dataFolder,
    archiveFolder: chosen
      ? path.join(dataFolder, 'archive')
      : path.join(app.getPath('videos'), 'Porchlight'),
    dist: path.dirname(mainFolder),
    isPackaged: app.isPackaged,
    version: app.getVersion(),
    isRuntimeSupported: isSupported(process.versions.electron),
  };
}

/** Null for the usual folder. A simulator never gets that one: the token of a real account would be sent to it. */
export function chosenFolder(
  named: string | undefined,
  usual: string,
  cloud: URL | null,
): string | null {
  if (named !== undefined && named !== '') return path.resolve(named);
  return cloud === null ? null : `${usual}-simulator`;
}

/**
 * Takes away what other programs' environment could change about our connections: certificates that are not checked or
 * that were added, a file that receives the session keys, code that is loaded into us.
 */
export function dropUnsafeVariables(variables: NodeJS.ProcessEnv): void {
  for (const name of unsafeVariables) Reflect.deleteProperty(variables, name);
}

/** Proxies are not among them: on Linux these variables are the system's proxy settings. */
const unsafeVariables = [
  'NODE_TLS_REJECT_UNAUTHORIZED',
  'NODE_EXTRA_CA_CERTS',
  'NODE_OPTIONS',
  'NODE_USE_ENV_PROXY',
  'NODE_USE_SYSTEM_CA',
  'OPENSSL_CONF',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'SSLKEYLOGFILE',
];

/** Whether an Electron version may sign in to a real account. */
export const isSupported = (electron: string): boolean =>
  Number.parseInt(electron, 10) >= oldestSupportedElectron;

/** The id of the application; the packages have the same. */
export const appId = 'app.porchlight.tray';

type KnownApp = Pick<App, 'isPackaged' | 'setAppUserModelId' | 'setAsDefaultProtocolClient'> & {
  readonly dock?: { readonly hide: () => void } | undefined;
};

/** Gives the system the application's id and link scheme. Must be called before the first window or notification. */
export function registerAppIdentity(app: KnownApp, platform: NodeJS.Platform): void {
  // Without it Windows shows no notifications, or another application's name on them.
  if (platform === 'win32') app.setAppUserModelId(appId);
  // A tray application has no place in the dock.
  if (platform === 'darwin') app.dock?.hide();
  // From a source tree the Electron runtime would be registered. On Linux the package's desktop entry names the scheme.
  if (app.isPackaged && platform !== 'linux') app.setAsDefaultProtocolClient(scheme);
}
