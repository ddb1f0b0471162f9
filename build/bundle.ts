import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vite';
import rendererConfig, { mainConfig, preloadConfig } from '../vite.config.ts';
import { drawTrayIcons } from './icons/make.ts';
import { projectRoot } from './provision/paths.ts';

/** Builds everything the application runs from into dist/: main, preload, pages and icons. */
export async function bundle(): Promise<void> {
  for (const config of [mainConfig, preloadConfig, rendererConfig]) await build(config);
  await makeIcons();
}

async function makeIcons(): Promise<void> {
  const to = join(projectRoot, 'dist/icons');
  await rm(to, { recursive: true, force: true });
  await drawTrayIcons(join(to, 'tray'));
  await cp(join(projectRoot, 'build/icons/app/256.png'), join(to, 'app.png'));
}

if (process.argv[1] === import.meta.filename) await bundle();
