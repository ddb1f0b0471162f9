import { electronBinary } from '../../build/provision/electron-runtime.ts';
import { projectRoot } from '../../build/provision/paths.ts';
import type { DesktopSession } from '../desktop/session.ts';
import type { TrayHost } from '../desktop/tray-host.ts';
import { waitFor } from '../desktop/wait.ts';
import { startCloud, type Cloud } from '../e2e/support/cloud.ts';
import { launchPorchlight, newDataFolder, type Porchlight } from '../e2e/support/porchlight.ts';
import { signIn } from '../e2e/support/sign-in.ts';
import { restingEffort } from './effort.ts';
import { onDesktop, settledMemory, type Cost } from './floor.ts';

/** What ours costs, signed in. */
export interface OurCost extends Cost {
  /** From the launch to a painted window, in ms. */
  readonly windowMs: number;
  /** With the window open. */
  readonly windowBytes: number;
  /** From a click in the tray menu, in ms. */
  readonly click: ClickTimes;
}

export interface ClickTimes {
  /** To the icon that says that something is under way. */
  readonly toIconMs: number;
  /** To the request that arms, as the cloud's journal has it. */
  readonly toRequestMs: number;
}

/** Starts the built application without any tool attached. */
export async function startPorchlight(session: DesktopSession, dist: string) {
  const data = session.folder.write('porchlight-data/.keep', '');
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const place = `PORCHLIGHT_DATA=${data.slice(0, -'/.keep'.length)}`;
  return session.start('env', [place, electronBinary(dist), ...asRoot, projectRoot]);
}

export async function costOfPorchlight(): Promise<OurCost> {
  const data = await newDataFolder();
  const cloud = await startCloud('small');
  try {
    return await onDesktop(async (session, tray) => {
      const startedAt = performance.now();
      const place = { env: session.env, cloudUrl: cloud.url, dataFolder: data.folder };
      const porchlight = await launchPorchlight(place);
      const window = await porchlight.window();
      await window.getByRole('button', { name: 'Sign in' }).waitFor();
      const windowMs = performance.now() - startedAt;
      const used = await useIt(porchlight, tray, cloud);
      await porchlight.close();
      return { windowMs, ...used };
    });
  } finally {
    await cloud.kill();
    await data.remove();
  }
}

async function useIt(porchlight: Porchlight, tray: TrayHost, cloud: Cloud) {
  const pid = porchlight.app.process().pid ?? 0;
  await signIn(porchlight);
  await says(tray, 'Studio: disarmed');
  const windowBytes = await settledMemory(pid);
  const click = await clickTimes(tray, cloud);
  await (await porchlight.window()).close();
  const bytes = await settledMemory(pid);
  return { windowBytes, click, bytes, effort: await restingEffort(pid) };
}

async function clickTimes(tray: TrayHost, cloud: Cloud): Promise<ClickTimes> {
  const icons = () => tray.events().filter((name) => name === 'NewIcon').length;
  const before = icons();
  const clickedAt = Date.now();
  await tray.click(['Arm Studio']);
  await waitFor(() => icons() > before, { what: 'the busy icon' });
  const toIconMs = Date.now() - clickedAt;
  const asked = await waitFor(
    async () => (await cloud.requests()).find(({ path }) => path.endsWith('/state/arm')),
    { what: 'the request that arms' },
  );
  await says(tray, 'Studio: armed');
  return { toIconMs, toRequestMs: Date.parse(asked.at) - clickedAt };
}

const says = (tray: TrayHost, words: string) =>
  tray.waitForMenu(({ children }) => children.some(({ label }) => label.startsWith(words)), {
    timeoutMs: 30_000,
  });
