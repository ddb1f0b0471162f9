import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { build } from 'vite';
import { mainConfig } from '../../vite.config.ts';
import { electronBinary, ensureElectron } from '../provision/electron-runtime.ts';
import { projectRoot } from '../provision/paths.ts';
import { forward } from '../provision/process.ts';
import { runScript } from '../provision/provision-error.ts';
import { ensureSystemPackages } from '../provision/system-packages.ts';
import { sandboxSwitches } from '../start-rule.ts';
import type { Drawing } from './rasterise.ts';
import { trayDrawing } from './tray-drawing.ts';

const icons = join(projectRoot, 'build/icons');
const appSizes = [16, 32, 48, 128, 256, 512];
/** Folder, suffix and pixels: the plain ones are for Linux and macOS, the small ones for Windows. */
const traySizes = [
  ['', '', 22],
  ['', '@2x', 44],
  ['small', '', 16],
  ['small', '@2x', 32],
] as const;

/** `tsx build/icons/make.ts`: draws every PNG from the SVG sources; run it after changing one. */
await runScript(async () => {
  await ensureSystemPackages(['runtime', 'headless']);
  const { dist } = await ensureElectron();
  const work = await mkdtemp(join(tmpdir(), 'porchlight-icons-'));
  try {
    await bundleRasteriser(work);
    const list = join(work, 'drawings.json');
    await writeFile(list, JSON.stringify([...(await appDrawings()), ...(await trayDrawings())]));
    const switches = sandboxSwitches(process.getuid?.() === 0);
    return await onSomeDisplay([electronBinary(dist), ...switches, join(work, 'main.js'), list]);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
});

async function bundleRasteriser(outDir: string): Promise<void> {
  await writeFile(join(outDir, 'package.json'), '{ "type": "module" }');
  const ssr = join(icons, 'rasterise.ts');
  const options = { ...mainConfig.build, ssr, outDir, emptyOutDir: false, sourcemap: false };
  await build({ ...mainConfig, build: options });
}

async function appDrawings(): Promise<readonly Drawing[]> {
  await mkdir(join(icons, 'app'), { recursive: true });
  const svg = await readFile(join(icons, 'app.svg'), 'utf8');
  return appSizes.map((size) => ({ svg, size, file: join(icons, 'app', `${size}.png`) }));
}

async function trayDrawings(): Promise<readonly Drawing[]> {
  await mkdir(join(icons, 'tray/small'), { recursive: true });
  const sources = (await readdir(join(icons, 'tray'))).filter((name) => name.endsWith('.svg'));
  const drawn = await Promise.all(sources.map(drawingsOf));
  return drawn.flat();
}

async function drawingsOf(source: string): Promise<readonly Drawing[]> {
  const text = await readFile(join(icons, 'tray', source), 'utf8');
  const state = basename(source, '.svg');
  return [false, true].flatMap((hasDot) =>
    traySizes.map(([folder, suffix, size]) => ({
      svg: trayDrawing(text, hasDot),
      size,
      file: join(icons, 'tray', folder, `${state}${hasDot ? '-dot' : ''}${suffix}.png`),
    })),
  );
}

function onSomeDisplay(command: readonly string[]): Promise<number> {
  const needsDisplay = process.platform === 'linux' && !process.env.DISPLAY;
  const [program = '', ...args] = needsDisplay
    ? ['xvfb-run', '--auto-servernum', ...command]
    : command;
  return forward(program, args);
}
