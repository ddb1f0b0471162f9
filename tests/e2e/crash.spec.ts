import { expect } from '@playwright/test';
import { ageMs, inLineMs, processRole, processTree } from '../desktop/process-tree.ts';
import type { DesktopSession } from '../desktop/session.ts';
import { waitFor } from '../desktop/wait.ts';
import { test } from './support/fixtures.ts';
import { runAgain, startAgain } from './support/second-start.ts';

/** CONTRIBUTING.md says how to ask for a hundred. */
const kills = Number(process.env.PORCHLIGHT_KILLS ?? 10);

/** R33. Started as a person starts it: the debugger a test usually holds would die with the page. */
test('a page that is killed comes back within a second, and the tray goes on', async ({
  stage,
}) => {
  test.setTimeout(60_000 + kills * 10_000);
  const timesShown = watchScreen(stage.session);
  const program = stage.session.start('env', startAgain(stage));
  await stage.tray.waitForItem({ timeoutMs: 30_000 });
  await waitFor(() => timesShown() > 0, { what: 'the window', timeoutMs: 30_000 });
  const renderer = () =>
    processTree(program.pid).find((one) => processRole(one) === 'renderer')?.pid;

  for (let kill = 1; kill <= kills; kill += 1) {
    const shownBefore = timesShown();
    const pid = await waitFor(renderer, { what: 'a page', timeoutMs: 30_000 });
    // One that dies at once is not opened again and again.
    await waitFor(() => ageMs(pid) > 1_200, { what: 'a page of some age' });
    const inLineBefore = inLineMs([process.pid, program.pid]);
    const killedAt = performance.now();
    process.kill(pid, 'SIGKILL');
    const next = await waitFor(() => isOther(renderer(), pid), { what: 'another page' });
    await waitFor(() => timesShown() > shownBefore, { what: 'the window again' });
    const tookMs = performance.now() - killedAt;
    // What other programs of this computer held up is not the application's time.
    const inLine = inLineMs([process.pid, program.pid, next]) - inLineBefore;
    expect(tookMs - inLine, `kill ${kill}`).toBeLessThan(1_000);
  }
  expect(program.hasExited()).toBe(false);
  expect(await runAgain(stage, '--status')).toMatchObject({ code: 0 });
  expect(stage.tray.itemCount()).toBe(1);
});

const isOther = (pid: number | undefined, before: number) => pid !== before && pid;

/** Answers how often a window has come up on the screen so far. */
function watchScreen(session: DesktopSession): () => number {
  const words = ['-oL', 'xev', '-root', '-event', 'substructure'];
  const watcher = session.start('stdbuf', words);
  return () => [...watcher.output().matchAll(/^MapNotify event/gm)].length;
}
