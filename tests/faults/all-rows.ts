import type { Row } from './tally.ts';
import { accountSwitch } from './rows/accounts.ts';
import { archiveAway } from './rows/away.ts';
import { badBodiesRow, cutBodies, slowBodies } from './rows/bodies.ts';
import { crashAtEveryStep, powerLoss } from './rows/crash.ts';
import { diskFull, everyCallFails } from './rows/disk.ts';
import { killedAtRandom } from './rows/kill.ts';
import { burst, cloudDeletions, lateClips, oddListsRow } from './rows/lists.ts';
import { meddlingRow } from './rows/meddling.ts';
import { migrationRow } from './rows/migration.ts';
import { clockJumps, flapping, twoComputers } from './rows/network.ts';
import { sameAgain } from './rows/same-again.ts';
import { selfCheck } from './rows/self-check.ts';
import { corruptFiles } from './rows/state-files.ts';
import { zonesRow } from './rows/zones.ts';

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
