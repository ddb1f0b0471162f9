import { memoryOfTree } from '../desktop/process-tree.ts';
import type { Daemon } from '../desktop/processes.ts';
import { startDesktopSession, type DesktopSession } from '../desktop/session.ts';
import { startTrayHost, type TrayHost } from '../desktop/tray-host.ts';
import { waitFor } from '../desktop/wait.ts';
import { startTrayApp } from '../fixtures/tray-app/start.ts';
import { pagesOf } from './direct.ts';

// At 25 ms and more between two samples: about four seconds.
const settleSamples = 100;

/**
 * FLOOR: a bare tray application on the same Electron that had a window and took it away. With an address it asks that
 * every 86 s, as often as ours asks while everything is disarmed.
 */
export async function startFloor(
  session: DesktopSession,
  tray: TrayHost,
  asks: string | null = null,
): Promise<Daemon> {
  const words = asks === null ? [] : [`--asks=${asks}`];
  const app = await startTrayApp(session, ['--had-window', ...words]);
  await tray.waitForItem({ timeoutMs: 30_000 });
  const hadWindow = async () => (await tray.properties()).toolTip.title.includes('had a window');
  await waitFor(hadWindow, { what: 'the window of the floor to be gone', timeoutMs: 30_000 });
  await waitFor(() => pagesOf(app.pid) === 0, { what: 'its page to be gone', timeoutMs: 30_000 });
  return app;
}

/** A desktop of its own for the time of one measurement. */
export async function onDesktop<T>(
  measure: (session: DesktopSession, tray: TrayHost) => Promise<T>,
): Promise<T> {
  const session = await startDesktopSession();
  const tray = await startTrayHost(session.busAddress);
  try {
    return await measure(session, tray);
  } finally {
    await tray.stop();
    await session.stop();
  }
}

/** Milliseconds from the start of a program to its icon in the tray. */
export const timeToTray = (start: (session: DesktopSession) => unknown): Promise<number> =>
  onDesktop(async (session, tray) => {
    const startedAt = performance.now();
    await start(session);
    await tray.waitForItem({ timeoutMs: 30_000 });
    return performance.now() - startedAt;
  });

/** Memory once it has stopped to change by more than 1 %. */
export function settledMemory(pid: number): Promise<number> {
  const recent: number[] = [];
  return waitFor(
    () => {
      const now = memoryOfTree(pid);
      recent.push(now);
      const before = recent.at(-settleSamples);
      return before !== undefined && Math.abs(now - before) < now / 100 ? now : undefined;
    },
    { what: 'memory to settle', timeoutMs: 60_000 },
  );
}
