import { minutes } from '../../../electron/lib/clock.ts';
import { createMemoryDisk } from '../disk/memory-disk.ts';
import { walk } from '../oracle.ts';
import { boot, heal, type Program } from '../program.ts';
import { archive, createStage, threePollsMs, type Stage } from '../stage.ts';
import { createTally, type Row, type Tally } from '../tally.ts';
import type { Step, Tap } from '../tap.ts';
import { failing } from './failing.ts';

/** R6: the archive is taken away, cannot be written, or another disk lies under its name. */
export const archiveAway: Row = {
  id: 'R6',
  title: 'archive away, read-only, another disk',
  async run({ seed }) {
    const tally = createTally();
    for (const kind of ['away', 'other disk', 'read-only'] as const) {
      for (const when of ['while it runs', 'before it starts'] as const) {
        await without(seed, { kind, when }, tally);
      }
    }
    return tally.outcome(
      'the folder moved away, a foreign folder in its place, EROFS; then put back',
    );
  },
};

interface Absence {
  readonly kind: 'away' | 'other disk' | 'read-only';
  readonly when: 'while it runs' | 'before it starts';
}

async function without(seed: number, absence: Absence, tally: Tally) {
  const stage = createStage({ seed });
  const mine = stage.disk;
  await heal(stage);
  const before = await walk(mine.fs, archive, '');
  const away = absent(stage, absence);
  const running = absence.when === 'while it runs' ? await boot(stage, away) : null;

  await away.begin();
  const program = running ?? (await boot(stage, away).catch(() => null));
  await whileAway({ ...absence, stage, program }, tally);
  const asked = stage.cloud.control.requests().length;
  away.end();
  const after = program ?? (await boot(stage));
  await stage.pass(threePollsMs);
  await after.stop();

  const label = `${absence.kind} ${absence.when}`;
  const again = clipsAsked(stage, asked);
  tally.expect(label, again <= 1, `${again} clips fetched when it came back`);
  const all = new Set(await walk(mine.fs, archive, ''));
  tally.expect(
    label,
    before.every((path) => all.has(path)),
    'files are gone',
  );
  tally.run(label, await stage.judge());
  stage.close();
}

const clipsAsked = ({ cloud }: Stage, from: number): number =>
  cloud.control
    .requests()
    .slice(from)
    .filter(({ path }) => path.endsWith('.mp4')).length;

/** How it is taken away, and given back. */
function absent(stage: Stage, { kind }: Absence) {
  const mine = stage.disk;
  let isGone = false;
  const readOnly = failing({
    code: 'EROFS',
    from: 1,
    isLasting: true,
    concerns: (step) => step.part === 'disk' && step.about.startsWith(archive) && isChange(step),
  });
  const tap: Tap = (step, work) =>
    isGone && kind === 'read-only' ? readOnly.tap(step, work) : work();
  return {
    tap,
    async begin() {
      isGone = true;
      if (kind === 'away') stage.disk = createMemoryDisk();
      if (kind === 'other disk') stage.disk = await foreignDisk();
    },
    end() {
      isGone = false;
      stage.disk = mine;
    },
  };
}

interface Missing extends Absence {
  readonly stage: Stage;
  readonly program: Program | null;
}

/** Nothing is written to what is there instead, and the person is told. */
async function whileAway({ kind, when, stage, program }: Missing, tally: Tally) {
  const label = `${kind} ${when}`;
  const foreign = kind === 'other disk' ? 'archive/holidays/beach.jpg' : '';
  stage.cloud.control.motion({ cameraName: 'Gate', immediate: true });
  await stage.pass(minutes(10));
  const written = kind === 'read-only' ? '' : (await walk(stage.disk.fs, '/', '')).join();
  tally.expect(label, kind === 'read-only' || written === foreign, `written: ${written}`);
  const problem = program?.engine?.store.get().archive.problem ?? null;
  tally.expect(label, program === null || problem !== null, 'nobody was told');
}

const isChange = ({ name }: Step): boolean =>
  [
    'create',
    'append',
    'write',
    'sync',
    'truncate',
    'rename',
    'copy',
    'remove',
    'removeFolder',
    'makeFolder',
  ].includes(name);

async function foreignDisk() {
  const disk = createMemoryDisk();
  await disk.fs.makeFolder(`${archive}/holidays`);
  const file = await disk.fs.create(`${archive}/holidays/beach.jpg`);
  await file.write(new Uint8Array(10));
  return disk;
}
