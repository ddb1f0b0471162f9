import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { builtinModules } from 'node:module';
import { build } from 'vite';
import { encodeJpeg } from '../../blink-cloud/drawing/jpeg.ts';
import { drawView, SCENE_NAMES } from '../../blink-cloud/drawing/scene.ts';

/** One for each Playwright worker: two may prepare theirs at the same moment. */
const folder = path.resolve('test-results/ui-harness', process.env.TEST_PARALLEL_INDEX ?? '0');

/** Bundles the harness's main process and draws its pictures; answers the file Electron starts. */
export async function prepareHarness(): Promise<string> {
  await mkdir(path.join(folder, 'media'), { recursive: true });
  await Promise.all([bundleMain(), drawPictures()]);
  const clip = path.resolve('tests/blink-cloud/media/footage/front-yard-day.mp4');
  await copyFile(clip, path.join(folder, 'media/clip.mp4'));
  return path.join(folder, 'main.mjs');
}

async function bundleMain(): Promise<void> {
  await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: path.resolve('tests/ui/support/harness-main.ts'),
      outDir: folder,
      emptyOutDir: false,
      target: 'node20',
      minify: false,
      rolldownOptions: {
        external: ['electron', ...builtinModules, /^node:/],
        output: { format: 'es', entryFileNames: 'main.mjs', codeSplitting: false },
      },
    },
  });
}

/** `0.jpg` to `11.jpg`: every scene by day, then by night. */
async function drawPictures(): Promise<void> {
  const views = [false, true].flatMap((night) =>
    SCENE_NAMES.map((scene) => ({ scene, night, passing: 0.55 })),
  );
  await Promise.all(
    views.map((view, index) =>
      writeFile(path.join(folder, `media/${index}.jpg`), encodeJpeg(drawView(view))),
    ),
  );
}
