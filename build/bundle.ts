import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vite';
import rendererConfig, { mainConfig, preloadConfig } from '../vite.config.ts';
import { projectRoot } from './provision/paths.ts';

/** Builds everything the application runs from into dist/: main, preload, pages and icons. */
export async function bundle(): Promise<void> {
  for (const config of [mainConfig, preloadConfig, rendererConfig]) await build(config);
  await copyIcons();
}

async function copyIcons(): Promise<void> {
  const from = join(projectRoot, 'build/icons');
  const to = join(projectRoot, 'dist/icons');
  await rm(to, { recursive: true, force: true });
  await mkdir(to, { recursive: true });
  await cp(join(from, 'tray'), join(to, 'tray'), { recursive: true, filter: isPicture });
  await cp(join(from, 'app/256.png'), join(to, 'app.png'));
}

const isPicture = (path: string) => !path.endsWith('.svg');

if (process.argv[1] === import.meta.filename) await bundle();
