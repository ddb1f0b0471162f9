import { describe, expect, it } from 'vitest';
import { minutes, seconds } from '../../../../electron/lib/clock.ts';
import { createRequestGate } from '../../../../electron/sync/polling/request-gate.ts';
import { createCloudDeletions } from '../../../../electron/sync/housekeeping/cloud-deletions.ts';
import { createRefusals } from '../../../../electron/sync/polling/refusals.ts';
import { AppError, type AppErrorCode } from '../../../../shared/errors.ts';
import type { ClipId } from '../../../../shared/ids.ts';
import { createFakeClient } from '../../../fixtures/fake-client.ts';
import { createFakeClock, settled } from '../../../fixtures/fake-clock.ts';
import { createFakeRandom } from '../../../fixtures/fake-random.ts';
import { accountId } from '../../../fixtures/samples.ts';
import { createDeletionIndex } from './deletion-index.ts';

const setUp = () => {
  const clock = createFakeClock();
  const random = createFakeRandom(0.5);
  const client = createFakeClient();
  const index = createDeletionIndex();
  const sent: number[][] = [];
  const failures: (AppErrorCode | null)[] = [];
  const world = { refuses: (_ids: readonly number[]): boolean => false, listings: 0 };
  const remove = async (ids: readonly number[]) => {
    sent.push([...ids]);
    const code = failures.shift() ?? null;
    if (code !== null) throw new AppError(code);
    if (world.refuses(ids)) throw new AppError('not-found');
  };
  Object.assign(client.media, { remove });
  const refusals = createRefusals({
    clock,
    random,
    onBegin: () => undefined,
    onEnd: () => deletions.wake(),
  });
  const gate = createRequestGate({ client, refusals });
  const deletions = createCloudDeletions({
    accountId,
    gate,
    index,
    clock,
    random,
    onDeleted: () => (world.listings += 1),
    onWarning: () => undefined,
  });
  const ask = (...ids: readonly number[]) => {
    for (const id of ids) index.asked.set(`c${id}`, { at: clock.now(), tries: 0 });
    deletions.wake();
  };
  const undo = (id: ClipId) => {
    index.asked.delete(id);
    deletions.wake();
  };
  return { clock, index, sent, failures, world, gate, deletions, ask, undo };
};

describe('deleting in the cloud', () => {
  it('happens when there is no more time to undo it, and the list is looked at then', async () => {
    const { clock, index, sent, world, ask } = setUp();
    ask(1, 2);
    await clock.advance(seconds(30) - 1);
    expect(sent).toEqual([]);
    await clock.advance(1);
    expect(sent).toEqual([[1, 2]]);
    expect(index.deleted).toEqual(['c1', 'c2']);
    expect(world.listings).toBe(1);
    expect(clock.pending()).toEqual([]);
  });

  it('is not looked for before its time', async () => {
    const { clock, ask } = setUp();
    ask(1);
    await clock.advance(0);
    expect(clock.pending()).toEqual([seconds(30)]);
    await clock.advance(seconds(10));
    expect(clock.pending()).toEqual([seconds(20)]);
  });

  it('does not happen after an undo, and goes on for the others', async () => {
    const { clock, sent, ask, undo } = setUp();
    ask(1);
    await clock.advance(seconds(20));
    ask(2);
    undo('c1');
    await clock.advance(seconds(29));
    expect(sent).toEqual([]);
    await clock.advance(seconds(6));
    expect(sent).toEqual([[2]]);
  });

  it('leaves each clip its own half minute', async () => {
    const { clock, sent, ask } = setUp();
    ask(1);
    await clock.advance(seconds(20));
    ask(2);
    await clock.advance(seconds(11));
    expect(sent).toEqual([[1]]);
    await clock.advance(seconds(20));
    expect(sent).toEqual([[1], [2]]);
  });

  it('asks for a hundred at once at most', async () => {
    const { clock, sent, ask } = setUp();
    ask(...Array.from({ length: 250 }, (_, at) => at + 1));
    await clock.advance(seconds(30));
    expect(sent.map(({ length }) => length)).toEqual([100, 100, 50]);
  });

  it('does what an earlier run has left as soon as it begins', async () => {
    const { clock, index, sent, deletions } = setUp();
    index.asked.set('c1', { at: clock.now() - minutes(60), tries: 0 });
    deletions.wake();
    await clock.advance(0);
    expect(sent).toEqual([[1]]);
  });

  it('does not wait for a year because the clock was set back by one', async () => {
    const { clock, sent, ask } = setUp();
    ask(1);
    await clock.advance(0);
    clock.jump(-minutes(60 * 24 * 365));
    await clock.advance(minutes(1));
    expect(sent).toEqual([[1]]);
  });
});

