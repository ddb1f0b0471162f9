import { hours } from './time.ts';
import { minutes, seconds } from '../../../electron/lib/clock.ts';
import type { Fault } from '../../blink-cloud/faults/fault-schema.ts';
import { boot } from '../program.ts';
import { createStage, threePollsMs, type Stage } from '../stage.ts';
import { createTally, type Row, type RowContext, type Tally } from '../tally.ts';
import { clipNumber, downloads, keptCount } from './looks.ts';

/** R7: a body breaks off after so many bytes. */
export const cutBodies: Row = {
  id: 'R7',
  title: 'cut body at byte k',
  async run({ seed, isLong }) {
    const tally = createTally();
    const rounds = isLong ? 130 : 10;
    for (let round = 0; round < rounds; round += 1) await cutFour(seed, round, tally);
    tally.note(`${rounds * 4} cuts`);
    return tally.outcome(
      'k = 0, 1, the middle, the last byte, and at random; gone on with by Range',
    );
  },
};

/** The first round cuts at the places that are worth a name, the others anywhere. */
async function cutFour(seed: number, round: number, tally: Tally) {
  const stage = createStage({ seed: seed + round, pieceBytes: 4_096 });
  const { control } = stage.cloud;
  const chance = stage.chance.fork(`cuts ${round}`);
  const cuts = control.recordings().map(({ id, bytes }, at) => {
    const named = [0, 1, Math.floor(bytes / 2), bytes - 1][at] ?? 0;
    return { id, bytes, at: round === 0 ? named : chance.between(0, bytes - 1) };
  });
  for (const { id, at } of cuts) {
    control.fault({ name: 'truncated-clip', match: clipNumber(id), at, times: 1 });
  }
  const program = await boot(stage);
  await stage.pass(threePollsMs);
  await program.stop();
  for (const { id, bytes, at } of cuts) {
    const label = `clip ${id} cut at ${at} of ${bytes}`;
    const [, second] = downloads(stage, id);
    const missing = bytes - at;
    const isNear = second !== undefined && second.sentBytes <= 1.02 * missing;
    tally.expect(label, isNear, `${second?.sentBytes ?? 0} fetched for ${missing} missing`);
  }
  tally.run(`round ${round}`, await stage.judge());
  stage.close();
}

/** R8: a body stops or trickles. */
export const slowBodies: Row = {
  id: 'R8',
  title: 'stall and trickle',
  async run({ seed, isLong }) {
    const tally = createTally();
    for (let round = 0; round < (isLong ? 40 : 4); round += 1) await stalled(seed + round, tally);
    await trickling(seed, tally);
    return tally.outcome('nothing for a day from byte k on; 1 byte a second');
  },
};

async function stalled(seed: number, tally: Tally) {
  const stage = createStage({ seed });
  const { control } = stage.cloud;
  const newest = control.recordings().at(-1);
  if (newest === undefined) throw new Error('no recording');
  const at = stage.chance.fork('stall').between(0, newest.bytes - 1);
  control.fault({ name: 'stall', match: clipNumber(newest.id), at, times: 1 });
  const label = `stall at ${at}, seed ${seed}`;
  const program = await boot(stage);
  await stage.pass(seconds(20));
  tally.expect(label, keptCount(stage) === 3, `${keptCount(stage)} of 3 others kept meanwhile`);
  await stage.pass(threePollsMs);
  await program.stop();
  const [first, second] = downloads(stage, newest.id).map((request) => Date.parse(request.at));
  const gapMs = (second ?? Infinity) - (first ?? 0);
  tally.expect(label, gapMs >= seconds(30) && gapMs <= seconds(45), `given up after ${gapMs} ms`);
  tally.run(label, await stage.judge());
  stage.close();
}

async function trickling(seed: number, tally: Tally) {
  const stage = createStage({ seed });
  const { control } = stage.cloud;
  const newest = control.recordings().at(-1);
  control.fault({ name: 'trickle', match: clipNumber(newest?.id ?? 0), rate: 1, times: 1 });
  const program = await boot(stage);
  await stage.pass(minutes(1));
  tally.expect('trickle', keptCount(stage) === 3, `${keptCount(stage)} of 3 others kept meanwhile`);
  control.motion({ cameraName: 'Gate', immediate: true });
  await stage.pass(minutes(3));
  tally.expect('trickle', keptCount(stage) === 4, 'a new clip had to wait');
  control.outage(seconds(1));
  await stage.pass(threePollsMs);
  await program.stop();
  tally.run('trickle', await stage.judge());
  stage.close();
}

interface BadBody {
  readonly label: string;
  readonly fault: Fault;
  /** Whole all the same: it is kept. */
  readonly isGood?: boolean;
}

const badBodies: readonly BadBody[] = [
  { label: 'too long', fault: { name: 'long-clip' } },
  { label: 'a byte too long', fault: { name: 'long-clip', at: 1 } },
  { label: 'half that claims to be whole', fault: { name: 'truncated-clip', variant: 'short' } },
  { label: 'a byte short', fault: { name: 'truncated-clip', variant: 'short', at: -1 } },
  { label: 'empty', fault: { name: 'truncated-clip', variant: 'short', at: 0 } },
  { label: '20 bytes', fault: { name: 'tiny-clip' } },
  { label: 'no length', fault: { name: 'no-length' }, isGood: true },
  { label: 'gzip', fault: { name: 'gzip' }, isGood: true },
  { label: 'gzip untold', fault: { name: 'gzip', variant: 'untold' } },
  { label: 'a page', fault: { name: 'html' } },
  { label: 'text/html', fault: { name: 'wrong-type' } },
  { label: 'words', fault: { name: 'plain-text' } },
  {
    label: 'JSON',
    fault: { name: 'status', status: 200, body: { message: 'try again', code: 9 } },
  },
];

/** R9: a body that is none. */
export const badBodiesRow: Row = {
  id: 'R9',
  title: 'bad bodies',
  async run(context) {
    const tally = createTally();
    for (const bad of badBodies) {
      await badTwice(context, bad, tally);
      await badForEver(context, bad, tally);
    }
    return tally.outcome(badBodies.map(({ label }) => label).join(', '));
  },
};

async function badTwice({ seed }: RowContext, { label, fault }: BadBody, tally: Tally) {
  const stage = createStage({ seed });
  const newest = newestOf(stage);
  stage.cloud.control.fault({ ...fault, match: clipNumber(newest), times: 2 });
  const program = await boot(stage);
  await stage.pass(threePollsMs);
  await program.stop();
  tally.run(`${label}, twice`, await stage.judge());
  stage.close();
}

/** Until it is given up: visible, nothing stored, and everything else is here. */
async function badForEver({ seed }: RowContext, bad: BadBody, tally: Tally) {
  const stage = createStage({ seed });
  const newest = newestOf(stage);
  stage.cloud.control.fault({ ...bad.fault, match: clipNumber(newest) });
  const program = await boot(stage);
  await stage.pass(hours(2));
  const place = (await program.engine?.index.get(`c${newest}`))?.place;
  await program.stop();
  const label = `${bad.label}, for ever`;
  if (bad.isGood !== true) {
    const tries = downloads(stage, newest).length;
    tally.expect(label, place === 'damaged', `is ${String(place)} after ${tries} tries`);
    tally.expect(label, tries <= 8, `${tries} tries`);
  }
  const spared = new Set(bad.isGood === true ? [] : [`c${newest}`]);
  tally.run(label, await stage.judge({ spared }));
  stage.close();
}

const newestOf = ({ cloud }: Stage): number => cloud.control.recordings().at(-1)?.id ?? 0;
