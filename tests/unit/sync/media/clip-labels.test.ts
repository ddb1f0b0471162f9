import { describe, expect, it, vi } from 'vitest';
import { AppError } from '../../../../shared/errors.ts';
import { cloudClipId } from '../../../../shared/ids.ts';
import type { Clip } from '../../../../shared/models.ts';
import { minutes, seconds } from '../../../../electron/lib/clock.ts';
import { createAddLabels } from '../../../../electron/sync/media/clip-labels.ts';
import { createMediaSync } from '../../../../electron/sync/media/media-sync.ts';
import { startOfTests } from '../../../fixtures/fake-clock.ts';
import { accountId, frontYardId, mediaItem } from '../../../fixtures/samples.ts';
import { openIndex } from '../../store/support.ts';
import { setUpMedia } from './media-setup.ts';

/** The list of recordings over a real index, history of one clip listed already. */
const setUp = async () => {
  const { clock, client, gate } = setUpMedia();
  const index = await openIndex();
  const told: Clip[] = [];
  const onWarning = vi.fn();
  const addLabels = createAddLabels({ accountId, gate, index, clock, onWarning });
  const onNews = (clips: readonly Clip[]) => told.push(...clips);
  const media = createMediaSync({
    accountId,
    gate,
    index,
    clock,
    onNewClips: onNews,
    onListed: () => undefined,
    addLabels,
  });
  const sync = () => media.sync(new AbortController().signal);
  client.recordings = [mediaItem(1, 1)];
  await sync();
  const asked = () => client.calls.filter((call) => call.startsWith('media.list'));
  const arrives = (...ids: readonly number[]) => {
    client.recordings = [...client.recordings, ...ids.map((id) => mediaItem(id, id))];
  };
  const labelsOf = async (id: number) => (await index.get(cloudClipId(id)))?.labels;
  return { clock, client, index, told, onWarning, sync, asked, arrives, labelsOf };
};

const minute = (count: number) => startOfTests + minutes(count);
const person = (id: number) =>
  mediaItem(id, id, { labels: ['person'], description: 'Somebody walks by', isWatched: true });

describe('what Blink has seen in new clips', () => {
  it('is asked once after a listing that brought some, for their time only', async () => {
    const { asked, arrives, sync } = await setUp();
    const before = asked().length;
    await sync();
    expect(asked()).toHaveLength(before);
    arrives(5, 6, 7);
    await sync();
    await sync();
    expect(asked().slice(before)).toEqual([
      `media.list ${minute(5) - seconds(1)} ${minute(7) + seconds(1)}`,
    ]);
  });

  it('comes with the news, and stays over the next listings', async () => {
    const { client, arrives, sync, told, labelsOf, index } = await setUp();
    arrives(5, 6);
    client.things.labelled = [person(5)];
    await sync();
    expect(told.map(({ id, labels }) => [id, labels])).toEqual([
      ['c5', ['person']],
      ['c6', []],
    ]);
    client.recordings = client.recordings.map((item) => ({ ...item, isWatched: true }));
    await sync();
    expect(await labelsOf(5)).toEqual(['person']);
    expect(await index.seenLabels(accountId)).toEqual({ [frontYardId]: ['person'] });
  });

  it('adds labels and nothing else: no clip, no mark, no deletion', async () => {
    const { client, arrives, sync, index, labelsOf } = await setUp();
    arrives(5);
    client.things.labelled = [
      { ...person(5), isDeleted: true, deviceName: 'Another', isWatched: true },
      person(99),
    ];
    await sync();
    expect(await index.get(cloudClipId(5))).toMatchObject({
      labels: ['person'],
      place: 'listed',
      isWatched: false,
      deviceName: 'Front Yard',
    });
    expect(await labelsOf(99)).toBeUndefined();
    client.things.labelled = [mediaItem(5, 5)];
    arrives(6);
    await sync();
    expect(await labelsOf(5)).toEqual(['person']);
  });

  it.each(['not-found', 'bad-answer', 'offline'] as const)(
    'changes nothing where the list fails with %s',
    async (code) => {
      const { client, arrives, sync, told, onWarning } = await setUp();
      arrives(5);
      client.fail('media.list', new AppError(code));
      await sync();
      expect(told.map(({ id }) => id)).toEqual(['c5']);
      expect(onWarning).toHaveBeenCalledTimes(1);
    },
  );

  it('is not waited for where the list stays silent', async () => {
    const { client, clock, arrives, sync, told } = await setUp();
    arrives(5);
    const release = client.hold('media.list');
    const listing = sync();
    await clock.advance(seconds(9));
    expect(told).toEqual([]);
    await clock.advance(seconds(1));
    await listing;
    expect(told.map(({ id }) => id)).toEqual(['c5']);
    release();
  });

  it('is asked with the next listing for clips of one that broke off', async () => {
    const { client, arrives, sync, asked, told } = await setUp();
    const before = asked().length;
    arrives(5, 6, 7, 8);
    client.fail('changedMedia', null, new AppError('offline'));
    await expect(sync()).rejects.toThrow('offline');
    expect(asked()).toHaveLength(before);
    expect(told.length).toBeGreaterThan(0);
    await sync();
    expect(asked().at(-1)).toBe(`media.list ${minute(5) - seconds(1)} ${minute(8) + seconds(1)}`);
  });
});