describe('a deletion that fails', () => {
  it.each(['offline', 'timeout', 'cloud-trouble'] as const)(
    'for %s is tried again with growing waits and costs the clip nothing',
    async (code) => {
      const { clock, index, sent, failures, ask } = setUp();
      failures.push(...Array<AppErrorCode>(12).fill(code));
      ask(1);
      await clock.advance(minutes(10));
      expect(sent.length).toBeGreaterThan(3);
      expect(sent.length).toBeLessThan(12);
      expect(index.problems).toEqual([]);
      await clock.advance(minutes(240));
      expect(index.deleted).toEqual(['c1']);
    },
  );

  it('because the cloud asks for a pause waits for its end', async () => {
    const { clock, sent, failures, index, ask, deletions } = setUp();
    failures.push('rate-limited');
    ask(1);
    await clock.advance(seconds(30));
    for (let second = 0; second < 55; second += 1) {
      deletions.wake();
      await clock.advance(seconds(1));
    }
    expect(sent).toHaveLength(1);
    await clock.advance(minutes(1));
    expect(index.deleted).toEqual(['c1']);
  });

  it('of one clip does not keep the others, and is given up after eight tries', async () => {
    const { clock, index, world, sent, ask } = setUp();
    world.refuses = (ids) => ids.includes(7);
    ask(...Array.from({ length: 20 }, (_, at) => at + 1));
    await clock.advance(minutes(240));
    expect(index.deleted).toHaveLength(19);
    expect(index.problems).toEqual(Array(8).fill(['c7', 'not-found']));
    expect(sent.length).toBeLessThan(60);
    expect(clock.pending()).toEqual([]);
  });

  it('in the index only does not make us ask the cloud all the time', async () => {
    const { clock, index, sent, ask } = setUp();
    index.breaks.setDeleted = true;
    ask(1);
    await clock.advance(minutes(30));
    expect(sent.length).toBeLessThan(15);
    index.breaks.setDeleted = false;
    await clock.advance(minutes(15));
    expect(index.deleted).toEqual(['c1']);
  });
});

describe('the end of a session', () => {
  it('carries out all of it, however young, and asks for no list any more', async () => {
    const { index, sent, world, ask, deletions } = setUp();
    ask(1);
    await settled();
    await deletions.flush();
    expect(sent).toEqual([[1]]);
    expect(index.deleted).toEqual(['c1']);
    expect(world.listings).toBe(0);
  });

  it('leaves what the cloud did not take for the next one', async () => {
    const { clock, index, failures, ask, deletions } = setUp();
    failures.push('offline');
    ask(1);
    await settled();
    await expect(deletions.flush()).rejects.toThrow('offline');
    await deletions.stop();
    await clock.advance(minutes(60));
    expect([...index.asked.keys()]).toEqual(['c1']);
    expect(clock.pending()).toEqual([]);
  });

  it('asks for nothing when the gate is shut', async () => {
    const { sent, gate, ask, deletions } = setUp();
    ask(1);
    await settled();
    gate.suspend();
    await deletions.flush();
    expect(sent).toEqual([]);
  });
});
