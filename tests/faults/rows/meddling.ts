import { minutes } from '../../../electron/lib/clock.ts';
import { jobDone } from '../engine.ts';
import { boot, heal, type Program } from '../program.ts';
import { archive, createStage, threePollsMs, type Stage } from '../stage.ts';
import { createTally, type Row, type Tally } from '../tally.ts';
import { walk } from '../oracle.ts';

/** R27: a person uses the archive's folder as any other. */
export const meddlingRow: Row = {
  id: 'R27',
  title: 'user meddling',
  async run({ seed }) {
    const tally = createTally();
    await removed(seed, tally);
    await replaced(seed, tally);
    await renamed(seed, tally);
    await added(seed, tally);
    return tally.outcome('files deleted, replaced, renamed, added; folders of their own');
  },
};

/** A stage with a full archive, and where its oldest clip lies. */
async function fullStage(seed: number) {
  const stage = createStage({ seed });
  await heal(stage);
  const paths = (await walk(stage.disk.fs, archive, '')).filter((path) => path.endsWith('.mp4'));
  const inner = paths[0] ?? '';
  return { stage, inner, path: `${archive}/${inner}`, id: `c${/(\d+)\.mp4$/.exec(inner)?.[1]}` };
}

const clipsAsked = ({ cloud }: Stage): number =>
  cloud.control.requests().filter(({ path }) => path.endsWith('.mp4')).length;

/** Deleted stays deleted, unless somebody asks for it. */
async function removed(seed: number, tally: Tally) {
  const { stage, path, id } = await fullStage(seed);
  await stage.disk.fs.remove(path);
  const asked = clipsAsked(stage);
  const program = await boot(stage);
  await verify(program);
  await stage.pass(threePollsMs);
  tally.expect('a deleted file', clipsAsked(stage) === asked, 'fetched again by itself');
  const clip = await placeOf(program, id);
  tally.expect('a deleted file', clip === 'missing', `is ${String(clip)}`);
  const wished = program.engine?.sync.downloads.keep(id as `c${number}`);
  await stage.pass(minutes(1));
  await wished;
  await program.stop();
  tally.run('a deleted file', await stage.judge());
  stage.close();
}

/** Noticed by verify, fetched again, and what the person put there is not overwritten. */
async function replaced(seed: number, tally: Tally) {
  const { stage, path, inner } = await fullStage(seed);
  await put(stage, path, 'my own film');
  const program = await boot(stage);
  await verify(program);
  await stage.pass(threePollsMs);
  await program.stop();
  const others = (await walk(stage.disk.fs, archive, '')).filter(
    (other) => other.startsWith(inner.slice(0, -4)) && other !== inner,
  );
  tally.expect('a replaced file', others.length === 1, 'what was put there is gone');
  tally.run('a replaced file', await stage.judge({ strangers: new Set(others) }));
  stage.close();
}

/** Taken for deleted; the renamed one is left alone. */
async function renamed(seed: number, tally: Tally) {
  const { stage, path, id } = await fullStage(seed);
  const name = path.replace(/[^/]+$/, 'the fox.mp4');
  await stage.disk.fs.rename(path, name);
  const program = await boot(stage);
  await verify(program);
  await stage.pass(threePollsMs);
  const place = await placeOf(program, id);
  await program.stop();
  tally.expect('a renamed file', place === 'missing', `is ${String(place)}`);
  tally.expect('a renamed file', (await stage.disk.fs.stat(name)) !== null, 'it is gone');
  const strangers = new Set([name.slice(archive.length + 1)]);
  tally.run('a renamed file', await stage.judge({ strangers, spared: new Set([id]) }));
  stage.close();
}

/** What is none of ours is left alone, wherever it lies. */
async function added(seed: number, tally: Tally) {
  const { stage, inner } = await fullStage(seed);
  const folder = inner.split('/').slice(0, -1).join('/');
  const strangers = ['holiday.mp4', `${folder}/notes.txt`, `${folder}/12-00-00Z motion 1.mp4`];
  for (const path of strangers) await put(stage, `${archive}/${path}`, path);
  const program = await boot(stage);
  await verify(program);
  await stage.pass(threePollsMs);
  await program.stop();
  for (const path of strangers) {
    const bytes = await stage.disk.fs.read(`${archive}/${path}`);
    tally.expect('an added file', Buffer.from(bytes ?? []).toString() === path, `${path} changed`);
  }
  tally.run('added files', await stage.judge({ strangers: new Set(strangers) }));
  stage.close();
}

async function put({ disk }: Stage, path: string, words: string) {
  // The application never writes over a file; a person does.
  await disk.fs.remove(path);
  const file = await disk.fs.create(path);
  await file.write(Buffer.from(words));
  await file.close();
}

const placeOf = async ({ engine }: Program, id: string) =>
  (await engine?.index.get(id as `c${number}`))?.place;

async function verify({ engine }: Program) {
  await engine?.archive.verify();
  if (engine !== null) await jobDone(engine.store);
}
