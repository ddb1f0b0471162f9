import { electronBinary, ensureElectron } from './provision/electron-runtime.ts';
import { projectRoot } from './provision/paths.ts';
import { forward, runNpm } from './provision/process.ts';
import { runScript } from './provision/provision-error.ts';
import { ensureSystemPackages } from './provision/system-packages.ts';
import { sandboxSwitches, startRefusal } from './start-checks.ts';

/** `npm start [-- ARGS]`: builds the application and runs it; ends with its exit code. */
await runScript(async () => {
  await ensureSystemPackages(['runtime']);
  const cloud = process.env.PORCHLIGHT_CLOUD;
  const { dist } = await ensureElectron((kind) => startRefusal(kind, cloud));
  const built = await runNpm(['run', '--silent', 'build']);
  if (built !== 0) return built;
  const switches = sandboxSwitches(process.getuid?.() === 0);
  if (switches.length > 0) console.error('Started as root: Chromium runs without its sandbox.');
  return forward(electronBinary(dist), [...switches, projectRoot, ...process.argv.slice(2)]);
});
