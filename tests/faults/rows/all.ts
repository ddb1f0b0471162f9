import type { Row } from '../tally.ts';
import { accountSwitch } from './accounts.ts';
import { archiveAway } from './away.ts';
import { badBodiesRow, cutBodies, slowBodies } from './bodies.ts';
import { crashAtEveryStep, powerLoss } from './crash.ts';
import { diskFull, everyCallFails } from './disk.ts';
import { killedAtRandom } from './kill.ts';
import { burst, cloudDeletions, lateClips, oddListsRow } from './lists.ts';
import { meddlingRow } from './meddling.ts';
import { migrationRow } from './migration.ts';
import { clockJumps, flapping, twoComputers } from './network.ts';
import { sameAgain } from './same-again.ts';
import { selfCheck } from './self-check.ts';
import { corruptFiles } from './state-files.ts';
import { zonesRow } from './zones.ts';

/** Every row there is, in the order of the bar. */
export const rows: readonly Row[] = [
  killedAtRandom,
  crashAtEveryStep,
  powerLoss,
  everyCallFails,
  diskFull,
  archiveAway,
  cutBodies,
  slowBodies,
  badBodiesRow,
  flapping,
  oddListsRow,
  lateClips,
  burst,
  clockJumps,
  zonesRow,
  twoComputers,
  corruptFiles,
  migrationRow,
  meddlingRow,
  cloudDeletions,
  accountSwitch,
  sameAgain,
  selfCheck,
];
