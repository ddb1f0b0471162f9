import { describe, expect, it } from 'vitest';
import { minutes, seconds } from '../../../../electron/lib/clock.ts';
import { daysMs } from '../../../../electron/sync/housekeeping/retention.ts';
import { AppError } from '../../../../shared/errors.ts';
import { settled } from '../../../fixtures/fake-clock.ts';
import { setUpHouse as setUp } from './housekeeping-setup.ts';

const job = { kind: 'verify', done: 0, total: null } as const;

describe('limits', () => {
  const limits = { maxBytes: 300, maxAgeDays: null };

  it('remove the oldest, never a starred clip, and never one in the bin', async () => {
    const { clock, add, disk, open, place } = setUp({ limits });
    add(1, { isStarred: true });
    add(2, { path: null, binPath: '.bin/c2.mp4', binnedAt: clock.now() });
    for (let number = 3; number <= 7; number += 1) add(number);
    open().start();
    await clock.advance(0);
    expect(disk).toEqual(new Set(['c1.mp4', '.bin/c2.mp4', 'c6.mp4', 'c7.mp4']));
    expect([3, 4, 5].map(place)).toEqual(['pruned', 'pruned', 'pruned']);
  });

  it('remove nothing because the bin is full', async () => {
    const { clock, add, disk, open } = setUp({ limits });
    for (const number of [1, 2, 3]) add(number);
    for (const number of [4, 5, 6]) {
      add(number, { path: null, binPath: `.bin/c${number}.mp4`, binnedAt: clock.now() });
    }
    add(7, { binnedAt: clock.now() });
    const house = open();
    expect(await house.preview(limits)).toMatchObject({ clips: 0 });
    house.start();
    await clock.advance(0);
    expect(disk.size).toBe(7);
  });

  it('spare a clip that is starred while others go', async () => {
    const { clock, add, change, files, disk, open } = setUp({ limits: { ...limits, maxBytes: 0 } });
    for (const number of [1, 2, 3]) add(number);
    const { remove } = files;
    files.remove = async (paths) => {
      await remove(paths);
      change('c2', { isStarred: true });
    };
    open().start();
    await clock.advance(0);
    expect(disk).toEqual(new Set(['c2.mp4']));
  });

  it('remove in the same way what the dry run has told', async () => {
    const { clock, add, things, open, settings } = setUp();
    for (let number = 1; number <= 450; number += 1) add(number, { isInCloud: number > 2 });
    const house = open();
    const chosen = { maxBytes: 100 * 40, maxAgeDays: null };
    const asked = house.preview(chosen);
    await clock.advance(0);
    const told = await asked;
    expect(told).toMatchObject({ clips: 410, bytes: 41_000, onlyHere: 2, oldestAt: 1_000 });
    expect([...things.values()].every(({ place }) => place === 'kept')).toBe(true);
    settings.update({ limits: chosen });
    house.wake();
    await clock.advance(0);
    const pruned = [...things.values()].filter(({ place }) => place === 'pruned');
    expect(pruned).toHaveLength(told.clips);
    expect(pruned.at(-1)?.recordedAt).toBe(told.newestAt);
  });

  it('are kept while clips come in, about once a minute', async () => {
    const { clock, add, disk, open, setArchive } = setUp({ limits });
    for (const number of [1, 2, 3]) add(number);
    setArchive({ usedBytes: 300 });
    open().start();
    await clock.advance(minutes(2));
    for (let number = 4; number <= 9; number += 1) {
      add(number);
      setArchive({ usedBytes: number * 100 });
      await clock.advance(seconds(1));
    }
    expect(disk.size).toBeGreaterThan(3);
    await clock.advance(minutes(1));
    expect(disk).toEqual(new Set(['c7.mp4', 'c8.mp4', 'c9.mp4']));
  });

  it('never leave a clip shown as kept whose file they have removed, when the disk fails halfway', async () => {
    const { clock, add, files, disk, things, open } = setUp({ limits: { ...limits, maxBytes: 0 } });
    for (let number = 1; number <= 10; number += 1) add(number);
    const remove = files.remove;
    files.remove = (paths) =>
      disk.size > 6 ? remove(paths) : Promise.reject(new AppError('archive-away'));
    open().start();
    await clock.advance(0);
    const shown = [...things.values()].filter(({ place }) => place === 'kept');
    expect(shown.map(({ path }) => path)).toEqual([...disk]);
    expect(disk.size).toBe(6);
  });

  it('count the age from what the cloud has told, whatever the clock of this computer says', async () => {
    const { clock, add, things, open, setCloudTime } = setUp({
      limits: { maxBytes: null, maxAgeDays: 10 },
    });
    const now = clock.now();
    add(1, { recordedAt: now - daysMs(9) });
    setCloudTime(now);
    for (const jump of [daysMs(3_650), -daysMs(7_300), daysMs(3_650)]) {
      clock.jump(jump);
      open().start();
      await clock.advance(minutes(61));
    }
    expect(things.get('c1')?.place).toBe('kept');
    setCloudTime(now + daysMs(2));
    clock.jump(daysMs(2));
    await clock.advance(minutes(61));
    expect(things.get('c1')?.place).toBe('pruned');
  });

  it('do not remove by age when the cloud is ahead of this computer', async () => {
    const { clock, add, things, open, setCloudTime } = setUp({
      limits: { maxBytes: null, maxAgeDays: 10 },
    });
    add(1, { recordedAt: clock.now() - daysMs(9) });
    setCloudTime(clock.now() + daysMs(400));
    open().start();
    await clock.advance(minutes(61));
    expect(things.get('c1')?.place).toBe('kept');
  });
});

