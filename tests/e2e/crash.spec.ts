import { expect } from '@playwright/test';
import { processRole, processTree } from '../desktop/process-tree.ts';
import { waitFor } from '../desktop/wait.ts';
import { test, type Stage } from './support/fixtures.ts';
import { runAgain, startAgain } from './support/second-start.ts';

/** Started as a person starts it: the debugger a test usually holds would die with the page. */
test('a page that is killed comes back within a second, and the tray goes on', async ({
  stage,
}) => {
  const program = stage.session.start('env', startAgain(stage));
  await stage.tray.waitForItem({ timeoutMs: 20_000 });
  const rendererOf = () =>
    processTree(program.pid).find((one) => processRole(one) === 'renderer')?.pid;
  for (let kill = 0; kill < 5; kill += 1) {
    const pid = await waitFor(rendererOf, { what: 'a page' });
    await waitFor(() => isWindowShown(stage), { what: 'the window' });
    // One that dies at once is not opened again and again.
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    process.kill(pid, 'SIGKILL');
    const killedAt = performance.now();
    await waitFor(() => (rendererOf() ?? pid) !== pid, { what: 'another page' });
    await waitFor(() => isWindowShown(stage), { what: 'the window again' });
    expect(performance.now() - killedAt).toBeLessThan(1_500);
  }
  expect(program.hasExited()).toBe(false);
  expect(await runAgain(stage, '--status')).toMatchObject({ code: 0 });
  expect(stage.tray.itemCount()).toBe(1);
});

async function isWindowShown({ session }: Stage): Promise<boolean> {
  const found = await session.run('xdotool', ['search', '--onlyvisible', '--name', 'Porchlight']);
  return found.stdout.trim() !== '';
}
