import { minutes } from '../../electron/lib/timing.ts';
import type { Program } from './program.ts';
import type { Stage } from './stage.ts';

/**
 * An ordinary hour: the past is fetched, something new happens, the phone is used. What has been done already is not
 * done again, so that a run that broke off can be gone on with.
 */
export async function anOrdinaryHour(stage: Stage, program: Program): Promise<void> {
  const { control } = stage.cloud;
  await stage.pass(minutes(1));
  if (program.life.isAlive()) happenOnce(stage, 'Gate', 1);
  await stage.pass(minutes(2));
  if (program.life.isAlive()) control.watch(control.recordings().map(({ id }) => id));
  await stage.pass(minutes(2));
  if (program.life.isAlive()) happenOnce(stage, 'Desk', 2);
  await stage.pass(minutes(2));
}

/** Something moves in front of a camera, unless that many have been recorded since the start. */
function happenOnce({ cloud, world }: Stage, cameraName: string, count: number): void {
  const { control } = cloud;
  if (control.recordings().length >= world.clips.length + count) return;
  control.motion({ cameraName, immediate: true });
}
