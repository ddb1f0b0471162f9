import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { App } from 'electron';
import type { Autostart } from '../../../shared/preferences.ts';

/** Whether the system starts the application at sign-in; read from the system each time, because it can be changed there. */
export interface AutostartPort {
  /** Null where it cannot be chosen. */
  read(): Promise<Autostart | null>;
  write(choice: Autostart): Promise<void>;
}

interface AutostartDeps {
  readonly app: App;
  readonly platform: NodeJS.Platform;
  /** `~/.config`, or what XDG_CONFIG_HOME names. */
  readonly configFolder: string;
  /** How we are started: the program and what belongs to it. */
  readonly command: readonly string[];
}

/** What starts this copy of the program: an AppImage is started by its own file, a source tree by its runtime. */
export const startCommand = ({
  appImage,
  execPath,
  appPath,
  isPackaged,
}: {
  readonly appImage: string | undefined;
  readonly execPath: string;
  readonly appPath: string;
  readonly isPackaged: boolean;
}): readonly string[] => {
  if (appImage !== undefined && appImage !== '') return [appImage];
  return isPackaged ? [execPath] : [execPath, appPath];
};

export function createAutostart(deps: AutostartDeps): AutostartPort {
  return deps.platform === 'linux' ? linuxAutostart(deps) : loginItem(deps);
}

/** An entry in the folder every desktop reads at sign-in (XDG autostart). */
function linuxAutostart({ configFolder, command }: AutostartDeps): AutostartPort {
  const folder = path.join(configFolder, 'autostart');
  const file = path.join(folder, 'porchlight.desktop');
  return {
    async read() {
      const entry = await readFile(file, 'utf8').catch(() => null);
      return entry === null ? 'off' : parseAutostartEntry(entry);
    },
    async write(choice) {
      if (choice === 'off') return rm(file, { force: true });
      await mkdir(folder, { recursive: true });
      await writeFile(file, autostartEntry(command, choice));
    },
  };
}

function loginItem({ app, command: [program, ...args] }: AutostartDeps): AutostartPort {
  const item = (more: readonly string[]) => ({
    ...(program === undefined ? {} : { path: program }),
    args: [...args, ...more],
  });
  return {
    async read() {
      if (app.getLoginItemSettings(item(['--hidden'])).openAtLogin) return 'hidden';
      return app.getLoginItemSettings(item([])).openAtLogin ? 'on' : 'off';
    },
    async write(choice) {
      const more = choice === 'hidden' ? ['--hidden'] : [];
      app.setLoginItemSettings({ ...item(more), openAtLogin: choice !== 'off' });
    },
  };
}

/** A desktop entry (Desktop Entry Specification 1.5) that starts us at sign-in. */
export function autostartEntry(command: readonly string[], choice: 'on' | 'hidden'): string {
  const words = choice === 'hidden' ? [...command, '--hidden'] : command;
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Porchlight',
    `Exec=${words.map(quoted).join(' ')}`,
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

/** Also reads an entry that a person edited or the desktop switched off. */
export function parseAutostartEntry(entry: string): Autostart {
  const value = (key: string) => new RegExp(`^${key}=(.*)$`, 'm').exec(entry)?.[1]?.trim();
  const isOff = value('Hidden') === 'true' || value('X-GNOME-Autostart-enabled') === 'false';
  if (isOff) return 'off';
  return /(?:^|\s|")--hidden"?(?:\s|$)/.test(value('Exec') ?? '') ? 'hidden' : 'on';
}

/** The specification's quoting: reserved characters behind a backslash, which the file format doubles; `%` is a code. */
function quoted(word: string): string {
  const inner = word.replace(/["`$\\]/g, (character) => `\\\\${character}`).replaceAll('%', '%%');
  return /^[\w@%+=:,./-]+$/.test(word) ? inner : `"${inner}"`;
}
