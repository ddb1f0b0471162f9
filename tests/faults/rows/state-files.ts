import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { indexFile } from '../engine.ts';
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
    for (const damage of damages) await damaged({ stage, whole, rows }, damage, tally);
    stage.close();
    tally.note(`${damages.length} damages of the index`);
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
}

async function damaged({ stage, whole, rows }: Sound, { label, act }: Damage, tally: Tally) {
  stage.dataFolder = stage.copyOfIndex();
  const file = indexFile(stage.dataFolder);
  writeFileSync(file, act(whole));
  const before = (await walk(stage.disk.fs, archive, '')).join('\n');
  const asked = stage.cloud.control.requests().length;
  const program = await boot(stage).catch((error: unknown) => String(error));
  if (typeof program === 'string') {
    tally.expect(label, false, `does not start: ${program}`);
    return;
  }
  await stage.pass(threePollsMs);
  await program.stop();
  tally.expect(
    label,
    (await walk(stage.disk.fs, archive, '')).join('\n') === before,
    'files changed',
  );
  const after = readRows(file);
  tally.expect(label, sameClips(rows, after), 'another index than before');
  const aside = readdirSync(dirname(file)).filter((name) => name.includes('corrupt'));
  const isNew = program.engine !== null && program.engine.setAside !== null;
  tally.expect(label, isNew === aside.length > 0, 'the broken copy is gone');
  const again = stage.cloud.control.requests().slice(asked);
  const fetched = again.filter(({ path }) => path.endsWith('.mp4')).length;
  tally.expect(label, fetched === 0, `${fetched} clips fetched again`);
  tally.run(label, await stage.judge());
  writeFileSync(file, whole);
}

/** The same clips, each with the same file. */
export const sameClips = (before: readonly IndexRow[], after: readonly IndexRow[]): boolean =>
  written(before) === written(after);

const written = (rows: readonly IndexRow[]): string =>
  rows
    .map(({ id, place, path, size_bytes, sha256 }) =>
      [id, place, path, size_bytes, sha256].join(' '),
    )
    .sort()
    .join('\n');
