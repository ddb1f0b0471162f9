import { launchPorchlight, newDataFolder } from '../e2e/support/porchlight.ts';
import { startCloud, type Cloud } from '../e2e/support/cloud.ts';
import { signIn } from '../e2e/support/sign-in.ts';
import type { TrayHost } from '../desktop/tray-host.ts';
import { waitFor } from '../desktop/wait.ts';
import { saysState } from './direct.ts';
import { onDesktop } from './floor.ts';
import { figure, ms, type Row } from './table.ts';

/** What a person waits for, with a test tool attached: figures to compare, without a bar. */
export async function waitingRows(): Promise<readonly Row[]> {
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
      await signIn(porchlight);
      await saysState(tray);
      const { toIconMs, toRequestMs } = await clickTimes(tray, cloud);
      await porchlight.close();
      return [
        figure('    launch to painted window, under a test tool', ms(windowMs)),
        figure('    click to busy icon, under a test tool', ms(toIconMs)),
        figure('    click to request, under a test tool', ms(toRequestMs)),
      ];
    });
  } finally {
    await cloud.kill();
    await data.remove();
  }
}

interface ClickTimes {
  /** From a click in the tray menu to the icon that says that something is under way. */
  readonly toIconMs: number;
  /** To the request that arms, as the cloud's journal has it. */
  readonly toRequestMs: number;
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
  return { toIconMs, toRequestMs: Date.parse(asked.at) - clickedAt };
}
