import path from 'node:path';
import type { Finished } from '../../desktop/processes.ts';
import type { Stage } from './fixtures.ts';

/** How another start of the application over the same data is run: a program and its words. */
export function startAgain(stage: Stage, ...words: readonly string[]): readonly string[] {
  return [
    `PORCHLIGHT_DATA=${stage.dataFolder}`,
    `PORCHLIGHT_CLOUD=${stage.cloud.url}`,
    path.join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? '', 'electron'),
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    path.resolve('.'),
    ...words,
  ];
}

/** Runs it to its end, as a shell would. */
export const runAgain = (stage: Stage, ...words: readonly string[]): Promise<Finished> =>
  stage.session.run('env', startAgain(stage, ...words));
