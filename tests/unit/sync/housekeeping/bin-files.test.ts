import { describe, expect, it } from 'vitest';
import { minutes, seconds } from '../../../../electron/lib/clock.ts';
import { daysMs } from '../../../../electron/sync/housekeeping/retention.ts';
import { accountId } from '../../../fixtures/samples.ts';
import { setUpHouse as setUp } from './housekeeping-setup.ts';

describe('the bin', () => {
  it('takes the file of a deleted clip when there is no more time to undo it', async () => {
    const { clock, add, change, disk, open } = setUp();
    const id = add(1);
    add(2);
    const house = open();
    house.start();
    await clock.advance(seconds(5));
    change(id, { binnedAt: clock.now() });
    house.wake();
    await clock.advance(seconds(29));
    expect(disk).toEqual(new Set(['c1.mp4', 'c2.mp4']));
    await clock.advance(seconds(3));
    expect(disk).toEqual(new Set(['.bin/c1.mp4', 'c2.mp4']));
  });

  it('gives back what was undone while its file was on its way', async () => {
    const { clock, add, disk, things, open } = setUp();
    add(1, { path: null, binPath: '.bin/c1.mp4' });
    open().start();
    await clock.advance(0);
    expect(disk).toEqual(new Set(['c1.mp4']));
    expect(things.get('c1')).toMatchObject({ path: 'c1.mp4', binPath: null, place: 'kept' });
  });

  it('is emptied of what has lain there for its days, and of nothing else', async () => {
    const { clock, add, disk, open, setCloudTime, place } = setUp({ binDays: 30 });
    add(1, { path: null, binPath: '.bin/c1.mp4', binnedAt: clock.now() });
    add(2, { path: null, binPath: '.bin/c2.mp4', binnedAt: clock.now() + daysMs(1) });
    open().start();
    await clock.advance(daysMs(30) + minutes(1));
    setCloudTime(clock.now());
    await clock.advance(minutes(60));
    expect(disk).toEqual(new Set(['.bin/c2.mp4']));
    expect(place(1)).toBe('gone');
  });

  it.each([31, 59, 3_650])(
    'is not emptied because the clock of this computer is %i days ahead',
    async (days) => {
      const { clock, add, disk, open } = setUp();
      add(1, { path: null, binPath: '.bin/c1.mp4', binnedAt: clock.now() });
      clock.jump(daysMs(days));
      open().start();
      await clock.advance(minutes(180));
      expect(disk).toEqual(new Set(['.bin/c1.mp4']));
    },
  );

  it('is emptied in a quiet time too, by the clock of the cloud', async () => {
    const { clock, add, disk, open, marks } = setUp({ binDays: 30 });
    add(1, { path: null, binPath: '.bin/c1.mp4', binnedAt: clock.now() });
    open().start();
    await clock.advance(daysMs(31));
    expect(disk).toEqual(new Set(['.bin/c1.mp4']));
    marks.set(`${accountId} cloud-time`, String(clock.now()));
    await clock.advance(minutes(61));
    expect(disk).toEqual(new Set());
  });

  it('is emptied at once when the person wants it, young ones too', async () => {
    const { clock, add, disk, open } = setUp();
    add(1, { binnedAt: clock.now() });
    add(2, { path: null, binPath: '.bin/c2.mp4', binnedAt: clock.now() });
    add(3);
    await open().emptyBin();
    expect(disk).toEqual(new Set(['c3.mp4']));
  });

  it('keeps what is brought back while it is being emptied', async () => {
    const { clock, add, change, files, disk, open } = setUp();
    for (const number of [1, 2, 3]) {
      add(number, { path: null, binPath: `.bin/c${number}.mp4`, binnedAt: clock.now() });
    }
    const { remove } = files;
    files.remove = async (paths) => {
      await remove(paths);
      change('c2', { binnedAt: null });
    };
    await open().emptyBin();
    expect(disk).toEqual(new Set(['.bin/c2.mp4']));
  });

  it('keeps what is deleted after the person wanted it emptied', async () => {
    const { clock, add, change, disk, open } = setUp();
    add(1, { binnedAt: clock.now() });
    add(2);
    const house = open();
    const emptied = house.emptyBin();
    change('c2', { binnedAt: clock.now() + 1 });
    await emptied;
    expect(disk).toEqual(new Set(['c2.mp4']));
  });

  it('says so when it could not be emptied', async () => {
    const { clock, add, files, open } = setUp();
    add(1, { path: null, binPath: '.bin/c1.mp4', binnedAt: clock.now() });
    files.remove = () => Promise.reject(new Error('in use'));
    await expect(open().emptyBin()).rejects.toMatchObject({ code: 'disk-error' });
  });

  it('does without the file of a clip that the person has taken away', async () => {
    const { clock, add, disk, open, place } = setUp();
    add(1, { binnedAt: clock.now() - minutes(1) });
    add(2, { binnedAt: clock.now() - minutes(1) });
    disk.delete('c1.mp4');
    open().start();
    await clock.advance(0);
    expect(place(1)).toBe('missing');
    expect(disk).toEqual(new Set(['.bin/c2.mp4']));
  });

  it('leaves a file that cannot be moved for another time, and takes the others', async () => {
    const { clock, add, files, disk, open } = setUp();
    for (let number = 1; number <= 45; number += 1) {
      add(number, { binnedAt: clock.now() - minutes(1) });
    }
    const toBin = files.toBin;
    files.toBin = (file) =>
      file.path === 'c1.mp4' ? Promise.reject(new Error('in use')) : toBin(file);
    open().start();
    await clock.advance(0);
    expect([...disk].filter((path) => !path.startsWith('.bin/'))).toEqual(['c1.mp4']);
    files.toBin = toBin;
    await clock.advance(minutes(61));
    expect([...disk].every((path) => path.startsWith('.bin/'))).toBe(true);
  });
});
