import { runScript } from '../../build/provision/provision-error.ts';
import { electronBinary, ensureElectron } from '../../build/provision/electron-runtime.ts';
import { projectRoot } from '../../build/provision/paths.ts';
import { runNpm } from '../../build/provision/process.ts';
import { ensureSystemPackages } from '../../build/provision/system-packages.ts';
import { memoryOfTree } from '../desktop/process-tree.ts';
import { startDesktopSession, type DesktopSession } from '../desktop/session.ts';
import { startTrayHost } from '../desktop/tray-host.ts';
import { waitFor } from '../desktop/wait.ts';
import { launchPorchlight, newDataFolder } from '../e2e/support/porchlight.ts';
import { startTrayApp } from '../fixtures/tray-app/start.ts';

/**
 * `npm run bench`: start-up and memory against FLOOR, a bare tray application on the same Electron in the same run.
 * The two take turns; medians and their ratio are printed. Machines differ, ratios less.
 */
const rounds = 5;
// At 25 ms and more between two samples: about four seconds.
const settleSamples = 100;

async function bench(): Promise<number> {
  await ensureSystemPackages(['runtime', 'headless']);
  const { dist, version } = await ensureElectron();
  process.env.ELECTRON_OVERRIDE_DIST_PATH = dist;
  const built = await runNpm(['run', '--silent', 'build']);
  if (built !== 0) return built;

  const floor: number[] = [];
  const ours: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    floor.push(await timeToTray((session) => startTrayApp(session)));
    ours.push(await timeToTray((session) => startPorchlight(session, dist)));
  }
  const floorBytes = await floorMemory();
  const { withWindow, trayOnly, windowMs } = await porchlightMemory();

  console.log(`Electron ${version}, ${rounds} rounds, medians`);
  row('start to tray', ms(median(floor)), ms(median(ours)), median(ours) / median(floor));
  row('launch to painted window', '', ms(windowMs), null);
  row('memory (PSS) with window', mb(floorBytes), mb(withWindow), withWindow / floorBytes);
  row('memory (PSS), window closed', mb(floorBytes), mb(trayOnly), trayOnly / floorBytes);
  return 0;
}

type Start = (session: DesktopSession) => Promise<unknown>;

async function timeToTray(start: Start): Promise<number> {
  const session = await startDesktopSession();
  const tray = await startTrayHost(session.busAddress);
  try {
    const startedAt = performance.now();
    await start(session);
    await tray.waitForItem({ timeoutMs: 30_000 });
    return performance.now() - startedAt;
  } finally {
    await tray.stop();
    await session.stop();
  }
}

async function startPorchlight(session: DesktopSession, dist: string) {
  const data = session.folder.write('porchlight-data/.keep', '');
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const place = `PORCHLIGHT_DATA=${data.slice(0, -'/.keep'.length)}`;
  return session.start('env', [place, electronBinary(dist), ...asRoot, projectRoot]);
}

async function floorMemory(): Promise<number> {
  const session = await startDesktopSession();
  const tray = await startTrayHost(session.busAddress);
  try {
    const app = await startTrayApp(session);
    await tray.waitForItem();
    return await settledMemory(app.pid);
  } finally {
    await tray.stop();
    await session.stop();
  }
}

async function porchlightMemory() {
  const session = await startDesktopSession();
  const tray = await startTrayHost(session.busAddress);
  const data = await newDataFolder();
  try {
    const startedAt = performance.now();
    const place = { env: session.env, cloudUrl: null, dataFolder: data.folder };
    const { app, window, close } = await launchPorchlight(place);
    await (await window()).getByRole('button', { name: 'Sign in' }).waitFor();
    const windowMs = performance.now() - startedAt;
    const pid = app.process().pid ?? 0;
    const withWindow = await settledMemory(pid);
    await (await window()).close();
    const trayOnly = await settledMemory(pid);
    await close();
    return { withWindow, trayOnly, windowMs };
  } finally {
    await tray.stop();
    await session.stop();
    await data.remove();
  }
}

/** Memory once it has stopped to change by more than 1 %. */
async function settledMemory(pid: number): Promise<number> {
  const recent: number[] = [];
  return waitFor(
    () => {
      const now = memoryOfTree(pid);
      recent.push(now);
      const before = recent.at(-settleSamples);
      return before !== undefined && Math.abs(now - before) < now / 100 ? now : undefined;
    },
    { what: 'memory to settle', timeoutMs: 30_000 },
  );
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

const ms = (value: number) => `${value.toFixed(0)} ms`;
const mb = (value: number) => `${(value / 1e6).toFixed(0)} MB`;

function row(what: string, floor: string, ours: string, ratio: number | null): void {
  const times = ratio === null ? '' : `${ratio.toFixed(2)} ×`;
  console.log(
    [what.padEnd(30), floor.padStart(10), ours.padStart(10), times.padStart(8)].join(' '),
  );
}

await runScript(bench);