describe('housekeeping', () => {
  const full = () => {
    const all = setUp({ limits: { maxBytes: 0, maxAgeDays: null } });
    all.add(1);
    all.add(2, { binnedAt: all.clock.now() - minutes(1) });
    return all;
  };

  it.each([
    { name: 'while the archive is away', world: { isAway: true } },
    { name: 'with an index that may only be read', world: { isReadOnly: true } },
  ])('changes nothing $name, and goes on afterwards', async ({ world: change }) => {
    const { clock, world, disk, things, open } = full();
    Object.assign(world, change);
    open().start();
    await clock.advance(minutes(180));
    expect(disk).toEqual(new Set(['c1.mp4', 'c2.mp4']));
    expect([...things.values()].map(({ place }) => place)).toEqual(['kept', 'kept']);
    Object.assign(world, { isAway: false, isReadOnly: false });
    await clock.advance(minutes(61));
    expect(disk).toEqual(new Set(['.bin/c2.mp4']));
  });

  it('touches nothing during long work on the archive, and begins when it is over', async () => {
    const { clock, disk, open, setArchive } = full();
    setArchive({ job });
    const house = open();
    house.start();
    await clock.advance(minutes(180));
    expect(disk).toEqual(new Set(['c1.mp4', 'c2.mp4']));
    await expect(house.emptyBin()).rejects.toMatchObject({ code: 'archive-busy' });
    setArchive({ job: null });
    await clock.advance(0);
    expect(disk).toEqual(new Set(['.bin/c2.mp4']));
  });

  it('ends at the next file when long work begins', async () => {
    const { clock, add, files, disk, open, setArchive } = full();
    for (let number = 3; number < 30; number += 1) add(number);
    const remove = files.remove;
    files.remove = async (paths) => {
      await remove(paths);
      setArchive({ job });
    };
    const house = open();
    house.start();
    await house.whenQuiet();
    await settled();
    expect(disk.size).toBe(28);
    expect(clock.pending()).not.toEqual([]);
  });

  it('is silent after stop', async () => {
    const { clock, add, disk, open } = full();
    const house = open();
    house.start();
    await clock.advance(0);
    await house.stop();
    add(9);
    house.wake();
    await clock.advance(minutes(180));
    expect(disk).toEqual(new Set(['.bin/c2.mp4', 'c9.mp4']));
    expect(clock.pending()).toEqual([]);
  });

  it('comes to the same end wherever the computer dies', async () => {
    const prepared = () => {
      const all = setUp({ limits: { maxBytes: 500, maxAgeDays: null }, binDays: 1 });
      const now = all.clock.now();
      for (let number = 1; number <= 6; number += 1) all.add(number);
      all.add(7, { binnedAt: now - minutes(2) });
      all.add(8, { path: null, binPath: '.bin/c8.mp4' });
      all.add(9, { path: null, binPath: '.bin/c9.mp4', binnedAt: now - daysMs(2) });
      return all;
    };
    const run = async (diesAfter: number) => {
      const all = prepared();
      all.world.diesAfter = diesAfter;
      const dying = all.open();
      dying.start();
      await all.clock.advance(0);
      await dying.stop();
      const hasDied = all.calls.length > diesAfter;
      all.world.diesAfter = Infinity;
      all.open().start();
      await all.clock.advance(0);
      return { end: { disk: all.disk, things: all.things }, hasDied };
    };
    const { end } = await run(Infinity);
    expect(end.disk).toEqual(
      new Set(['c3.mp4', 'c4.mp4', 'c5.mp4', 'c6.mp4', 'c8.mp4', '.bin/c7.mp4']),
    );
    let deaths = 0;
    for (let point = 0; ; point += 1) {
      const again = await run(point);
      expect(again.end).toEqual(end);
      if (!again.hasDied) break;
      deaths += 1;
    }
    expect(deaths).toBeGreaterThanOrEqual(18);
  });
});
