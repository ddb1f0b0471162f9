import { memoryOfTree } from '../desktop/process-tree.ts';
import { startDesktopSession, type DesktopSession } from '../desktop/session.ts';
import { startTrayHost, type TrayHost } from '../desktop/tray-host.ts';
import { waitFor } from '../desktop/wait.ts';
import { startTrayApp } from '../fixtures/tray-app/start.ts';
import { restingEffort, type RestingEffort } from './effort.ts';

// At 25 ms and more between two samples: about four seconds.
const settleSamples = 100;

/** What a bare tray application on the same Electron costs. */
export interface Cost {
  readonly bytes: number;
  readonly effort: RestingEffort;
}

export async function costOfFloor(): Promise<Cost> {
  return onDesktop(async (session, tray) => {
    const app = await startTrayApp(session);
    await tray.waitForItem();
    const bytes = await settledMemory(app.pid);
    return { bytes, effort: await restingEffort(app.pid) };
  });
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
export const timeToTray = (start: (session: DesktopSession) => Promise<unknown>): Promise<number> =>
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
    { what: 'memory to settle', timeoutMs: 30_000 },
  );
}
