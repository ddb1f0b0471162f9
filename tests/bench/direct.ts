import { electronBinary } from '../../build/provision/electron-runtime.ts';
import { projectRoot } from '../../build/provision/paths.ts';
import { processRole, processTree } from '../desktop/process-tree.ts';
import type { Daemon } from '../desktop/processes.ts';
import type { DesktopSession } from '../desktop/session.ts';
import type { TrayHost } from '../desktop/tray-host.ts';
import { waitFor } from '../desktop/wait.ts';
import { launchPorchlight } from '../e2e/support/porchlight.ts';
import { signIn } from '../e2e/support/sign-in.ts';

/** Where the application keeps what it keeps, and which cloud it asks. */
export interface Place {
  readonly dataFolder: string;
  /** Null: none is given; the person has not signed in. */
  readonly cloudUrl: string | null;
}

/** Starts the built application as its user does: no debugger, no test tool attached. */
export function startDirectly(
  session: DesktopSession,
  dist: string,
  { dataFolder, cloudUrl }: Place,
  words: readonly string[] = [],
): Daemon {
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const variables = [`PORCHLIGHT_DATA=${dataFolder}`, 'LANG=en_US.UTF-8'];
  if (cloudUrl !== null) variables.push(`PORCHLIGHT_CLOUD=${cloudUrl}`);
  const command = [electronBinary(dist), ...asRoot, projectRoot, ...words];
  return session.start('env', [...variables, ...command]);
}

/** Signs in once, with a test tool, and ends: what starts in this session and folder afterwards is signed in. */
export async function prepareSignedIn(
  session: DesktopSession,
  tray: TrayHost,
  place: Place,
): Promise<void> {
  const porchlight = await launchPorchlight({ env: session.env, ...place });
  await signIn(porchlight);
  await saysState(tray);
  const window = await porchlight.window();
  await window.getByRole('button', { name: 'Keep every clip' }).click({ timeout: 30_000 });
  await porchlight.close();
  await waitFor(() => tray.itemCount() === 0, { what: 'the icon to go' });
}

/** The state of the home is in the tray. */
export const saysState = (tray: TrayHost): Promise<unknown> =>
  tray.waitForMenu(
    ({ children }) => children.some(({ label }) => /^Studio: (dis)?armed/.test(label)),
    { timeoutMs: 60_000 },
  );

/** Opens the window from the tray, waits for its paint and closes it by its key, as a person does. */
export async function openWindow(session: DesktopSession, tray: TrayHost, pid: number) {
  await tray.click(['Open Porchlight']);
  await waitFor(async () => (await shownWindows(session)).length > 0, {
    what: 'the window',
    timeoutMs: 30_000,
  });
  return { close: () => closeWindow(session, pid) };
}

async function closeWindow(session: DesktopSession, pid: number): Promise<void> {
  const [window] = await shownWindows(session);
  if (window === undefined) throw new Error('there is no window to close');
  await session.run('xdotool', [
    'windowfocus',
    '--sync',
    window,
    'key',
    '--clearmodifiers',
    'ctrl+w',
  ]);
  // The hidden page that decodes pictures goes after 20 s without work.
  await waitFor(() => pagesOf(pid) === 0, { what: 'every page to be gone', timeoutMs: 90_000 });
}

async function shownWindows(session: DesktopSession): Promise<readonly string[]> {
  const { stdout } = await session.run('xdotool', [
    'search',
    '--onlyvisible',
    '--name',
    'Porchlight',
  ]);
  return stdout.split('\n').filter((line) => line !== '');
}

/** Pages that run, whether anybody sees them or not. */
export const pagesOf = (pid: number): number =>
  processTree(pid).filter((one) => processRole(one) === 'renderer').length;
