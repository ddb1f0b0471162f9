import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { App } from 'electron';

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

/** Moves everything kept to `PORCHLIGHT_DATA`, if set. Must run before the single-instance lock, which lies there too. */
export function readEnvironment(app: App, mainFolder: string): Environment {
  const chosen = process.env.PORCHLIGHT_DATA;
  if (chosen !== undefined && chosen !== '') {
    mkdirSync(chosen, { recursive: true, mode: 0o700 });
    app.setPath('userData', path.resolve(chosen));
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

/** Whether an Electron version may sign in to a real account. */
export const isSupported = (electron: string): boolean =>
  Number.parseInt(electron, 10) >= oldestSupportedElectron;
