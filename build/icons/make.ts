import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import pngToIco from 'png-to-ico';
import { projectRoot } from '../provision/paths.ts';
import { runScript } from '../provision/provision-error.ts';
import { trayDrawing, trayShapes, type TrayInk, type TrayShape } from './tray-drawing.ts';

const sources = join(projectRoot, 'build/icons');
const appSizes = [16, 32, 48, 128, 256, 512];
const windowsSizes = [16, 20, 24, 32, 48];

/** Draws every tray icon, for all three systems, into `folder`; what was there before is gone. */
export async function drawTrayIcons(folder: string): Promise<void> {
  const source = await readFile(join(sources, 'tray.svg'), 'utf8');
  await rm(folder, { recursive: true, force: true });
  for (const shape of trayShapes) {
    for (const [path, bytes] of await picturesOf(source, shape)) {
      await write(join(folder, path), bytes);
    }
  }
}

type Picture = readonly [path: string, bytes: Buffer];

/** `<style>/<name>.png` for Linux, `windows-<ink>/<name>.ico`, `template/<name>Template.png` for macOS. */
async function picturesOf(source: string, shape: TrayShape): Promise<readonly Picture[]> {
  const { name } = shape;
  const png = (ink: TrayInk, size: number) => draw(trayDrawing(source, shape, ink), size);
  const inks: readonly TrayInk[] = ['colour', 'light', 'dark'];
  const linux = inks.flatMap((ink): Picture[] => [
    [`${ink}/${name}.png`, png(ink, 22)],
    [`${ink}/${name}@2x.png`, png(ink, 44)],
  ]);
  const icon = async (ink: 'light' | 'dark'): Promise<Picture> => {
    const pictures = windowsSizes.map((size) => png(ink, size));
    return [`windows-${ink}/${name}.ico`, await pngToIco(pictures)];
  };
  const mac: Picture[] = [
    [`template/${name}Template.png`, png('dark', 18)],
    [`template/${name}Template@2x.png`, png('dark', 36)],
  ];
  return [...linux, await icon('light'), await icon('dark'), ...mac];
}

/** The application's own icon, in the sizes electron-builder packs. */
async function drawAppIcons(): Promise<void> {
  const svg = await readFile(join(sources, 'app.svg'), 'utf8');
  for (const size of appSizes) await write(join(sources, `app/${size}.png`), draw(svg, size));
}

const draw = (svg: string, size: number): Buffer =>
  new Resvg(svg, { fitTo: { mode: 'width', value: size } }).render().asPng();

async function write(file: string, bytes: Buffer): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, bytes);
}

/** `npm run icons`: draws the application's icon anew after its source changed; the tray's are drawn by every build. */
if (process.argv[1] === import.meta.filename) {
  await runScript(async () => {
    await drawAppIcons();
    return 0;
  });
}
