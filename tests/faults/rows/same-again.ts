import { minutes, seconds } from '../../../electron/lib/clock.ts';
import type { Fault } from '../../blink-cloud/faults/fault-schema.ts';
import { boot, type Program } from '../program.ts';
import { createStage, threePollsMs, type Stage } from '../stage.ts';
import { createTally, type Row, type Tally } from '../tally.ts';
import type { Tap } from '../tap.ts';
import { walk } from '../oracle.ts';

/** R35: the same seed, the same run: every call to disk and index, every request and every banner, byte for byte. */
export const sameAgain: Row = {
  id: 'R35',
  title: 'determinism',
  async run({ seed, isLong }) {
    const tally = createTally();
    const rounds = isLong ? 1_000 : 12;
    let lines = 0;
    for (let round = 0; round < rounds; round += 1) {
      const once = await trouble(seed + round, tally);
      const again = await trouble(seed + round, tally);
      lines += once.length;
      const at = once.findIndex((line, number) => line !== again[number]);
      const isSame = at === -1 && once.length === again.length;
      tally.expect(`seed ${seed + round}`, isSame, `line ${at}: ${once[at]} / ${again[at]}`);
    }
    tally.note(`${lines} lines compared`);
    return tally.outcome(
      'a random mix of crashes, power losses, faults, outages, clock jumps and clips',
    );
  },
};

/** Some hours in which anything may happen; answers what was done, line by line. */
async function trouble(seed: number, tally: Tally): Promise<readonly string[]> {
  const log: string[] = [];
  const stage = createStage({ seed });
  const note: Tap = async (step, work) => {
    log.push(`${stage.clock.now()} ${step.part} ${step.name} ${inFolder(step.about)}`);
    return work();
  };
  const chance = stage.chance.fork('trouble');
  let program = await boot(stage, { tap: note });
  for (let round = 0; round < 12; round += 1) {
    await stage.pass(chance.between(0, seconds(chance.pick([5, 60, 600]))));
    program = await happen(stage, program, note);
  }
  stage.cloud.control.clearFaults();
  stage.disk.capacityBytes = 2 ** 40;
  await stage.pass(threePollsMs + minutes(30));
  await program.stop();
  log.push(...stage.banners, ...(await walk(stage.disk.fs, '/', '')));
  log.push(
    ...stage.cloud.control.requests().map(({ at, path, status }) => `${at} ${path} ${status}`),
  );
  tally.run(`seed ${seed}`, await stage.judge());
  stage.close();
  return log;
}

/** The index lies in another folder every time. */
const inFolder = (about: string): string => about.replace(/^.*porchlight-faults-\w+\//, '');

type Happening = (stage: Stage, program: Program, note: Tap) => Promise<Program>;

const faults: readonly [Fault, ...Fault[]] = [
  { name: 'truncated-clip', times: 1 },
  { name: 'tiny-clip', times: 2 },
  { name: 'stall', times: 1 },
  { name: 'reset', times: 3 },
  { name: 'shuffled-list', times: 4 },
  { name: 'rows-inserted', times: 2 },
  { name: 'status', match: 'mp4', status: 503, times: 2 },
];

const happenings: readonly [Happening, ...Happening[]] = [
  async (stage, program) => {
    stage.cloud.control.motion({ cameraName: 'Gate', immediate: true });
    return program;
  },
  async (stage, program) => {
    stage.cloud.control.fault(stage.chance.pick(faults));
    return program;
  },
  async (stage, program) => {
    stage.cloud.control.outage(stage.chance.between(100, minutes(3)));
    return program;
  },
  async (stage, program) => {
    stage.jump(stage.chance.pick([-minutes(60), minutes(60)]));
    return program;
  },
  async (stage, program, note) => {
    program.kill();
    return boot(stage, { tap: note });
  },
  async (stage, program, note) => {
    program.kill();
    stage.disk = stage.disk.afterPowerLoss(stage.chance.next);
    return boot(stage, { tap: note });
  },
  async (stage, program, note) => {
    await program.stop();
    return boot(stage, { tap: note });
  },
];

const happen: Happening = (stage, program, note) =>
  stage.chance.pick(happenings)(stage, program, note);
