import { minutes } from '../../../electron/lib/clock.ts';
import { boot } from '../program.ts';
import { archive, createStage, threePollsMs, type Stage } from '../stage.ts';
import { createTally, type Row, type Tally } from '../tally.ts';
import { walk } from '../oracle.ts';
import { world } from '../worlds.ts';

/** R29: another account signs in while clips are on their way. */
export const accountSwitch: Row = {
  id: 'R29',
  title: 'account switch and sign-out mid-sync',
  async run({ seed, isLong }) {
    const tally = createTally();
    const points = isLong ? 50 : 10;
    for (let point = 0; point < points; point += 1) await switchAt(seed, point, tally);
    return tally.outcome(
      `signed out at ${points} moments of a sync, another account signed in, and back`,
    );
  },
};

const second = {
  ...world,
  account: { ...world.account, id: 1_000_009 },
  firstClipId: 7_500_001,
};

async function switchAt(seed: number, point: number, tally: Tally) {
  const mine = createStage({ seed, latencyMs: 300, bytesPerSecond: 40_000 });
  const theirs = mine.neighbour(second);
  // One computer: one disk, one index.
  share(mine, theirs);
  const label = `after ${point * 150} ms`;
  const first = await boot(mine);
  await mine.pass(point * 150);
  await first.stop();
  const other = await boot(theirs);
  await mine.pass(minutes(1) + point * 70);
  await other.stop();
  expectApart(await walk(mine.disk.fs, archive, ''), label, tally);
  for (const stage of [mine, theirs]) {
    const again = await boot(stage);
    await stage.pass(threePollsMs);
    await again.stop();
  }
  await judgeBoth(mine, theirs, label, tally);
}

function share(one: Stage, other: Stage) {
  other.disk = one.disk;
  other.dataFolder = one.dataFolder;
}

/** Each account's recordings lie in its own folder, and nowhere else. */
function expectApart(paths: readonly string[], label: string, tally: Tally) {
  for (const path of paths) {
    const isTheirs = / 75\d{5}\.mp4/.test(path);
    const isMine = / 70\d{5}\.mp4/.test(path);
    tally.expect(label, !(isTheirs && path.startsWith('1000002/')), `${path} is not ours`);
    tally.expect(label, !(isMine && path.startsWith('1000009/')), `${path} is not theirs`);
  }
}

/** The files and rows of the one are no strangers to the other: both share the archive. */
async function judgeBoth(mine: Stage, theirs: Stage, label: string, tally: Tally) {
  const verdicts = await Promise.all([mine.judge(), theirs.judge()]);
  for (const [at, verdict] of verdicts.entries()) {
    const isForeign = (words: string) => words.includes(at === 0 ? '1000009/' : '1000002/');
    tally.run(`${label}, account ${at + 1}`, {
      ...verdict,
      corrupt: verdict.corrupt.filter((words) => !isForeign(words)),
    });
  }
  for (const stage of [mine, theirs]) stage.close();
}
