import { runScript } from '../../build/provision/provision-error.ts';
import { ensureElectron } from '../../build/provision/electron-runtime.ts';
import { ensureSystemPackages } from '../../build/provision/system-packages.ts';
import { runNpm } from '../../build/provision/process.ts';
import { startCloud } from '../e2e/support/cloud.ts';
import { stayInDemo } from './stay.ts';
import { walkTheStory } from './story.ts';

/**
 * `npm run demo`: the application with the simulator, signed in to its demo account. The driver types the sign-in as a
 * person would; the application knows of no demo. Without a display it walks the story and leaves pictures.
 */
const hasDisplay =
  process.platform !== 'linux' ||
  [process.env.DISPLAY, process.env.WAYLAND_DISPLAY].some((name) => (name ?? '') !== '');

await runScript(async () => {
  await ensureSystemPackages(hasDisplay ? ['runtime'] : ['runtime', 'headless', 'pictures']);
  const { dist } = await ensureElectron();
  process.env.ELECTRON_OVERRIDE_DIST_PATH = dist;
  const built = await runNpm(['run', '--silent', 'build']);
  if (built !== 0) return built;
  const cloud = await startCloud('lived-in');
  try {
    await (hasDisplay ? stayInDemo(cloud) : walkTheStory(cloud));
  } finally {
    await cloud.kill();
  }
  return 0;
});
