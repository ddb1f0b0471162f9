import { minutes, seconds } from '../../../electron/lib/clock.ts';
import { boot } from '../program.ts';
import { anOrdinaryHour } from '../scenario.ts';
import { createStage, threePollsMs } from '../stage.ts';
import { createTally, type Row, type Tally } from '../tally.ts';
import { withClips } from '../worlds.ts';
import { clipNumber } from './looks.ts';

/** R10: the network comes and goes. */
export const flapping: Row = {
  id: 'R10',
  title: 'flapping network',
  async run({ seed, isLong }) {
    const tally = createTally();
    const cycles = isLong ? 200 : 40;
    for (const kind of ['outages', 'resets', 'half-open'] as const) {
      await flap(seed, { kind, cycles }, tally);
    }
    return tally.outcome(
      `${cycles} cycles each of 0.1 to 30 s: refused, reset, answers that never come`,
    );
  },
};

interface Flapping {
  readonly kind: 'outages' | 'resets' | 'half-open';
  readonly cycles: number;
}

async function flap(seed: number, { kind, cycles }: Flapping, tally: Tally) {
  const stage = createStage({ seed, world: withClips(20), latencyMs: 200, bytesPerSecond: 20_000 });
  const { control } = stage.cloud;
  const chance = stage.chance.fork(kind);
  const startedAt = stage.clock.now();
  const program = await boot(stage);
  for (let cycle = 0; cycle < cycles; cycle += 1) {
    const downMs = 100 + Math.floor(chance.next() * seconds(30));
    if (kind === 'outages') control.outage(downMs);
    if (kind === 'resets') control.fault({ name: 'reset' });
    if (kind === 'half-open') control.fault({ name: 'slow', ms: minutes(60) });
    await stage.pass(downMs);
    control.clearFaults();
    if (cycle % 20 === 0) control.motion({ cameraName: 'Gate', immediate: true });
    await stage.pass(100 + Math.floor(chance.next() * seconds(30)));
  }
  await stage.pass(threePollsMs);
  await program.stop();
  const tookMs = stage.clock.now() - startedAt;
  const calm = await requestsWithout(seed, cycles, tookMs);
  tally.note(`${kind}: ${stage.requests} requests, ${calm} without`);
  tally.expect(kind, stage.requests <= 2 * calm, `${stage.requests} requests, ${calm} without`);
  tally.run(kind, await stage.judge());
  stage.close();
}

/** The same time and the same recordings on a good network. */
async function requestsWithout(seed: number, cycles: number, tookMs: number): Promise<number> {
  const stage = createStage({ seed, world: withClips(20), latencyMs: 200, bytesPerSecond: 20_000 });
  const program = await boot(stage);
  for (let cycle = 0; cycle < cycles; cycle += 20) {
    stage.cloud.control.motion({ cameraName: 'Gate', immediate: true });
    await stage.pass(tookMs / Math.ceil(cycles / 20));
  }
  await program.stop();
  stage.close();
  return stage.requests;
}

/** R20: the wall of this computer jumps while it works. */
export const clockJumps: Row = {
  id: 'R20',
  title: 'clock jumps',
  async run({ seed, isLong }) {
    const tally = createTally();
    const rounds = isLong ? 40 : 3;
    for (let round = 0; round < rounds; round += 1) {
      for (const [label, ms] of jumps) await jump(seed + round, { label, ms }, tally);
    }
    return tally.outcome(
      `${jumps.map(([label]) => label).join(', ')}, in the middle of a sync, and back`,
    );
  },
};

const hour = minutes(60);
const jumps: readonly (readonly [string, number])[] = [
  ['an hour on', hour],
  ['an hour back', -hour],
  ['a day on', 24 * hour],
  ['a day back', -24 * hour],
  ['ten years on', 10 * 365 * 24 * hour],
  ['to 1970', -Date.UTC(2026, 10, 22)],
];

async function jump(seed: number, { label, ms }: { label: string; ms: number }, tally: Tally) {
  const stage = createStage({ seed, latencyMs: 300, bytesPerSecond: 40_000 });
  const program = await boot(stage);
  await stage.pass(stage.chance.fork(label).between(100, 4_000));
  stage.jump(ms);
  const before = stage.requests;
  await anOrdinaryHour(stage, program);
  const asked = stage.requests - before;
  stage.jump(-ms);
  await anOrdinaryHour(stage, program);
  await stage.pass(threePollsMs);
  await program.stop();
  // Seven minutes of an armed home, something new twice, and four clips of the past.
  tally.expect(label, asked <= 60, `${asked} requests in seven minutes`);
  tally.expect(label, stage.banners.length <= 2, `${stage.banners.length} banners for two clips`);
  tally.run(`${label}, seed ${seed}`, await stage.judge());
  stage.close();
}

/** R24: two computers at one account. */
export const twoComputers: Row = {
  id: 'R24',
  title: 'two computers, one account',
  async run({ seed, isLong }) {
    const tally = createTally();
    for (let round = 0; round < (isLong ? 50 : 5); round += 1) await together(seed + round, tally);
    return tally.outcome('two clients with disks of their own at one cloud, a cut body each');
  },
};

async function together(seed: number, tally: Tally) {
  const one = createStage({ seed });
  const other = one.neighbour();
  const { control } = one.cloud;
  control.fault({ name: 'truncated-clip', match: clipNumber(7_000_002), times: 2 });
  const first = await boot(one);
  const second = await boot(other);
  await anOrdinaryHour(one, first);
  await one.pass(threePollsMs);
  const refreshes = control.requests().filter(({ path }) => path === '/oauth/token').length;
  tally.expect(`seed ${seed}`, refreshes === 0, `${refreshes} token refreshes`);
  const orders = control.requests().filter(({ path }) => /\/state\/(dis)?arm/.test(path)).length;
  tally.expect(`seed ${seed}`, orders === 0, `${orders} orders nobody gave`);
  await first.stop();
  await second.stop();
  tally.run(`one, seed ${seed}`, await one.judge());
  tally.run(`other, seed ${seed}`, await other.judge());
  for (const stage of [one, other]) stage.close();
}
