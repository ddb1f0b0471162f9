import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { indexFile, jobDone } from '../engine.ts';
import { readRows, walk, type IndexRow } from '../oracle.ts';
import { boot, heal } from '../program.ts';
import { archive, createStage, threePollsMs, type Stage } from '../stage.ts';
import { createTally, type Row, type Tally } from '../tally.ts';
import { damagesOf, type Damage } from './damage.ts';
import { damagedSettings } from './settings.ts';

/** R25: index and settings are not what they were. */
export const corruptFiles: Row = {
  id: 'R25',
  title: 'corrupt state files',
  async run(context) {
    const tally = createTally();
    const stage = createStage({ seed: context.seed });
    await heal(stage);
    const file = indexFile(stage.dataFolder);
    const whole = readFileSync(file);
    const rows = readRows(file);
    const damages = damagesOf(context, whole.length);
    const unnoticed: string[] = [];
    for (const damage of damages) await damaged({ stage, whole, rows, unnoticed }, damage, tally);
    stage.close();
    tally.note(`${damages.length} damages of the index, ${unnoticed.length} in letters of a row`);
    await damagedSettings(context, tally);
    return tally.outcome(
      'empty, zeros, noise, another type, cut at multiples of 64 bytes, bits flipped',
    );
  },
};

interface Sound {
  readonly stage: Stage;
  readonly whole: Buffer;
  readonly rows: readonly IndexRow[];
  /** Labels of damages the database did not notice. */
  readonly unnoticed: string[];
}

async function damaged(sound: Sound, { label, act }: Damage, tally: Tally): Promise<void> {
  const { stage, whole, rows, unnoticed } = sound;
  stage.dataFolder = stage.copyOfIndex();
  const file = indexFile(stage.dataFolder);
  writeFileSync(file, act(whole));
  const before = await files(stage);
  const asked = stage.cloud.control.requests().length;
  const program = await boot(stage).catch((error: unknown) => String(error));
  if (typeof program === 'string') {
    tally.expect(label, false, `does not start: ${program}`);
    return;
  }
  await stage.pass(threePollsMs);
  await program.stop();
  tally.expect(label, (await files(stage)) === before, 'files changed');
  const isAside = readdirSync(dirname(file)).some((name) => name.includes('corrupt'));
  const isNew = program.engine !== null && program.engine.setAside !== null;
  tally.expect(label, isNew === isAside, 'the broken copy is gone');
  const again = stage.cloud.control.requests().slice(asked);
  const fetched = again.filter(({ path }) => path.endsWith('.mp4')).length;
  if (!sameClips(rows, readRows(file)) && !isNew) {
    unnoticed.push(label);
    await repaired(stage);
  } else {
    tally.expect(label, sameClips(rows, readRows(file)), 'another index than before');
    tally.expect(label, fetched === 0, `${fetched} clips fetched again`);
  }
  tally.run(label, await stage.judge());
  writeFileSync(file, whole);
}

const files = async ({ disk }: Stage): Promise<string> =>
  (await walk(disk.fs, archive, '')).join('\n');

/**
 * One letter in a row is another one, and no database without sums can know: what the person can do about it has to
 * find it. Both read the archive anew.
 */
async function repaired(stage: Stage): Promise<void> {
  const program = await boot(stage);
  const { engine } = program;
  if (engine === null) return;
  for (const job of [engine.archive.rebuild, engine.archive.verify]) {
    await job();
    await jobDone(engine.store);
  }
  await stage.pass(threePollsMs);
  await program.stop();
}

/** The same clips, each with the same file. */
export const sameClips = (before: readonly IndexRow[], after: readonly IndexRow[]): boolean =>
  written(before) === written(after);

const written = (rows: readonly IndexRow[]): string =>
  rows
    .map(({ id, status, path, size_bytes, sha256 }) =>
      [id, status, path, size_bytes, sha256].join(' '),
    )
    .sort()
    .join('\n');
