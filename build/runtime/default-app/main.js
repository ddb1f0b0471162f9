// The default app of the registry copy, which ships none: `electron [-r MODULE] [switches] PATH [app args]`.
// An ES module on purpose: Electron holds `ready` back until its top-level await is done.
import { app } from 'electron';
import fs from 'node:fs';
import Module from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

function readArguments(args) {
  const required = [];
  for (let i = 0; i < args.length; i += 1) {
    const arg = args[i];
    if (arg === '--version' || arg === '-v') return { required, showVersion: true };
    if (arg === '-r' || arg === '--require') required.push(args[(i += 1)]);
    else if (arg === '--') return { required, target: args[i + 1] };
    // Whatever else starts with a dash is a switch of Chromium or Node.
    else if (!arg.startsWith('-')) return { required, target: arg };
  }
  return { required };
}

function fail(message) {
  console.error(message);
  process.exit(1);
}

function readManifest(folder) {
  const file = path.join(folder, 'package.json');
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : undefined;
}

function introduce(manifest) {
  if (manifest.version) app.setVersion(manifest.version);
  app.name = manifest.productName ?? manifest.name ?? app.name;
  app.setDesktopName(manifest.desktopName ?? `${app.name}.desktop`);
}

function findMain(target) {
  try {
    return Module._resolveFilename(target, null, true);
  } catch (error) {
    return fail(`Cannot find app at ${target}: ${error.message}`);
  }
}

const { required, target, showVersion } = readArguments(process.argv.slice(1));
if (showVersion) {
  console.log(`v${process.versions.electron}`);
  process.exit(0);
}
if (!target) fail('usage: electron [switches] PATH');

Object.defineProperty(process, 'defaultApp', { enumerable: true, value: true });
// Playwright's loader comes in this way.
if (required.length > 0) Module._preloadModules(required);

const folder = path.resolve(target);
const manifest = readManifest(folder);
if (manifest) introduce(manifest);
const main = findMain(folder);
app.setAppPath(manifest ? folder : path.dirname(main));
try {
  await import(pathToFileURL(main).href);
} catch (error) {
  fail(`App threw an error during load\n${error.stack ?? error}`);
}
