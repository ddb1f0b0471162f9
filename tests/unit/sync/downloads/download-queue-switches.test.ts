import { describe, expect, it } from 'vitest';
import { minutes, seconds } from '../../../../electron/lib/clock.ts';
import { AppError } from '../../../../shared/errors.ts';
import { settled } from '../../../fixtures/fake-clock.ts';
import { setUpQueue as setUp } from './download-setup.ts';

describe('a paused archive', () => {
  it('fetches nothing by itself, old or new, and goes on where it was', async () => {
    const { clock, queue, list, fetched, setArchive } = await setUp({ clips: 2 });
    setArchive({ isPaused: true });
    queue.start();
    await list(3, 3);
    queue.addNew(['c3']);
    await clock.advance(minutes(60));
    expect(fetched()).toEqual([]);
    setArchive({ isPaused: false });
    await clock.advance(0);
    expect(fetched()).toEqual([3, 2, 1]);
  });

  it('still fetches what a person opens', async () => {
    const { queue, fetched, setArchive } = await setUp({ clips: 2 });
    setArchive({ isPaused: true });
    queue.start();
    expect((await queue.keep('c1')).place).toBe('kept');
    expect(fetched()).toEqual([1]);
  });
});

describe('the pace of the past', () => {
  it('is 120 clips an hour, and 600 from the moment the person wants it', async () => {
    const { clock, queue, fetched, setArchive } = await setUp({
      clips: 700,
      historyPace: 'gentle',
    });
    queue.start();
    await clock.advance(minutes(1));
    expect(fetched()).toHaveLength(120);
    setArchive({ historyPace: 'normal' });
    await clock.advance(minutes(1));
    expect(fetched()).toHaveLength(600);
    await clock.advance(minutes(60));
    expect(fetched()).toHaveLength(700);
  });

  it('has no cap when it is fast, and is gentle for the day after a refusal all the same', async () => {
    const { clock, queue, fetched, setArchive } = await setUp({ clips: 900 });
    setArchive({ gentleUntil: clock.now() + minutes(24 * 60) });
    queue.start();
    await clock.advance(minutes(1));
    expect(fetched()).toHaveLength(120);
    setArchive({ gentleUntil: null });
    await clock.advance(minutes(1));
    expect(fetched()).toHaveLength(900);
  });
});

describe('streams', () => {
  it('can be given by a bench', async () => {
    const streams = { new: 1, history: 4, usb: 1 };
    const { clock, client, queue } = await setUp({ clips: 9, streams });
    client.hold('openClip');
    queue.start();
    await clock.advance(0);
    expect(client.count('openClip')).toBe(4);
  });
});

describe('a clip that is not to be fetched', () => {
  it('is left alone when it was deleted between its listing and its turn', async () => {
    const { clock, queue, row, fetched, setArchive } = await setUp({ clips: 1 });
    setArchive({ isPaused: true });
    queue.start();
    queue.addNew(['c1']);
    const found = row(1);
    if (found) {
      const clip = { ...found.source.clip, binnedAt: clock.now(), place: 'pruned' as const };
      found.source = { ...found.source, clip };
    }
    setArchive({ isPaused: false });
    await clock.advance(minutes(5));
    expect(fetched()).toEqual([]);
  });

  it.each(['missing', 'pruned'] as const)('is fetched when asked for: %s', async (place) => {
    const { clock, queue, row, fetched } = await setUp({ clips: 1 });
    const found = row(1);
    if (found) found.source = { ...found.source, clip: { ...found.source.clip, place } };
    queue.start();
    await clock.advance(minutes(5));
    expect(fetched()).toEqual([]);
    expect((await queue.keep('c1')).place).toBe('kept');
  });

  it('can be nothing when the index is a newer one', async () => {
    const { index, queue } = await setUp({ clips: 1 });
    Object.assign(index, { isReadOnly: true });
    await expect(queue.keep('c1')).rejects.toMatchObject({ code: 'index-newer' });
  });
});

