import type { Mutant } from './mutant.ts';
import { blinkMutants } from './table/blink.ts';
import { desktopMutants } from './table/desktop.ts';
import { pageMutants } from './table/pages.ts';
import { rendererMutants } from './table/renderer.ts';
import { serviceMutants } from './table/services.ts';
import { storeMutants } from './table/store.ts';
import { syncMutants } from './table/sync.ts';
import { systemMutants } from './table/system.ts';

/** Every fault that a green run promises to notice, by the layer of the product it is planted in. */
export const mutants: readonly Mutant[] = [
  ...blinkMutants,
  ...storeMutants,
  ...syncMutants,
  ...serviceMutants,
  ...desktopMutants,
  ...systemMutants,
  ...pageMutants,
  ...rendererMutants,
];
