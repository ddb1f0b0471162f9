import { minutes } from '../../../electron/lib/clock.ts';
import { boot, type Program } from '../program.ts';
import { anOrdinaryHour, expectWishes } from '../scenario.ts';
import { archive, createStage, threePollsMs, type Stage } from '../stage.ts';
import { createTally, type Row, type RowContext, type Tally } from '../tally.ts';
import { walk } from '../oracle.ts';
import type { Step } from '../tap.ts';
import { settingsOnFullDisk } from './settings.ts';
import { failing, type FailingOptions, type FailingTap } from './failing.ts';

const codes = ['EIO', 'EACCES', 'EMFILE', 'EROFS', 'EBUSY'] as const;

/** R4: every call to the disk or the index fails, once or for some minutes. */
export const everyCallFails: Row = {
  id: 'R4',
  title: 'every I/O call fails once / from N on',
  async run(context) {
    const tally = createTally();
    const total = await callsOfAnHour(context.seed);
    const strides = context.isLong ? { once: 1, lasting: 4 } : { once: 60, lasting: 150 };
    for (const [at, code] of codes.entries()) {
      for (let from = 1 + at; from <= total; from += strides.once) {
        await failOnce(context, { code, from, isLasting: false }, tally);
      }
      for (let from = 1 + at; from <= total; from += strides.lasting) {
        await failOnce(context, { code, from, isLasting: true }, tally);
      }
    }
    tally.note(`an hour makes ${total} calls`);
    return tally.outcome(`${codes.join(', ')} at call N, once and from N on for seven minutes`);
  },
};

async function callsOfAnHour(seed: number): Promise<number> {
  const stage = createStage({ seed });
  const counting = failing({ code: 'EIO', from: Infinity, isLasting: false });
  const program = await boot(stage, { tap: counting.tap });
  await anOrdinaryHour(stage, program);
  const calls = counting.calls();
  await program.stop();
  stage.close();
  return calls;
}

async function failOnce({ seed }: RowContext, options: FailingOptions, tally: Tally) {
  const stage = createStage({ seed });
  const { code, from, isLasting } = options;
  const label = `${code} ${isLasting ? 'from' : 'at'} call ${from}`;
  const failure = failing(options);
  const program = await bootAnyway(stage, failure);
  const troubles = countTroubles(program);
  await anOrdinaryHour(stage, program);
  tally.expect(label, failure.failed() > 0, 'not hit');
  failure.heal();
  // Without a restart. The person waits for the clips before anything is done with them.
  await stage.pass(threePollsMs);
  await anOrdinaryHour(stage, program);
  tally.expect(label, troubles() <= 1, `told ${troubles()} times`);
  const problem = program.engine?.store.get().archive.problem ?? null;
  tally.expect(label, problem === null, `still says ${String(problem)}`);
  await program.stop();
  expectWishes(stage, label, tally);
  tally.run(label, await stage.judge());
  stage.close();
}

/** A program that cannot start at all is started again once the disk is well, as a person would. */
async function bootAnyway(stage: Stage, failure: FailingTap): Promise<Program> {
  try {
    return await boot(stage, { tap: failure.tap });
  } catch {
    failure.heal();
    return boot(stage);
  }
}

/** How often the person was told that something is wrong with the archive. */
function countTroubles({ engine }: Program): () => number {
  let count = 0;
  let before = engine?.store.get().archive.problem ?? null;
  engine?.store.subscribe((_change, { archive: { problem } }) => {
    if (problem !== null && before === null) count += 1;
    before = problem;
  });
  return () => count;
}

/** R5: no space is left at the nth write, and there is some again ten minutes later. */
export const diskFull: Row = {
  id: 'R5',
  title: 'disk full',
  async run(context) {
    const tally = createTally();
    const { seed, isLong } = context;
    for (let from = 1 + (seed % 3); from <= 60; from += isLong ? 1 : 6) {
      await fullAtWrite(seed, from, tally);
    }
    await fullByCapacity(seed, tally);
    await belowTheGuard(seed, tally);
    await settingsOnFullDisk(tally);
    return tally.outcome(
      'ENOSPC from write N on; a disk with room for two clips; space below the guard',
    );
  },
};

const isWriting = ({ name }: Step): boolean =>
  [
    'create',
    'append',
    'write',
    'sync',
    'makeFolder',
    'recordListing',
    'setMark',
    'setKept',
  ].includes(name);

async function fullAtWrite(seed: number, from: number, tally: Tally) {
  const stage = createStage({ seed });
  const label = `full from write ${from} on`;
  const failure = failing({ code: 'ENOSPC', from, isLasting: true, concerns: isWriting });
  const program = await bootAnyway(stage, failure);
  await anOrdinaryHour(stage, program);
  await expectNoEmptyFile(stage, label, tally);
  failure.heal();
  await anOrdinaryHour(stage, program);
  await stage.pass(threePollsMs);
  await program.stop();
  tally.run(label, await stage.judge());
  stage.close();
}

async function expectNoEmptyFile({ disk }: Stage, label: string, tally: Tally) {
  for (const path of await walk(disk.fs, archive, '')) {
    if (!path.endsWith('.mp4')) continue;
    const facts = await disk.fs.stat(`${archive}/${path}`);
    tally.expect(label, (facts?.sizeBytes ?? 0) > 0, `an empty file: ${path}`);
  }
}

async function fullByCapacity(seed: number, tally: Tally) {
  const stage = createStage({ seed });
  stage.disk.capacityBytes = 150_000;
  // A disk that is shared says one thing and does another.
  stage.disk.toldFreeBytes = 2 ** 40;
  const program = await boot(stage);
  await anOrdinaryHour(stage, program);
  await expectNoEmptyFile(stage, 'a small disk', tally);
  const { problem } = program.engine?.store.get().archive ?? {};
  tally.expect('a small disk', problem === 'disk-full', `says ${String(problem)}`);
  stage.disk.capacityBytes = 2 ** 40;
  await stage.pass(threePollsMs);
  await program.stop();
  tally.run('a small disk', await stage.judge());
  stage.close();
}

/** Below max(1 GB, 2 %) nothing is begun; one poll after there is room again everything goes on. */
async function belowTheGuard(seed: number, tally: Tally) {
  const stage = createStage({ seed });
  stage.disk.toldFreeBytes = 900_000_000;
  const program = await boot(stage);
  await anOrdinaryHour(stage, program);
  const begun = (await walk(stage.disk.fs, archive, '')).filter((path) => path.includes('.mp4'));
  tally.expect('below the guard', begun.length === 0, `${begun.length} files begun`);
  const troubles = countTroubles(program);
  stage.disk.toldFreeBytes = null;
  await stage.pass(minutes(6));
  const waiting = (await stage.judge()).lost;
  tally.expect('below the guard', waiting.length === 0, `${waiting.length} waiting a poll later`);
  tally.expect('below the guard', troubles() === 0, 'told again');
  await program.stop();
  tally.run('below the guard', await stage.judge());
  stage.close();
}
