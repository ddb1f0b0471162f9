import { chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import type { User } from './processes.ts';

/** The private place of a desktop session on disk. */
export interface SessionFolder {
  readonly path: string;
  /** HOME and the XDG folders inside. */
  readonly env: Readonly<Record<string, string>>;
  /** Writes a file below the folder, owned by the session's user; answers its path. */
  write(name: string, content: string): string;
  remove(): void;
}

/** Creates the folder, readable by `user` only (left out: by us). */
export function createSessionFolder(user?: User): SessionFolder {
  const root = mkdtempSync(path.join(tmpdir(), 'porchlight-desktop-'));
  const give = (place: string) => {
    if (user) chownSync(place, user.uid, user.gid);
  };
  const makeFolder = (place: string) => {
    if (existsSync(place)) return;
    makeFolder(path.dirname(place));
    mkdirSync(place, { mode: 0o700 });
    give(place);
  };
  give(root);
  const env = Object.fromEntries(
    Object.entries(folders).map(([variable, name]) => [variable, path.join(root, name)]),
  );
  Object.values(env).forEach(makeFolder);
  return {
    path: root,
    env,
    write(name, content) {
      const file = path.join(root, name);
      makeFolder(path.dirname(file));
      writeFileSync(file, content);
      give(file);
      return file;
    },
    // Programs that are just ending may still write into it.
    remove: () => rmSync(root, { recursive: true, force: true, maxRetries: 10 }),
  };
}

/**
 * The environment programs of a session start from: ours, without anything that leads to the desktop we run on.
 * Path, time zone and language stay.
 */
export function neutralEnv(): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !leadsOutside.test(entry[0]),
  );
  return {
    ...Object.fromEntries(kept),
    LANG: process.env.LANG ?? 'C.UTF-8',
    GIO_USE_VFS: 'local',
    GSETTINGS_BACKEND: 'memory',
    NO_AT_BRIDGE: '1',
  };
}

/** What leads to the display we run on ourselves; throws when there is none. */
export function inheritedDisplay(): Record<string, string> {
  const display = process.env.DISPLAY;
  if (!display) throw new Error('there is no display to inherit: DISPLAY is not set');
  const authority = process.env.XAUTHORITY ?? path.join(homedir(), '.Xauthority');
  return { DISPLAY: display, ...(existsSync(authority) ? { XAUTHORITY: authority } : {}) };
}

const folders = {
  HOME: 'home',
  XDG_CONFIG_HOME: 'home/.config',
  XDG_DATA_HOME: 'home/.local/share',
  XDG_STATE_HOME: 'home/.local/state',
  XDG_CACHE_HOME: 'home/.cache',
  XDG_RUNTIME_DIR: 'run',
};

const leadsOutside =
  /^(DISPLAY|WAYLAND_DISPLAY|XAUTHORITY|DBUS_|XDG_|DESKTOP_SESSION|GNOME_|KDE_|GTK_|SSH_A|SESSION_MANAGER|MAIL$|npm_|ELECTRON_RUN_AS_NODE)/;
