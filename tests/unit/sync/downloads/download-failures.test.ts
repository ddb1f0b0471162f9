import { describe, expect, it } from 'vitest';
import { minutes, seconds } from '../../../../electron/lib/clock.ts';
import { AppError } from '../../../../shared/errors.ts';
import { setUpQueue as setUp } from './download-setup.ts';

describe('a download that fails', () => {
  it('for reasons of the clip is tried eight times with growing waits, then given up', async () => {
    const { clock, client, files, queue, place, index } = await setUp({ clips: 1 });
    files.failures.push(...Array.from({ length: 9 }, () => new AppError('clip-damaged')));
    queue.start();
    await clock.advance(0);
    expect(index.rows.get('c1')?.problem).toBe('clip-damaged');
    await clock.advance(seconds(2) - 1);
    expect(client.count('openClip')).toBe(1);
    await clock.advance(1);
    expect(client.count('openClip')).toBe(2);
    await clock.advance(minutes(120));
    expect(client.count('openClip')).toBe(8);
    expect(place(1)).toBe('damaged');
  });

  it('does not keep what is no video', async () => {
    const { clock, client, index, files, queue } = await setUp({ clips: 1 });
    const openClip = client.openClip;
    client.openClip = async (ref) => ({ ...(await openClip(ref)), contentType: 'text/html' });
    queue.start();
    await clock.advance(0);
    expect(files.paths.size).toBe(0);
    expect(index.rows.get('c1')?.problem).toBe('clip-damaged');
  });

  it.each(['binary/octet-stream', 'application/octet-stream', 'video/mp4'])(
    'keeps what a storage server calls %s',
    async (contentType) => {
      const { clock, client, files, queue, place } = await setUp({ clips: 1 });
      const openClip = client.openClip;
      client.openClip = async (ref) => ({ ...(await openClip(ref)), contentType });
      queue.start();
      await clock.advance(0);
      expect([files.paths.size, place(1)]).toEqual([1, 'kept']);
    },
  );

  it('for reasons of the cloud is never held against the clip', async () => {
    const { clock, client, queue, place, index } = await setUp({ clips: 3 });
    const codes = ['offline', 'cloud-trouble', 'timeout', 'unauthorized'] as const;
    const storm = Array.from(
      { length: 40 },
      (_, turn) => new AppError(codes[turn % 4] ?? 'offline'),
    );
    client.fail('openClip', ...storm);
    queue.start();
    await clock.advance(minutes(60 * 12));
    expect([1, 2, 3].map(place)).toEqual(['kept', 'kept', 'kept']);
    expect(index.rows.get('c3')?.source.attempts).toBe(0);
  });

  it('of one clip the cloud cannot give does not hold up the others', async () => {
    const { clock, client, queue, place } = await setUp({ clips: 4 });
    const openClip = client.openClip;
    client.openClip = async (ref) => {
      if (ref.includes('/4.')) throw new AppError('cloud-trouble');
      return openClip(ref);
    };
    queue.start();
    await clock.advance(minutes(5));
    expect([1, 2, 3, 4].map(place)).toEqual(['kept', 'kept', 'kept', 'listed']);
  });

  it('during a pause the cloud asked for waits for its end', async () => {
    const { clock, client, queue, place } = await setUp({ clips: 2 });
    client.fail('openClip', new AppError('rate-limited'), new AppError('rate-limited'));
    queue.start();
    await clock.advance(seconds(59));
    expect(client.count('openClip')).toBe(2);
    await expect(queue.keep('c1')).rejects.toMatchObject({ code: 'rate-limited' });
    expect(client.count('openClip')).toBe(2);
    await clock.advance(minutes(5));
    expect([1, 2].map(place)).toEqual(['kept', 'kept']);
  });

  it('because the disk is full pauses everything, says so, and goes on by itself', async () => {
    const { clock, client, files, store, queue, place, index } = await setUp({
      clips: 3,
      historyPace: 'normal',
    });
    files.failures.push(new AppError('disk-full'), new AppError('disk-full'));
    queue.start();
    await clock.advance(seconds(59));
    expect(client.count('openClip')).toBe(2);
    expect(store.get().archive.problem).toBe('disk-full');
    await clock.advance(minutes(2));
    expect([1, 2, 3].map(place)).toEqual(['kept', 'kept', 'kept']);
    expect(store.get().archive.problem).toBeNull();
    expect(index.rows.get('c3')?.source.attempts).toBe(0);
  });

  it('because the index cannot write is tried again', async () => {
    const { clock, index, queue, place } = await setUp({ clips: 1 });
    index.breakOnce('setKept', new AppError('disk-error'));
    queue.start();
    await clock.advance(minutes(2));
    expect(place(1)).toBe('kept');
    index.breakOnce('pendingDownloads', new Error('database is locked'));
    queue.wake();
    await clock.advance(minutes(2));
    expect(place(1)).toBe('kept');
  });
});

describe('what the person is told of the disk', () => {
  it('ends when others have given the last file its row', async () => {
    const { clock, index, files, store, queue, place } = await setUp({ clips: 1 });
    index.breakOnce('setKept', new AppError('disk-error'));
    queue.start();
    await clock.advance(0);
    expect(store.get().archive.problem).toBe('disk-error');
    // As housekeeping does with files that lie there without a row.
    for (const path of files.paths)
      await index.setKept('c1', { path, sizeBytes: 3, sha256: '' }, 0);
    await clock.advance(minutes(2));
    expect(place(1)).toBe('kept');
    expect(store.get().archive.problem).toBeNull();
  });

  it('that others have found is not taken back by an answer of before', async () => {
    const { clock, files, store, queue } = await setUp({ clips: 1 });
    queue.start();
    await clock.advance(seconds(1));
    files.isAway = true;
    store.update('archive', (archive) => ({ ...archive, problem: 'archive-away' }));
    queue.wake();
    await clock.advance(seconds(1));
    expect(store.get().archive.problem).toBe('archive-away');
  });

  it('ends when the clip it did not take was deleted meanwhile', async () => {
    const { clock, index, files, store, queue } = await setUp({ clips: 1 });
    files.failures.push(new AppError('disk-error'));
    queue.start();
    await clock.advance(0);
    await index.bin(['c1'], clock.now());
    await clock.advance(minutes(2));
    expect(store.get().archive.problem).toBeNull();
  });

  it('stays while a clip that it did not take is still to be fetched', async () => {
    const { clock, files, store, queue } = await setUp({ clips: 1 });
    files.failures.push(...Array.from({ length: 99 }, () => new AppError('disk-error')));
    queue.start();
    await clock.advance(minutes(30));
    expect(store.get().archive.problem).toBe('disk-error');
  });
});

describe('stopping', () => {
  it('ends streams, rejects who waits, and writes nothing afterwards', async () => {
    const { clock, client, queue, gate, index } = await setUp({ clips: 6 });
    const release = client.hold('openClip');
    queue.start();
    const asked = ([1, 2, 3, 4] as const).map((id) => queue.keep(`c${id}`));
    const outcomes = Promise.allSettled(asked);
    await clock.advance(0);
    gate.close();
    client.fail('openClip', ...Array.from({ length: 5 }, () => new AppError('offline')));
    release();
    await queue.stop();
    expect((await outcomes).map(({ status }) => status)).toEqual(Array(4).fill('rejected'));
    await clock.advance(minutes(60));
    expect([...index.rows.values()].every(({ source }) => source.file === null)).toBe(true);
    expect(clock.pending()).toEqual([]);
    await expect(queue.keep('c1')).rejects.toMatchObject({ code: 'not-signed-in' });
  });
});
