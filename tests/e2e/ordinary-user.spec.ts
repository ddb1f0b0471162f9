import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { processRole, processTree } from '../desktop/process-tree.ts';
import { startDesktopSession } from '../desktop/session.ts';
import { startTrayHost } from '../desktop/tray-host.ts';
import { waitFor } from '../desktop/wait.ts';

const execute = promisify(execFile);
const filtered = 2;

/** The package as it is shipped, without Playwright, started by somebody without rights: the sandbox has to be real. */
test('the packaged application runs for an ordinary user, every renderer in the real sandbox', async () => {
  test.setTimeout(240_000);
  // Not built anew: the other workers run what lies in dist/.
  await execute('npx', ['tsx', 'build/package.ts', '--linux', 'dir', '--built']);
  const folder = await mkdtemp(path.join(tmpdir(), 'porchlight-packaged-'));
  await cp('release/linux-unpacked', folder, { recursive: true });
  await execute('chmod', ['-R', 'a+rX', folder]);
  // Only root has to become somebody else.
  const isRoot = process.getuid?.() === 0;
  const session = await startDesktopSession(isRoot ? { user: 'nobody' } : {});
  const tray = await startTrayHost(session.busAddress);
  try {
    const app = session.start(path.join(folder, 'porchlight'), []);
    await tray.waitForItem();
    const menu = await tray.waitForMenu(({ children }) =>
      children.some(({ label }) => label === 'This build is for trying out only'),
    );
    expect(menu.children.map(({ label }) => label)).toContain('Quit Porchlight');

    await waitFor(
      async () => {
        const { stdout } = await session.run('xwininfo', ['-root', '-tree']);
        return stdout.includes('"Porchlight: a copy for trying out"');
      },
      { what: 'a window that says what this copy is' },
    );

    const processes = processTree(app.pid);
    const renderers = processes.filter((one) => processRole(one) === 'renderer');
    expect(renderers.map(({ seccomp }) => seccomp)).toEqual(renderers.map(() => filtered));
    expect(renderers.length).toBeGreaterThan(0);
    expect(processes.flatMap(({ argv }) => argv)).not.toContain('--no-sandbox');

    // It may be gone before it has answered the click.
    const quitting = tray.click(['Quit Porchlight']).catch(() => undefined);
    await waitFor(() => app.hasExited(), { what: 'the end of the application' });
    await quitting;
  } finally {
    await tray.stop();
    await session.stop();
    await rm(folder, { recursive: true, force: true });
  }
});
