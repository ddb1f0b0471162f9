import { connectBus } from './bus.ts';
import { keyringPassword, lockKeyring } from './keyring.ts';
import { killProcessesOf } from './process-tree.ts';
import { findUser, run, startDaemon, type Daemon, type Finished, type User } from './processes.ts';
import { createSessionFolder, inheritedDisplay, neutralEnv } from './session-folder.ts';
import type { SessionFolder } from './session-folder.ts';
import { waitFor } from './wait.ts';

export interface DesktopSessionOptions {
  /** `xvfb` (the default): an invisible screen of its own; `inherit`: the one DISPLAY names. */
  readonly display?: 'xvfb' | 'inherit';
  /** `unlocked` is the default; `none`: nothing answers for secrets. */
  readonly keyring?: 'unlocked' | 'none' | 'locked';
  /** Everything runs as this ordinary user; only root may ask for one. */
  readonly user?: string;
  /** Of the invisible screen, in pixels. */
  readonly size?: { readonly width: number; readonly height: number };
}

/** A desktop nobody else sees: screen, message bus, keyring and home folder. */
export interface DesktopSession {
  /** The whole environment for a program that shall run in this session. */
  readonly env: Readonly<Record<string, string>>;
  readonly busAddress: string;
  readonly user: User | undefined;
  readonly folder: SessionFolder;
  /** Runs a program in the session to its end. */
  run(command: string, args: readonly string[], input?: string): Promise<Finished>;
  /** Starts a program that ends with the session at the latest. */
  start(command: string, args: readonly string[], more?: { readonly input: string }): Daemon;
  /** Ends every program that was started with `env` and removes the folder. */
  stop(): Promise<void>;
}

/** Starts a desktop; what cannot be started is an Error with the program's own words, and leaves nothing behind. */
export async function startDesktopSession(
  options: DesktopSessionOptions = {},
): Promise<DesktopSession> {
  const user = options.user === undefined ? undefined : findUser(options.user);
  const daemons: Daemon[] = [];
  const folder = createSessionFolder(user);
  const env: Record<string, string> = { ...neutralEnv(), ...folder.env, ...desktopNames(folder) };
  const start: DesktopSession['start'] = (command, args, more) => {
    const daemon = startDaemon(command, args, { env, user, ...more });
    daemons.push(daemon);
    return daemon;
  };
  const stop = endTogether(env, daemons, folder);
  try {
    if (user) Object.assign(env, { USER: user.name, LOGNAME: user.name });
    Object.assign(env, await startDisplay(start, options));
    const busAddress = await startBus(start, folder);
    env.DBUS_SESSION_BUS_ADDRESS = busAddress;
    if (options.keyring !== 'none') await startKeyring(start, busAddress);
    if (options.keyring === 'locked') await lockKeyring(busAddress);
    return {
      env,
      busAddress,
      user,
      folder,
      start,
      run: (command, args, input = '') => run(command, args, { env, user, input }),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Start = DesktopSession['start'];

/** Chromium picks its tray and its secret store by these names; no Wayland, no real system bus. */
const desktopNames = (folder: SessionFolder) => ({
  XDG_CURRENT_DESKTOP: 'XFCE',
  XDG_SESSION_DESKTOP: 'xfce',
  XDG_SESSION_TYPE: 'x11',
  DBUS_SYSTEM_BUS_ADDRESS: `unix:path=${folder.path}/no-system-bus`,
});

async function startDisplay(start: Start, options: DesktopSessionOptions) {
  if (options.display === 'inherit') return inheritedDisplay();
  const { width, height } = options.size ?? { width: 1280, height: 800 };
  const screen = ['-screen', '0', `${width}x${height}x24`];
  const server = start('Xvfb', ['-displayfd', '3', ...screen, '-nolisten', 'tcp', '-ac']);
  return { DISPLAY: `:${await server.announcement()}` };
}

/** A message bus of its own, under this name in the session's folder. */
export function startBus(start: Start, folder: SessionFolder, name = 'bus'): Promise<string> {
  const config = folder.write(`${name}.conf`, busConfig(`${folder.path}/${name}`));
  return start('dbus-daemon', [
    '--config-file',
    config,
    '--nofork',
    '--print-address=3',
  ]).announcement();
}

// No service folders: nothing is started behind our back. Root drives the sessions of ordinary users.
const busConfig = (socket: string) => `<!DOCTYPE busconfig PUBLIC
 "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=${socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/>
    <allow send_destination="*"/>
    <allow receive_sender="*"/>
    <allow own="*"/>
  </policy>
</busconfig>
`;

async function startKeyring(start: Start, busAddress: string): Promise<void> {
  const args = ['--foreground', '--unlock', '--components=secrets'];
  const daemon = start('gnome-keyring-daemon', args, { input: keyringPassword });
  const bus = await connectBus(busAddress);
  try {
    await waitFor(() => daemon.hasExited() || bus.hasOwner('org.freedesktop.secrets'), {
      what: 'a keyring on the bus',
    });
  } finally {
    await bus.close();
  }
  if (daemon.hasExited()) throw new Error(`the keyring did not start: ${daemon.output()}`);
}

/** Sees to it that all ends when we exit; the answer ends it before. */
function endTogether(
  env: Readonly<Record<string, string>>,
  daemons: readonly Daemon[],
  folder: SessionFolder,
): () => Promise<void> {
  const killGuests = () => {
    const { DBUS_SESSION_BUS_ADDRESS } = env;
    if (DBUS_SESSION_BUS_ADDRESS !== undefined) killProcessesOf({ DBUS_SESSION_BUS_ADDRESS });
  };
  const onExit = () => {
    killGuests();
    for (const daemon of daemons) daemon.kill();
    folder.remove();
  };
  process.once('exit', onExit);
  return async () => {
    process.off('exit', onExit);
    killGuests();
    await Promise.all(daemons.map((daemon) => daemon.stop()));
    folder.remove();
  };
}