describe('an archive that moves', () => {
  const move = { kind: 'move', done: 0, total: null } as const;

  it('lets go of what is on its way, takes nothing new, and then goes on', async () => {
    const { clock, client, queue, setArchive, place } = await setUp({ clips: 3 });
    const release = client.hold('openClip');
    queue.start();
    const wish = queue.keep('c1');
    const refused = expect(wish).rejects.toThrow();
    await clock.advance(0);
    setArchive({ job: move });
    client.fail('openClip', ...Array.from({ length: 3 }, () => new AppError('offline')));
    release();
    await queue.pauseAll();
    await refused;
    await expect(queue.keep('c2')).rejects.toMatchObject({ code: 'archive-busy' });
    await clock.advance(minutes(5));
    expect(client.count('openClip')).toBe(3);
    setArchive({ job: null });
    await clock.advance(minutes(5));
    expect([1, 2, 3].map(place)).toEqual(['kept', 'kept', 'kept']);
  });
});

describe('the disk', () => {
  it('is never filled below what must stay free; the person is told once', async () => {
    const { clock, client, files, store, queue, place } = await setUp({ clips: 3 });
    files.freeBytes = 0.02 * files.totalBytes - 1;
    const told: unknown[] = [];
    let last: unknown = null;
    store.subscribe(() => {
      const { problem } = store.get().archive;
      if (problem !== last) told.push(problem);
      last = problem;
    });
    queue.start();
    await clock.advance(minutes(10));
    expect(client.count('openClip')).toBe(0);
    await expect(queue.keep('c1')).rejects.toMatchObject({ code: 'disk-full' });
    expect(told).toEqual(['disk-full']);
    files.freeBytes = 0.02 * files.totalBytes;
    await clock.advance(minutes(1));
    expect([1, 2, 3].map(place)).toEqual(['kept', 'kept', 'kept']);
    expect(told).toEqual(['disk-full', null]);
  });

  it('is not held to be full any more when there is room, although nothing is to be fetched', async () => {
    const { clock, files, store, queue, setArchive } = await setUp({ clips: 1, policy: 'opened' });
    files.freeBytes = 0;
    queue.start();
    await expect(queue.keep('c1')).rejects.toMatchObject({ code: 'disk-full' });
    await settled();
    expect(store.get().archive.problem).toBe('disk-full');
    files.freeBytes = files.totalBytes;
    await clock.advance(minutes(2));
    expect(store.get().archive.problem).toBeNull();
    setArchive({});
  });

  it('is asked once every few seconds at most', async () => {
    const { clock, files, queue, place } = await setUp({ clips: 40 });
    const space = files.space;
    let asked = 0;
    files.space = () => {
      asked += 1;
      return space();
    };
    queue.start();
    await clock.advance(seconds(4));
    expect(place(1)).toBe('kept');
    expect(asked).toBe(1);
  });

  it('that is away is named, nothing is held against a clip, and all goes on when it is back', async () => {
    const { clock, client, files, store, queue, row, place } = await setUp({ clips: 2 });
    files.isAway = true;
    queue.start();
    await clock.advance(minutes(30));
    expect(client.count('openClip')).toBe(0);
    expect(store.get().archive.problem).toBe('archive-away');
    files.isAway = false;
    await clock.advance(minutes(1));
    expect([1, 2].map(place)).toEqual(['kept', 'kept']);
    expect(row(2)?.source.attempts).toBe(0);
    expect(store.get().archive.problem).toBeNull();
  });
});

describe('what a clip has left behind', () => {
  it('is removed when the clip is given up', async () => {
    const { clock, files, queue, place } = await setUp({ clips: 1 });
    const dropped: string[] = [];
    files.dropPart = async ({ id }) => void dropped.push(id);
    files.failures.push(...Array.from({ length: 8 }, () => new AppError('clip-damaged')));
    queue.start();
    await clock.advance(seconds(1));
    expect(dropped).toEqual([]);
    await clock.advance(minutes(120));
    expect(place(1)).toBe('damaged');
    expect(dropped).toEqual(['c1']);
  });
});
