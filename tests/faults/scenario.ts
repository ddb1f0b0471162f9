import { minutes } from '../../electron/lib/clock.ts';
import type { ClipId } from '../../shared/ids.ts';
import { indexFile, type Engine } from './engine.ts';
import { readRows, type IndexRow } from './oracle.ts';
import type { Program } from './program.ts';
import type { Stage } from './stage.ts';
import type { Tally } from './tally.ts';

/** What the person does with the clips of the past, by their ids. */
const starred = 'c7000001';
const deleted = 'c7000002';
const broughtBack = 'c7000003';

/**
 * An ordinary hour: the past is fetched, something new happens, the phone is used, the person stars, deletes and brings
 * back. What has been done already is not done again, so that a run that broke off can be gone on with.
 */
export async function anOrdinaryHour(stage: Stage, program: Program): Promise<void> {
  const { control } = stage.cloud;
  const isAlive = () => program.life.isAlive();
  await stage.pass(minutes(1));
  if (isAlive()) happenOnce(stage, 'Gate', 1);
  await useTheWindow(stage, program);
  await stage.pass(minutes(2));
  if (isAlive()) control.watch(control.recordings().map(({ id }) => id));
  await stage.pass(minutes(2));
  if (isAlive()) happenOnce(stage, 'Desk', 2);
  await stage.pass(minutes(2));
}

/** Something moves in front of a camera, unless that many have been recorded since the start. */
function happenOnce({ cloud, world }: Stage, cameraName: string, count: number): void {
  const { control } = cloud;
  if (control.recordings().length >= world.clips.length + count) return;
  control.motion({ cameraName, immediate: true });
}

async function useTheWindow(stage: Stage, program: Program): Promise<void> {
  const { chosen } = stage;
  const row = (id: ClipId) => rowOf(stage, id);
  if (row(starred)?.starred_at === null)
    await act(program, ({ upkeep }) => upkeep.star(starred, true));
  if (row(deleted)?.binned_at === null) {
    await act(program, ({ upkeep }) => upkeep.deleteClips([deleted]));
  }
  // Once only: with a change of mind in between it would be hidden again.
  if (!chosen.has(broughtBack) && row(broughtBack)?.binned_at === null) {
    await act(program, ({ upkeep }) => upkeep.deleteClips([broughtBack]));
  }
  if (rowOf(stage, broughtBack) !== undefined) chosen.add(broughtBack);
  await stage.pass(20_000);
  if (chosen.has(broughtBack)) {
    await act(program, ({ upkeep }) => upkeep.restoreClips([broughtBack]));
  }
}

/** A person who is told that it did not work tries again another time; one whose program has ended waits for ever. */
async function act(program: Program, work: (engine: Engine) => Promise<unknown>): Promise<void> {
  const { engine, life } = program;
  if (engine === null || !life.isAlive()) return;
  await Promise.race([work(engine).catch(() => undefined), life.ended]);
}

function rowOf({ dataFolder }: Stage, id: ClipId): IndexRow | undefined {
  try {
    return readRows(indexFile(dataFolder)).find((row) => row.id === id);
  } catch {
    // Before there was an index.
    return undefined;
  }
}

/** What the person wanted is so, in the end. */
export function expectWishes(stage: Stage, label: string, tally: Tally): void {
  const row = (id: ClipId) => rowOf(stage, id);
  tally.expect(label, row(starred)?.starred_at !== null, 'the star is gone');
  tally.expect(label, row(deleted)?.binned_at !== null, 'the deleted clip is shown');
  tally.expect(label, row(broughtBack)?.binned_at === null, 'the clip brought back is hidden');
}
