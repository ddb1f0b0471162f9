import { Arch, build, Platform } from 'electron-builder';
import { builderConfig } from './electron-builder.ts';
import { packageRefusal, readRequest, type PackageRequest } from './package-request.ts';
import { ensureElectron } from './provision/electron-runtime.ts';
import { projectRoot } from './provision/paths.ts';
import { runNpm } from './provision/process.ts';
import { ProvisionError, runScript } from './provision/provision-error.ts';

const platforms = { linux: Platform.LINUX, win: Platform.WINDOWS, mac: Platform.MAC };

/** `npm run dist:dir`: builds and packages into release/. With `--built`, what lies in dist/ is packaged as it is. */
await runScript(async () => {
  const words = process.argv.slice(2);
  const request = readRequest(words.filter((word) => word !== '--built'));
  if (!request)
    throw new ProvisionError('usage: tsx build/package.ts --linux|--win|--mac [TARGET…]');
  const runtime = await ensureElectron((kind) => packageRefusal(request, kind));
  const built = words.includes('--built') ? 0 : await runNpm(['run', '--silent', 'build']);
  if (built !== 0) return built;
  const config = builderConfig(runtime);
  const targets = targetsOf(request);
  await build({ projectDir: projectRoot, config, targets, publish: 'never' });
  return 0;
});

/** For the machine's own processor: native packages of another one are not installed here. */
function targetsOf({ platform, targets }: PackageRequest) {
  const arch = process.arch === 'arm64' ? Arch.arm64 : Arch.x64;
  return platforms[platform].createTarget([...targets], arch);
}
