import { waitFor } from '../../desktop/wait.ts';
import type { Stage } from './fixtures.ts';

/** How many clips nobody has seen yet, as the tray's tooltip says it. */
export async function newClips({ tray }: Stage): Promise<number> {
  const { toolTip } = await tray.properties();
  return Number(/(\d+) new clips?/.exec(toolTip.title)?.[1] ?? 0);
}

/**
 * Waits until more than `before` are there. A recording is in the cloud's list some seconds after it ended, and nobody
 * may ask more often than every ten.
 */
export async function untilListed(stage: Stage, before: number): Promise<void> {
  const hasMore = async () => {
    await stage.tray.click(['Check for new clips now']);
    return (await newClips(stage)) > before;
  };
  await waitFor(hasMore, { what: 'the clip in the list', timeoutMs: 60_000, everyMs: 250 });
}
