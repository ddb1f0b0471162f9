import { boot, heal, type Program } from '../program.ts';
import { anOrdinaryHour, expectWishes } from '../scenario.ts';
import { createStage, type Stage } from '../stage.ts';
import { createTally, type Row } from '../tally.ts';
import { isReading, type Step } from '../tap.ts';
import type { EndsAt } from '../life.ts';
import { readRows } from '../oracle.ts';
import { indexFile } from '../engine.ts';

/** Where a program ended: before or after the nth call that changes something. */
interface Point {
  readonly label: string;
  readonly stage: Stage;
  readonly program: Program;
}

/** Counts the moments around each call that changes something; ends the program at the nth of them. */
export function endingAt(point: number, onReached: (label: string) => unknown): EndsAt {
  let count = 0;
  return (step: Step, moment) => {
    if (isReading(step)) return false;
    count += 1;
    if (count !== point) return false;
    onReached(`${moment} ${step.part}.${step.name} ${step.about}`);
    return true;
  };
}

/** An hour that ends at that point; null when the hour was over before it. */
export async function crashedAt(seed: number, point: number): Promise<Point | null> {
  const stage = createStage({ seed });
  const reached: string[] = [];
  const program = await boot(stage, { endsAt: endingAt(point, (label) => reached.push(label)) });
  await anOrdinaryHour(stage, program);
  if (program.life.isAlive()) await program.stop();
  const [label] = reached;
  if (label !== undefined) return { label, stage, program };
  stage.close();
  return null;
}

/** R2: the program ends before and after every call that changes something, one point after the other. */
export const crashAtEveryStep: Row = {
  id: 'R2',
  title: 'crash at every step',
  async run({ seed, isLong }) {
    const tally = createTally();
    const kinds = new Set<string>();
    const stride = isLong ? 1 : 5;
    let point = 1 + (seed % stride);
    for (; ; point += stride) {
      const crashed = await crashedAt(seed, point);
      if (crashed === null) break;
      const { label, stage, program } = crashed;
      tally.expect(`point ${point}`, !program.life.isAlive(), 'not hit');
      kinds.add(label.split(' ').slice(0, 2).join(' '));
      program.kill();
      await finish(stage);
      expectWishes(stage, `point ${point} ${label}`, tally);
      tally.run(`point ${point} ${label}`, await stage.judge());
      stage.close();
    }
    tally.note(
      `points up to ${point - stride}, ${stride === 1 ? 'each' : 'one in five'} hit; ${kinds.size} kinds: ${[...kinds].sort().join(', ')}`,
    );
    return tally.outcome('an end before and after every changing call to disk and index');
  },
};

/** Goes on after a crash until everything is as it should be. */
async function finish(stage: Stage): Promise<void> {
  const again = await boot(stage);
  await anOrdinaryHour(stage, again);
  await again.stop();
  await heal(stage);
}

/** R3: power is lost at such a point; of what was not synced, chance decides what is found afterwards. */
export const powerLoss: Row = {
  id: 'R3',
  title: 'power loss',
  async run({ seed, isLong }) {
    const tally = createTally();
    const states = isLong ? 6 : 3;
    let count = 0;
    for (let point = isLong ? 1 : 2; ; point += isLong ? 1 : 10) {
      const crashed = await crashedAt(seed, point);
      if (crashed === null) break;
      crashed.program.kill();
      for (let state = 1; state <= states; state += 1) {
        count += 1;
        await afterPowerLoss(crashed, `point ${point} state ${state}`, tally);
      }
      crashed.stage.close();
    }
    tally.note(`${count} states`);
    if (isLong) tally.expect('states', count >= 2_000, `only ${count}`);
    return tally.outcome('un-synced bytes and names dropped, names reordered, the last bytes torn');
  },
};

async function afterPowerLoss(
  { label, stage }: Point,
  name: string,
  tally: ReturnType<typeof createTally>,
): Promise<void> {
  const { disk, dataFolder } = stage;
  const banners = [...stage.banners];
  const settings = stage.settings.get();
  const chosen = [...stage.chosen];
  const kept = keptIn(dataFolder);
  const before = stage.cloud.control.requests().length;
  stage.disk = disk.afterPowerLoss(stage.chance.fork(name).next);
  stage.dataFolder = stage.copyOfIndex();
  await finish(stage);
  tally.run(`${name} ${label}`, await stage.judge());
  const again = fetchedSince(stage, before).filter((id) => kept.has(id));
  tally.expect(`${name} ${label}`, again.length === 0, `fetched again: ${again.join(', ')}`);
  Object.assign(stage, { disk, dataFolder });
  stage.settings.update(settings);
  stage.chosen.clear();
  for (const each of chosen) stage.chosen.add(each);
  stage.banners.splice(0, stage.banners.length, ...banners);
}

const keptIn = (dataFolder: string): ReadonlySet<string> => {
  try {
    const rows = readRows(indexFile(dataFolder));
    return new Set(rows.filter(({ status }) => status === 'kept').map(({ id }) => id));
  } catch {
    // Before there was an index.
    return new Set();
  }
};

/** Our ids of recordings asked for after so many requests. The file's number is not the recording's. */
function fetchedSince({ cloud }: Stage, count: number): readonly string[] {
  const numbers = cloud.control
    .requests()
    .slice(count)
    .flatMap(({ path }) => /\/(\d+)\.mp4$/.exec(path)?.[1] ?? []);
  return numbers.map((number) => `c${7_000_001 + (Number(number) - 3_032_350_003) / 7}`);
}
