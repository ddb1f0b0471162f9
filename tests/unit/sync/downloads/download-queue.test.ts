import { describe, expect, it } from 'vitest';
import { minutes, seconds } from '../../../../electron/lib/clock.ts';
import { AppError } from '../../../../shared/errors.ts';
import { settled } from '../../../fixtures/fake-clock.ts';
import { setUpQueue as setUp } from './download-setup.ts';

describe('keeping every clip', () => {
  it('fetches them all, newest first', async () => {
    const { clock, queue, files, fetched } = await setUp({ clips: 5 });
    queue.start();
    await clock.advance(0);
    expect(fetched()).toEqual([5, 4, 3, 2, 1]);
    expect(files.paths.size).toBe(5);
  });

  it('has three streams, of which the past leaves one to what is new', async () => {
    const { clock, client, queue, list } = await setUp({ clips: 9, historyPace: 'normal' });
    const release = client.hold('openClip');
    queue.start();
    await clock.advance(0);
    expect(client.count('openClip')).toBe(2);
    await list(10, 14);
    queue.addNew(['c10', 'c11', 'c12', 'c13', 'c14']);
    await clock.advance(seconds(30));
    expect(client.count('openClip')).toBe(3);
    release();
    await clock.advance(0);
    expect(client.count('openClip')).toBe(14);
  });

  it('gives all three to the past at the fast pace, and the next free one to what is new', async () => {
    const { clock, client, queue, list, fetched } = await setUp({ clips: 9 });
    const release = client.hold('openClip');
    queue.start();
    await clock.advance(0);
    expect(fetched()).toEqual([9, 8, 7]);
    await list(10, 12);
    queue.addNew(['c10', 'c11', 'c12']);
    await clock.advance(seconds(30));
    expect(client.count('openClip')).toBe(3);
    release();
    await clock.advance(0);
    expect([...fetched().slice(3, 6)].sort()).toEqual([10, 11, 12]);
    expect(fetched().slice(6)).toEqual([6, 5, 4, 3, 2, 1]);
  });

  it('fetches no more history in an hour than allowed, but new clips at once', async () => {
    const { clock, queue, fetched, list } = await setUp({ clips: 123, historyPace: 'gentle' });
    queue.start();
    await clock.advance(minutes(60) - 1);
    expect(fetched()).toHaveLength(120);
    await list(124, 124);
    queue.addNew(['c124']);
    await clock.advance(0);
    expect(fetched().slice(120)).toEqual([124]);
    await clock.advance(1);
    expect(fetched().slice(120)).toEqual([124, 3, 2, 1]);
  });

  it('starts when the person decides so', async () => {
    const { clock, store, queue, fetched } = await setUp({ clips: 2, policy: null });
    queue.start();
    await clock.advance(minutes(5));
    expect(fetched()).toEqual([]);
    store.update('archive', (archive) => ({ ...archive, policy: 'every' }));
    queue.wake();
    await clock.advance(0);
    expect(fetched()).toEqual([2, 1]);
  });
});

describe('keeping opened clips only', () => {
  it('fetches what is asked for and nothing else', async () => {
    const { clock, queue, fetched } = await setUp({ clips: 5, policy: 'opened' });
    queue.start();
    queue.addNew(['c5']);
    queue.wake();
    const kept = await queue.keep('c3');
    await clock.advance(minutes(60));
    expect(kept.place).toBe('kept');
    expect(fetched()).toEqual([3]);
  });

  it('shares one download between all who ask', async () => {
    const { client, queue } = await setUp({ clips: 1, policy: 'opened' });
    const release = client.hold('openClip');
    queue.start();
    const asked = [queue.keep('c1'), queue.keep('c1'), queue.keep('c1')];
    await settled();
    expect(queue.isFetching('c1')).toBe(true);
    release();
    const clips = await Promise.all(asked);
    expect(clips.map(({ place }) => place)).toEqual(['kept', 'kept', 'kept']);
    expect(client.count('openClip')).toBe(1);
    await settled();
    expect(queue.isFetching('c1')).toBe(false);
  });

  it('lets those who ask for many wait for a stream', async () => {
    const { client, queue } = await setUp({ clips: 6, policy: 'opened' });
    const release = client.hold('openClip');
    queue.start();
    const asked = ([1, 2, 3, 4, 5] as const).map((id) => queue.keep(`c${id}`));
    await settled();
    expect(client.count('openClip')).toBe(3);
    release();
    await Promise.all(asked);
    expect(client.count('openClip')).toBe(5);
  });

  it('answers at once for a clip that is here, and fetches again one whose file is gone', async () => {
    const { client, queue, files } = await setUp({ clips: 1, policy: 'opened' });
    queue.start();
    await queue.keep('c1');
    await queue.keep('c1');
    expect(client.count('openClip')).toBe(1);
    files.paths.clear();
    await queue.keep('c1');
    expect(client.count('openClip')).toBe(2);
  });

  it('says why a clip cannot be had', async () => {
    const { client, index, queue } = await setUp({ clips: 2, policy: 'opened' });
    queue.start();
    await expect(queue.keep('c77')).rejects.toMatchObject({ code: 'not-found' });
    const row = index.rows.get('c1');
    if (row) row.source = { ...row.source, clip: { ...row.source.clip, place: 'gone' } };
    await expect(queue.keep('c1')).rejects.toMatchObject({ code: 'clip-gone' });
    expect(row?.source.attempts).toBe(0);
    client.fail('openClip', new AppError('offline'));
    await expect(queue.keep('c2')).rejects.toMatchObject({ code: 'offline' });
  });
});
